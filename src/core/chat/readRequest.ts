import { isRecord } from '../json.ts';
import { parseModelRef } from '../models/modelRef.ts';
import { nearest } from '../models/nearest.ts';
import { show, showName } from './checked.ts';
import type { Notice } from './events.ts';
import { isParameterName, parameterNames } from './params.ts';
import { readPlainData } from './plainData.ts';
import { Problems, type RequestProblem } from './problems.ts';
import { MessageReader } from './readMessages.ts';
import { readParameters } from './readParameters.ts';
import { checkToolChoice, readTools } from './readTools.ts';
import type { ChatRequest } from './request.ts';

export type RequestReading =
  /** `notices`: what of the request has no place in Parley and was left out. */
  | { readonly type: 'valid'; readonly request: ChatRequest; readonly notices: readonly Notice[] }
  | { readonly type: 'invalid'; readonly problems: readonly RequestProblem[] };

/** Fields people know from elsewhere, and what to do instead. */
const elsewhere: Readonly<Record<string, string>> = {
  max_completion_tokens: 'It is called max_tokens here; Parley renames it where a model wants that.',
  functions: 'It is called tools now.',
  function_call: 'It is called tool_choice now.',
  safety_identifier: 'It is called user here.',
  stream_options: 'Parley always asks for the usage.',
  caching: "Parley's cache is switched on in the settings.",
};

function readModel(given: unknown, problems: Problems): string {
  const ref = typeof given === 'string' ? given.trim() : '';
  const parsed = parseModelRef(ref);
  if (parsed && /^[a-z0-9][a-z0-9._-]*$/i.test(parsed.provider) && !/[\s\p{Cc}]/u.test(ref)) return ref;
  problems.wrong(
    'model',
    given,
    'a provider and a model with a slash between them, or an automatic one such as parley/cheapest',
  );
  return '';
}

function readMessages(given: unknown, problems: Problems): MessageReader {
  const reader = new MessageReader(problems);
  if (!Array.isArray(given)) problems.wrong('messages', given, 'a list of messages');
  else if (given.length === 0) problems.add('messages', 'messages is empty; at least one message is needed.');
  else {
    for (const [index, message] of given.entries()) reader.read(message, `messages[${index}]`);
    reader.end();
  }
  return reader;
}

function unknownName(name: string): string {
  const known = ['model', 'messages', 'tools', ...parameterNames];
  const near = nearest(name, known, 1)[0];
  const hint =
    (Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined) ??
    (near ? `Did you mean ${near}?` : 'What only one provider knows goes into extra_body.');
  return `${showName(name)} is not a parameter Parley knows. ${hint}`;
}

/**
 * Reads a request in the form of `chat.completions.create`: `model`, `messages`, `tools` and the parameters by their own names. `null`
 * means "not set". Nothing is corrected silently; all problems are told at once, as sentences. Nothing that is given makes it throw.
 */
export function readRequest(given: unknown): RequestReading {
  const invalid = (sentence: string): RequestReading => ({ type: 'invalid', problems: [{ name: '', sentence }] });
  const data = readPlainData(given);
  if (data.type === 'other') return invalid(`The request ${data.why}; it must be plain data.`);
  if (!isRecord(data.value)) return invalid(`The request is ${show(data.value)}; it must be an object.`);
  const { model: ref, messages: list, tools: offered, ...rest } = data.value;
  const problems = new Problems();
  const model = readModel(ref, problems);
  const reader = readMessages(list, problems);
  const notices = [...reader.notices];
  const tools = readTools(offered, problems, notices);
  const known = Object.entries(rest).filter(([name]) => isParameterName(name));
  for (const [name, value] of Object.entries(rest)) {
    if (!isParameterName(name) && value !== null) problems.add(name, unknownName(name));
  }
  const reading = readParameters(Object.fromEntries(known), () => undefined);
  if (reading.type === 'invalid') for (const { name, sentence } of reading.problems) problems.add(name, sentence);
  else checkToolChoice(reading.parameters.tool_choice, tools, problems);
  if (problems.list.length > 0 || reading.type === 'invalid') return { type: 'invalid', problems: problems.list };
  return {
    type: 'valid',
    request: { model, messages: reader.messages, parameters: reading.parameters, tools },
    notices,
  };
}
