import { isRecord } from '../json.ts';
import { schemaObjection } from '../schema/schemaObjection.ts';
import { type Checked, plainName, type Rule, taken, unknownField, wrong, yesOrNo } from './checked.ts';
import type { ResponseFormat } from './params.ts';

const must =
  '{"type": "text"}, {"type": "json_object"}, or {"type": "json_schema", "json_schema": {"name", "schema"}} with "description" and "strict" if wanted';
const schemaMust = 'a JSON Schema, which is an object';

function readJsonSchema(given: unknown): Checked<ResponseFormat> {
  const at = '.json_schema';
  if (!isRecord(given)) return wrong(given, 'an object with name and schema', at);
  const { name, description, schema, strict } = given;
  const unknown = unknownField(given, ['name', 'description', 'schema', 'strict'], at);
  if (unknown) return unknown;
  const named = plainName.read(name);
  if (named.type === 'wrong') return { ...named, at: `${at}.name` };
  if (typeof (description ?? '') !== 'string') return wrong(description, 'a text', `${at}.description`);
  const strictly = yesOrNo.read(strict ?? false);
  if (strictly.type === 'wrong') return { ...strictly, at: `${at}.strict` };
  if (!isRecord(schema)) return wrong(schema, schemaMust, `${at}.schema`);
  const objection = schemaObjection(schema);
  if (objection) return wrong(schema, objection, `${at}.schema`);
  const about = typeof description === 'string' && description !== '' ? { description } : {};
  const strictness = typeof strict === 'boolean' ? { strict } : {};
  return taken({ type: 'json_schema', json_schema: { name: named.value, ...about, schema, ...strictness } });
}

/** `response_format` as OpenAI writes it (2026-11). */
export const responseFormatRule: Rule<ResponseFormat> = {
  must,
  read(value) {
    if (!isRecord(value)) return wrong(value, must);
    const { type } = value;
    if (type === 'json_schema') {
      return unknownField(value, ['type', 'json_schema']) ?? readJsonSchema(value.json_schema);
    }
    if (type !== 'text' && type !== 'json_object') return wrong(type, 'text, json_object or json_schema', '.type');
    return unknownField(value, ['type']) ?? taken({ type });
  },
};
