import { type ModelParameterName, type ReasoningEffort, reasoningEfforts } from '../core/chat/params.ts';
import { isRecord } from '../core/json.ts';
import type { CapabilityRules, Intake, Taking } from '../core/models/capabilities.ts';
import { definedFields } from './definedFields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an entry of a list says the model takes; undefined where it says nothing. */
export function raiseRules(model: Fields): CapabilityRules | undefined {
  const rules: CapabilityRules = {
    ...byType(model),
    ...byFlags(model),
    ...byModalities(model),
    ...byNames(model.capabilities),
    ...byParameters(model),
  };
  return Object.keys(rules).length > 0 ? rules : undefined;
}

function intake(value: unknown): Intake | undefined {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : undefined;
}

/** LM Studio's own list: a model that sees is a `vlm`, any other an `llm`. */
function byType({ type }: Fields): CapabilityRules {
  if (type === 'vlm') return { image: 'yes' };
  return type === 'llm' ? { image: 'no' } : {};
}

/** One field for each ability: Mistral's and LM Studio's `capabilities`, and `supports_…` at Fireworks and Moonshot. */
function byFlags(model: Fields): CapabilityRules {
  const flags = isRecord(model.capabilities) ? model.capabilities : {};
  const seeing = [flags.vision, model.supports_image_input, model.supports_image_in];
  const calling = [flags.function_calling, flags.trained_for_tool_use, model.supports_tools];
  return definedFields<CapabilityRules>({
    image: intake(seeing.find((flag) => typeof flag === 'boolean')),
    tools: intake(calling.find((flag) => typeof flag === 'boolean')),
    audio: intake(flags.audio),
  });
}

/** What goes in, as a list: gateways, and llama.cpp. A file that is not named may still be read by the gateway itself. */
function byModalities(model: Fields): CapabilityRules {
  const places = [model.architecture, model, model.meta].filter(isRecord);
  const inputs = places.map((place) => place.input_modalities).find(Array.isArray);
  if (!inputs) return {};
  return {
    image: inputs.includes('image') ? 'yes' : 'no',
    audio: inputs.includes('audio') ? 'yes' : 'no',
    ...(inputs.includes('file') ? { pdf: 'yes' } : {}),
  };
}

/** Abilities as a list of names: local servers. What is not named is only known to be missing where the list has everything. */
function byNames(names: unknown): CapabilityRules {
  if (!Array.isArray(names)) return {};
  const sees = names.includes('vision') || names.includes('multimodal');
  const calls = names.includes('tools') || names.includes('tool_use');
  return {
    ...(sees ? { image: 'yes' } : names.includes('completion') ? { image: 'no' } : {}),
    ...(calls ? { tools: 'yes' } : {}),
  };
}

/** Parameters that a list of supported parameters names under the name they have here. */
const listed = [
  'temperature',
  'top_p',
  'max_tokens',
  'stop',
  'seed',
  'logprobs',
  'top_logprobs',
  'presence_penalty',
  'frequency_penalty',
  'logit_bias',
  'verbosity',
  'parallel_tool_calls',
] as const satisfies readonly ModelParameterName[];

/** OpenRouter's `supported_parameters`, which is complete (2026-11). */
function byParameters({ supported_parameters: supported, reasoning }: Fields): CapabilityRules {
  if (!Array.isArray(supported) || supported.length === 0) return {};
  const has = (...names: readonly string[]) => names.some((name) => supported.includes(name));
  const taking = (is: boolean): Taking => (is ? 'yes' : 'no');
  const onlyNewLimit = has('max_completion_tokens') && !has('max_tokens');
  const thinks = has('reasoning', 'reasoning_effort', 'include_reasoning');
  return {
    takes: {
      ...Object.fromEntries(listed.map((name) => [name, taking(has(name))])),
      max_tokens: taking(has('max_tokens', 'max_completion_tokens')),
      reasoning_effort: taking(has('reasoning', 'reasoning_effort')),
    },
    ...(onlyNewLimit ? { names: { max_tokens: 'max_completion_tokens' } } : {}),
    n: has('n') ? 'native' : 'parallel',
    jsonObject: has('response_format') ? 'native' : 'instructed',
    jsonSchema: has('structured_outputs') ? 'native' : 'instructed',
    tools: has('tools') ? 'yes' : 'no',
    forcedTools: has('tool_choice') ? 'yes' : 'no',
    thinks: thinks ? 'byEffort' : 'never',
    ...byReasoning(reasoning),
  };
}

/** OpenRouter's `reasoning`: the efforts, highest first, and whether the model can do without. */
function byReasoning(reasoning: unknown): CapabilityRules {
  if (!isRecord(reasoning)) return {};
  const { supported_efforts: supported, mandatory } = reasoning;
  const efforts = Array.isArray(supported) ? reasoningEfforts.filter((one) => supported.includes(one)) : [];
  const none: readonly ReasoningEffort[] = mandatory === true || efforts.includes('none') ? [] : ['none'];
  return {
    ...(mandatory === true ? { thinks: 'always' } : {}),
    ...(efforts.length > 0 ? { efforts: [...none, ...efforts] } : {}),
  };
}
