import type { Message } from '../../core/chat/message.ts';
import { type Parameters, parameterNames } from '../../core/chat/params.ts';
import type { Preset } from '../../core/chat/preset.ts';
import { readParameters } from '../../core/chat/readParameters.ts';
import type { ChatRequest } from '../../core/chat/request.ts';
import { ChatError } from '../../core/errors.ts';
import { isRecord } from '../../core/json.ts';
import { nearest } from '../../core/models/nearest.ts';
import { readPresets } from '../../core/prompts/presets.ts';
import type { RunOverrides } from '../runChat.ts';

/** What the settings say about requests, as it stands there. */
export interface RequestSettings {
  readonly parameters: unknown;
  readonly preset: { readonly chosen: string; readonly own: unknown };
}

function readAll(setting: unknown, overrides: RunOverrides['parameters']): Parameters {
  const merged = overrides ? { ...(isRecord(setting) ? setting : {}), ...overrides } : setting;
  const reading = readParameters(merged, (name) => nearest(name, parameterNames, 1)[0]);
  if (reading.type === 'valid') return reading.parameters;
  throw new ChatError('invalidSetting', {
    detail: `parley.parameters: ${reading.problems.map((one) => one.sentence).join(' ')}`,
  });
}

/** The preset with this id. @throws ChatError `invalidSetting` with the ids there are */
export function findPreset(id: string, own: unknown): Preset | undefined {
  if (id === '') return undefined;
  const { presets, problems } = readPresets(own);
  const found = presets.find((preset) => preset.id === id);
  if (found) return found;
  const wrong = problems.find((sentence) => sentence.startsWith(`${id}:`));
  const known = presets.map((preset) => preset.id).join(', ');
  throw new ChatError('invalidSetting', {
    detail: wrong ? `parley.presets: ${wrong}` : `There is no preset "${id}". Known are ${known}.`,
  });
}

/** A request for a model with what the settings say and the user chose over them. @throws ChatError `invalidSetting` */
export function chatRequest(
  model: string,
  messages: readonly Message[],
  { parameters, preset }: RequestSettings,
  overrides: RunOverrides,
): ChatRequest {
  return {
    model,
    messages,
    parameters: readAll(parameters, overrides.parameters),
    tools: [],
    preset: findPreset(overrides.preset ?? preset.chosen, preset.own),
  };
}

/** The presets there are, the user's own in place of built-in ones. */
export function presetsOf(own: unknown): readonly Preset[] {
  return readPresets(own).presets;
}

/** What is wrong with one parameter's value, as a sentence; '' if nothing is. */
export function parameterProblem(name: string, value: unknown): string {
  const reading = readParameters({ [name]: value }, () => undefined);
  return reading.type === 'valid' ? '' : reading.problems.map((one) => one.sentence).join(' ');
}
