import type { Tool } from 'ollama/browser';
import type { ToolDefinition } from '../core/chat/message.ts';
import { asText, isRecord } from '../core/json.ts';
import { definedFields } from './definedFields.ts';

type Parameters = NonNullable<Tool['function']['parameters']>;
type Property = NonNullable<Parameters['properties']>[string];
type Schema = Readonly<Record<string, unknown>>;

/** The arguments must be an object; those that are none are shown to the model as what it wrote. */
export function lowerArguments(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : { value };
  } catch {
    return { invalid_json: json };
  }
}

export function lowerTool({ name, description, parameters }: ToolDefinition): Tool {
  const described = definedFields<Tool['function']>({ description: description || undefined });
  return { type: 'function', function: { name, ...described, parameters: lowerParameters(parameters) } };
}

/** Ollama reads a schema into fields of fixed types, and answers 400 to what does not fit them; the other keywords it passes over. */
function lowerParameters({ type: _, required, properties, ...rest }: Schema): Parameters {
  const fields = isRecord(properties) ? Object.entries(properties) : [];
  return {
    ...rest,
    type: 'object',
    ...definedFields<Parameters>({ required: asTexts(required) }),
    properties: Object.fromEntries(fields.map(([name, schema]) => [name, lowerProperty(schema)])),
  };
}

/** A schema may also be `true`, which says nothing. */
function lowerProperty(schema: unknown): Property {
  if (!isRecord(schema)) return {};
  const { type, description, enum: values, ...rest } = schema;
  return {
    ...rest,
    ...definedFields<Property>({
      type: asText(type) ?? asTexts(type),
      description: asText(description),
      enum: Array.isArray(values) ? values : undefined,
    }),
  };
}

function asTexts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;
}
