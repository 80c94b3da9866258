/**
 * The fields that have a value. An SDK's request types tell a field that is absent from one that is undefined; only what was set is
 * sent. Called with the type it is to make, so that a misspelt field does not compile.
 */
export function definedFields<T extends object>(draft: { readonly [K in keyof T]?: T[K] | undefined }): Partial<T>;
export function definedFields(draft: object): object {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}
