import type { ChatError } from '../errors.ts';
import type { Compiled } from './compile.ts';
import { streamUsageParameter } from './compile.ts';

/** What vendors call parameters where it is not the name in the request. */
const otherNames: Readonly<Record<string, string>> = {
  max_completion_tokens: 'max_tokens',
  max_output_tokens: 'max_tokens',
  maxoutputtokens: 'max_tokens',
  num_predict: 'max_tokens',
  stop_sequences: 'stop',
  stopsequences: 'stop',
  topp: 'top_p',
  random_seed: 'seed',
  safety_identifier: 'user',
  user_id: 'user',
  metadata: 'user',
  effort: 'reasoning_effort',
  reasoning: 'reasoning_effort',
  thinking: 'reasoning_effort',
  think: 'reasoning_effort',
  thinkingconfig: 'reasoning_effort',
  thinkinglevel: 'reasoning_effort',
  thinkingbudget: 'reasoning_effort',
  output_config: 'reasoning_effort',
  candidatecount: 'n',
  presencepenalty: 'presence_penalty',
  frequencypenalty: 'frequency_penalty',
  responselogprobs: 'logprobs',
  format: 'response_format',
  text: 'response_format',
  responsejsonschema: 'response_format',
  responsemimetype: 'response_format',
  include_usage: streamUsageParameter,
};

/** A name in an error, as ours: "generationConfig.topP", "body.reasoning.effort", "temperature". */
function candidatesIn(said: string): string[] {
  const steps = said
    .toLowerCase()
    .split(/[^a-z_]+/)
    .filter((step) => step !== '');
  return steps.toReversed().flatMap((step) => [step, ...(otherNames[step] ? [otherNames[step]] : [])]);
}

/**
 * The parameter of this request that a 400 is about, under our name: it can be left out and the request sent again. Undefined if the
 * error names none that was sent.
 */
export function refusedParameter(error: ChatError, compiled: Compiled): string | undefined {
  if (error.kind !== 'unsupportedParameter' && error.kind !== 'badRequest') return undefined;
  const { parameters, capabilities } = compiled.request;
  const isSent = (name: string) =>
    Object.hasOwn(parameters, name) || (name === streamUsageParameter && capabilities.streamUsage === 'ask');
  const named = candidatesIn(error.facts.parameter ?? '').find(isSent);
  if (named !== undefined) return named;
  if (error.kind !== 'unsupportedParameter') return undefined;
  // Without a field of its own the name stands in the sentence, in quotes or after a colon.
  const words = candidatesIn(error.facts.detail ?? '').toReversed();
  return words.find(isSent);
}
