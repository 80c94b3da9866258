import type { Notice } from '../chat/events.ts';
import type { ModelParameters, Parameters, ResponseFormat } from '../chat/params.ts';
import type { ChatRequest, ProviderRequest } from '../chat/request.ts';
import type { Capabilities } from '../models/capabilities.ts';
import { refuseContent } from './compile/content.ts';
import { inStrictOrder, systemIntoUser } from './compile/messages.ts';
import { Notes } from './compile/notes.ts';
import { outputForm } from './compile/outputForm.ts';
import { fitParameters } from './compile/parameters.ts';
import { withPreset } from './compile/preset.ts';

/** What of a model decides how a request is written for it. */
export interface CompileTarget {
  /** `provider/model`, for sentences. */
  readonly ref: string;
  /** The model's id as the provider knows it. */
  readonly model: string;
  readonly capabilities: Capabilities;
  readonly maxOutput?: number | undefined;
  readonly contextWindow?: number | undefined;
}

/** A request written for one model. */
export interface Compiled {
  readonly request: ProviderRequest;
  /** What was changed, for the user. */
  readonly notices: readonly Notice[];
  /** How many requests are needed for `n`; 1 where the model gives several answers itself. */
  readonly copies: number;
  /** The JSON that was asked for, by whatever way, so that the answer is checked. */
  readonly json: Exclude<ResponseFormat, { type: 'text' }> | undefined;
}

/** The parameter that stands for asking for counts in a stream; servers refuse it under this name. */
export const streamUsageParameter = 'stream_options';

function modelParameters({
  stream: _s,
  timeout: _t,
  retries: _r,
  fallback_models: _f,
  ...rest
}: Parameters): ModelParameters {
  return rest;
}

/**
 * Writes a request for one model: everything in the result is taken by it as far as is known, so that no 400 follows that could have
 * been foreseen, and every change is a notice. `refused` are parameters this model refused before.
 * @throws ChatError `contentNotTaken` for content or tools that the model can't take
 */
export function compileRequest(request: ChatRequest, target: CompileTarget, refused: readonly string[] = []): Compiled {
  const { model, maxOutput, contextWindow } = target;
  refuseContent(request.messages, request.tools, target);
  const notes = new Notes(target.ref);
  const wanted = withPreset(request.preset, modelParameters(request.parameters), target, notes);
  const form = outputForm(wanted, request.messages, request.tools.length, target, refused, notes);
  const { response_format: asked, n = 1, ...others } = wanted;
  const most = target.capabilities.ranges.n?.most ?? n;
  const parallel = n > 1 && (target.capabilities.n === 'parallel' || n > most || refused.includes('n'));
  if (parallel) notes.add('emulated', 'n', `${target.ref} gives one answer at a time. It was asked ${n} times.`);
  const toFit: ModelParameters = {
    ...others,
    ...(form.format ? { response_format: form.format } : {}),
    ...(n > 1 && !parallel ? { n } : {}),
  };
  const parameters = fitParameters(toFit, request.tools.length, target, refused, notes);
  const folded = target.capabilities.system === 'user' ? systemIntoUser(form.messages) : form.messages;
  const messages = target.capabilities.roleOrder === 'strict' ? inStrictOrder(folded, target, notes) : folded;
  const capabilities: Capabilities = refused.includes(streamUsageParameter)
    ? { ...target.capabilities, streamUsage: 'omit' }
    : target.capabilities;
  return {
    request: { model, messages, parameters, tools: request.tools, capabilities, maxOutput, contextWindow },
    notices: notes.notices,
    copies: parallel ? n : 1,
    json: asked && asked.type !== 'text' ? asked : undefined,
  };
}
