import { type ReasoningEffort, reasoningEfforts } from '../core/chat/params.ts';
import { asCount, asText, isRecord } from '../core/json.ts';
import type { CapabilityRules } from '../core/models/capabilities.ts';
import type { ModelInfo } from '../core/models/modelInfo.ts';
import { definedFields } from './definedFields.ts';
import { isoDay } from './isoDay.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An entry of `/v1/models`. A retired model is listed for the record; a request that names it fails, so it is left out. */
export function raiseModel(value: unknown): ModelInfo[] {
  if (!isRecord(value) || value.lifecycle === 'retired') return [];
  const id = asText(value.id);
  if (id === undefined) return [];
  const rules = isRecord(value.capabilities) ? raiseRules(value.capabilities) : {};
  const info = definedFields<Omit<ModelInfo, 'id'>>({
    name: asText(value.display_name),
    contextWindow: asCount(value.max_input_tokens),
    maxOutput: asCount(value.max_tokens),
    rules: Object.keys(rules).length > 0 ? rules : undefined,
    retiresOn: isoDay(value.retires_at),
  });
  return [{ id, ...info }];
}

/** Whether a capability is there; undefined where the list does not say. */
function supports(capability: unknown): boolean | undefined {
  return isRecord(capability) && typeof capability.supported === 'boolean' ? capability.supported : undefined;
}

function choose<T>(is: boolean | undefined, yes: T, no: T): T | undefined {
  return is === undefined ? undefined : is ? yes : no;
}

function raiseRules({ image_input, pdf_input, structured_outputs, effort, thinking }: Fields): CapabilityRules {
  const thinks = raiseThinking(thinking);
  const efforts = raiseEfforts(effort, thinks);
  return definedFields<CapabilityRules>({
    image: choose(supports(image_input), 'yes', 'no'),
    pdf: choose(supports(pdf_input), 'yes', 'no'),
    jsonSchema: choose(supports(structured_outputs), 'native', 'instructed'),
    thinks,
    efforts,
    takes: efforts && { reasoning_effort: efforts.length > 0 ? 'yes' : 'no' },
  });
}

/** `always`: switching it off is answered with 400. */
function raiseThinking(thinking: unknown): CapabilityRules['thinks'] {
  const does = supports(thinking);
  if (does !== true || !isRecord(thinking)) return does === false ? 'never' : undefined;
  const disabled = isRecord(thinking.types) ? supports(thinking.types.disabled) : undefined;
  return choose(disabled, 'byEffort', 'always') ?? 'unknown';
}

/** The levels there are; `none` stands for thinking switched off, where that is taken. */
function raiseEfforts(effort: unknown, thinks: CapabilityRules['thinks']): readonly ReasoningEffort[] | undefined {
  const does = supports(effort);
  if (does === undefined || !isRecord(effort)) return undefined;
  const levels = does ? reasoningEfforts.filter((level) => supports(effort[level]) === true) : [];
  return thinks === 'byEffort' ? ['none', ...levels] : levels;
}
