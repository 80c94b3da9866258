import type { Compiled } from './compile.ts';
import type { RunDeps, Target } from './deps.ts';

/** JSON with sorted keys, so that equal requests are equal texts. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`);
  return `{${fields.join(',')}}`;
}

/**
 * The key under which an answer to exactly this request may be kept: a hash over model, messages, parameters, origin and workspace.
 * Undefined for requests whose answer is never kept: those with tools.
 */
export function cacheKey(
  { request, copies, json }: Compiled,
  { ref, origin }: Target,
  { policy, hash }: Pick<RunDeps, 'policy' | 'hash'>,
): string | undefined {
  if (request.tools.length > 0 || copies > 1) return undefined;
  const { model, messages, parameters } = request;
  const workspace = policy.workspace ?? '';
  return hash(canonical({ ref, origin, workspace, model, messages, parameters, json }));
}
