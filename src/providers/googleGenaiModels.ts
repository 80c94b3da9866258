import { asCount, asText, isRecord } from '../core/json.ts';
import type { CapabilityRules } from '../core/models/capabilities.ts';
import type { ModelInfo } from '../core/models/modelInfo.ts';
import { definedFields } from './definedFields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A page of `GET models`; undefined if the reply is none. Google leaves out a list that is empty, but not on the first page. */
export function raisePage(
  body: unknown,
  page: 'first' | 'later',
): { readonly models: readonly ModelInfo[]; readonly next: string | undefined } | undefined {
  if (!isRecord(body)) return undefined;
  const list = page === 'later' ? (body.models ?? []) : body.models;
  if (!Array.isArray(list)) return undefined;
  return { models: list.flatMap(raiseModel), next: asText(body.nextPageToken) };
}

function raiseModel(value: unknown): ModelInfo[] {
  if (!isRecord(value)) return [];
  const id = asText(value.name)?.replace(/^models\//, '');
  if (!id) return [];
  const input = asCount(value.inputTokenLimit);
  const maxOutput = asCount(value.outputTokenLimit);
  return [
    {
      id,
      name: asText(value.displayName),
      // Google limits input and output each for itself, and calls the input's limit the window.
      contextWindow: input,
      maxInput: input,
      maxOutput,
      rules: raiseRules(value),
      use: raiseUse(value.supportedGenerationMethods),
    },
  ];
}

/** `thinking` is left out where it is false, and by servers that do not know it: only a true one says something. */
function raiseRules({ thinking, maxTemperature }: Fields): CapabilityRules | undefined {
  const rules = definedFields<CapabilityRules>({
    thinks: thinking === true ? 'byEffort' : thinking === false ? 'never' : undefined,
    temperatureMost: typeof maxTemperature === 'number' && maxTemperature > 0 ? maxTemperature : undefined,
  });
  return Object.keys(rules).length > 0 ? rules : undefined;
}

function raiseUse(methods: unknown): 'chat' | 'other' | undefined {
  if (!Array.isArray(methods)) return undefined;
  return methods.includes('generateContent') || methods.includes('streamGenerateContent') ? 'chat' : 'other';
}
