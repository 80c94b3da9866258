const openable = new Set(['http:', 'https:', 'mailto:']);

/**
 * The address a link written by a model leads to, in its normal form (punycode host, escaped path), or undefined if it is
 * not one the panel opens: only absolute http, https and mailto addresses are.
 */
export function linkTarget(written: string): string | undefined {
  if (!URL.canParse(written)) return undefined;
  const url = new URL(written);
  // Browsers disagree on whether a host with escaped characters is one.
  return openable.has(url.protocol) && !url.host.includes('%') ? url.href : undefined;
}
