import { isRecord, type OutputForm } from '../request.ts';

/** The answer as JSON: the demo's own object, or an example of what a schema describes. */
export function jsonAnswer(question: string, form: Exclude<OutputForm, { type: 'text' }>): string {
  const value = form.type === 'schema' ? example(form.schema, 0) : ownObject(question);
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function ownObject(question: string) {
  return {
    demo: "A prepared answer from Parley's demo provider; there is no model behind it.",
    question: question.slice(0, 200),
    happened: 'The request asked for JSON, so the answer is one JSON object. Parley has checked that it is.',
    try: ['name a JSON schema in parley.parameters, under response_format', 'choose "text" again in the parameters'],
    words: question.split(/\s+/).filter((word) => word !== '').length,
  };
}

const deepest = 8;

/** A value of the kind a JSON Schema describes, as far as its types say it. */
function example(schema: unknown, depth: number): unknown {
  if (!isRecord(schema) || depth > deepest) return {};
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  for (const choices of [schema.anyOf, schema.oneOf]) {
    if (Array.isArray(choices)) return example(choices[0], depth + 1);
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : (schema.type ?? 'object');
  switch (type) {
    case 'object': {
      const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : [];
      return Object.fromEntries(properties.map(([name, inner]) => [name, example(inner, depth + 1)]));
    }
    case 'array':
      return [example(schema.items, depth + 1)];
    case 'string':
      return 'demo';
    case 'number':
    case 'integer':
      return typeof schema.minimum === 'number' ? schema.minimum : 1;
    case 'boolean':
      return true;
    default:
      return null;
  }
}
