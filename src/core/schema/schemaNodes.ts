import { isRecord } from '../json.ts';

/** Keywords that hold schemas by name; the names mean nothing. */
const named = ['$defs', 'definitions', 'properties', 'patternProperties', 'dependentSchemas', 'dependencies'];
/** Keywords that hold values, not schemas. */
const values = ['const', 'enum', 'default'];

/** Every schema inside a schema, itself first. What stands under unknown keywords counts too: `$ref` may point there. */
export function* schemaNodes(schema: unknown): Generator<Record<string, unknown>> {
  if (!isRecord(schema)) return;
  yield schema;
  for (const [keyword, value] of Object.entries(schema)) {
    if (values.includes(keyword)) continue;
    const holders = Array.isArray(value)
      ? value
      : named.includes(keyword) && isRecord(value)
        ? Object.values(value)
        : [value];
    for (const one of holders) yield* schemaNodes(one);
  }
}
