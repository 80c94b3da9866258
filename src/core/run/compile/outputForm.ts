import type { Message } from '../../chat/message.ts';
import type { ModelParameters, ResponseFormat } from '../../chat/params.ts';
import type { Capabilities } from '../../models/capabilities.ts';
import type { CompileTarget } from '../compile.ts';
import { jsonInstructions } from '../jsonInstructions.ts';
import { saysJson, withInstructions } from './messages.ts';
import type { Notes } from './notes.ts';

/** How the form of the output is asked for: by the API, by words, or both. */
export interface OutputForm {
  readonly format: ResponseFormat | undefined;
  readonly messages: readonly Message[];
}

/** Whether tools stand in the way of asking by the API, as the end of a clause; empty: they do not. */
function obstacle(
  { tool_choice: choice }: ModelParameters,
  toolCount: number,
  way: Capabilities['jsonWithTools'],
): string {
  if (toolCount === 0 || way === 'yes') return '';
  if (way === 'no') return ' together with tools';
  const isForced = choice !== undefined && choice !== 'auto' && choice !== 'none';
  return isForced ? ' together with a forced tool' : '';
}

/** JSON by the API where the model knows it, else by words; the answer is checked either way. */
export function outputForm(
  parameters: ModelParameters,
  messages: readonly Message[],
  toolCount: number,
  { capabilities, ref }: CompileTarget,
  refused: readonly string[],
  notes: Notes,
): OutputForm {
  const format = parameters.response_format;
  if (!format || format.type === 'text') return { format: undefined, messages };
  const way = format.type === 'json_schema' ? capabilities.jsonSchema : capabilities.jsonObject;
  const why = obstacle(parameters, toolCount, capabilities.jsonWithTools);
  const taken = (capabilities.takes.response_format ?? 'yes') === 'yes' && !refused.includes('response_format');
  if (way === 'native' && why === '' && taken) {
    if (format.type === 'json_schema' || saysJson(messages)) return { format, messages };
    notes.add(
      'added',
      'response_format',
      'A sentence that asks for JSON was added: without the word JSON providers refuse JSON mode.',
    );
    return { format, messages: withInstructions(messages, jsonInstructions({ type: 'json_object' })) };
  }
  notes.add(
    'emulated',
    'response_format',
    `${ref} knows no ${format.type}${why}. It was asked for in words, and the answer is checked.`,
  );
  return { format: undefined, messages: withInstructions(messages, jsonInstructions(format)) };
}
