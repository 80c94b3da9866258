const ownHeaders = ['host', 'content-length', 'content-type', 'connection', 'transfer-encoding', 'accept-encoding'];

/** What is wrong with the name of a further request header, as a sentence; undefined if nothing is. */
export function headerNameProblem(name: string, taken: readonly string[]): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return 'A header name has letters, digits and dashes only.';
  if (ownHeaders.includes(name.toLowerCase())) return 'Every request sets this header itself.';
  return taken.some((one) => one.toLowerCase() === name.toLowerCase()) ? 'This header is there already.' : undefined;
}

/** What is wrong with the value of a request header, as a sentence; undefined if nothing is. */
export function headerValueProblem(value: string): string | undefined {
  if (value.trim() === '') return 'A header needs a value.';
  if (/[^\t\x20-\x7e]/.test(value)) return 'The value has a character that a header can not carry.';
  return undefined;
}
