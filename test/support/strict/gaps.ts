// Refusals that are known and not yet avoided, with the reason and a request that shows each. One that does not show any more must go
// from here: a test says so.
import type { Message, UserPart } from '../../../src/core/chat/message.ts';
import type { ChatRequest } from '../../../src/core/chat/request.ts';
import { lookTool, question } from './arrivals.ts';
import { png } from './plants/plant.ts';

export interface Gap {
  /** The targets, by name. */
  readonly target: RegExp;
  /** Where and what, as it is told. */
  readonly at: RegExp;
  readonly why: string;
  /** A target and a request that shows it; without one a parameter alone does. */
  readonly example?: { readonly target: string; readonly request: Partial<ChatRequest> };
}

function shown(target: string, request: Partial<ChatRequest>): NonNullable<Gap['example']> {
  return { target, request };
}

const json = { type: 'json_object' } as const;
const called: Message = {
  role: 'assistant',
  parts: [{ type: 'toolCall', id: 'call_1', name: 'look', argumentsJson: '{}' }],
};
const found: Message = { role: 'tool', results: [{ type: 'toolResult', callId: 'call_1', text: 'ok', outcome: 'ok' }] };
const thought: Message = {
  role: 'assistant',
  parts: [
    { type: 'thinking', text: 'Hm.', providerData: { 'openai-chat': { reasoning_content: 'Hm.' } } },
    ...called.parts,
  ],
};
const late: Message = { role: 'system', text: 'Be brief.' };
const tools = [lookTool];

const ofMessages: readonly Gap[] = [
  {
    target: /over chat$/,
    at: /messages\[\d+\]\.(?:(?:reasoning_content|reasoning) is an unknown|content\[\d+\]\.text is required)/,
    why: 'What one provider thought goes to every other that speaks Chat Completions: the data does not say whose it is.',
    example: shown('gpt-6-luna over chat', { messages: [...question, thought, found], tools }),
  },
  {
    target: /^deepseek-/,
    at: /^reasoningBack/,
    why: 'DeepSeek wants reasoning_content with every call in the conversation, also with those of other models and of none.',
    example: shown('deepseek-v4-pro over chat', { messages: [...question, called, found], tools }),
  },
  {
    target: /^(?:mistral|voxtral)-/,
    at: /^roleOrder/,
    why: 'Mistral takes system messages in front alone, and no word of the user right after a result.',
    example: shown('mistral-large-latest over chat', { messages: [...question, late, ...question] }),
  },
];

const ofParameters: readonly Gap[] = [
  {
    target: /^gemini-3/,
    at: /^json: .*Function calling/,
    why: 'Gemini 3 takes JSON with tools, but not with a forced one.',
    example: shown('gemini-3.5-flash over gemini', {
      parameters: { response_format: json, tool_choice: 'required' },
      messages: question,
      tools,
    }),
  },
  {
    target: /^gpt-4\.1 over chat/,
    at: /^predictionAlone/,
    why: 'A prediction goes with no limit, tools, log probabilities or several answers.',
    example: shown('gpt-4.1 over chat', {
      parameters: { prediction: { type: 'content', content: 'x' }, max_tokens: 100 },
    }),
  },
  {
    target: /^(?:openai\/gpt-oss|llama-3\.3)/,
    at: /^service_tier/,
    why: 'Groq has tiers of its own names: on_demand, performance, flex, auto.',
    example: shown('llama-3.3-70b-versatile over chat', { parameters: { service_tier: 'default' } }),
  },
  {
    target: /^deepseek-/,
    at: /^forcedTool|^400: tool_choice .* thinking mode/,
    why: 'DeepSeek V4 forces no tool while it thinks, which is its default.',
    example: shown('deepseek-v4-pro over chat', { parameters: { tool_choice: 'required' }, tools }),
  },
];

/** A question with a picture or a sound in it. */
function showing(part: UserPart): Partial<ChatRequest> {
  return { messages: [{ role: 'user', parts: [part, { type: 'text', text: 'What is this?' }] }] };
}

const pngPart: UserPart = { type: 'image', source: { kind: 'data', mediaType: 'image/png', base64: png } };
const wavPart: UserPart = { type: 'audio', source: { kind: 'data', mediaType: 'audio/wav', base64: 'UklGRg==' } };

const ofMedia: readonly Gap[] = [
  {
    target: /^gpt-4\.1 over chat/,
    at: /^media: .*audio|content\[\d+\]\.type: .*content\[\d+\]\.type must be/,
    why: 'Of the models before GPT-5 only the audio ones hear; their family does not say so.',
    example: shown('gpt-4.1 over chat', showing(wavPart)),
  },
  {
    target: /^voxtral-/,
    at: /^media: .*image/,
    why: 'Voxtral sees nothing; neither its family nor the snapshot says so.',
    example: shown('voxtral-small-latest over chat', showing(pngPart)),
  },
  {
    target: /^gpt-5\.3-codex-spark/,
    at: /^media/,
    why: 'The snapshot gives images and PDFs to a model that reads text alone.',
    example: shown('gpt-5.3-codex-spark over responses', showing(pngPart)),
  },
];

const ofData: readonly Gap[] = [
  {
    target: /^gpt-[56].* over chat/,
    at: /^(?:400: )?stop(?: is|: )/,
    why: 'GPT-5 and later take no stop over Chat Completions.',
  },
  { target: /^o3 over/, at: /verbosity/, why: 'Models before GPT-5 know the verbosity medium alone.' },
  { target: /^voxtral-/, at: /reasoning_effort|^effort/, why: 'The family of Mistral’s models leaves Voxtral out.' },
  { target: /^gemini-3\.8/, at: /thinkingLevel MINIMAL/, why: 'Gemini 3.7 and 3.8 Flash know no minimal thinking.' },
  { target: /^gemma-3/, at: /JSON mode/, why: 'Gemma 3 has no JSON mode at Google.' },
  {
    target: /^gemma-3/,
    at: /^tools|^without it: .*Function calling/,
    why: 'Gemma 3 has no tools at Google.',
    example: shown('gemma-3-27b-it over gemini, listed', { tools }),
  },
  {
    target: /^llama-3\.3/,
    at: /json_schema|^jsonSchema/,
    why: 'At Groq few models know json_schema; Llama 3.3 does not.',
  },
  {
    target: /^gpt-4\.1 over responses/,
    at: /^it is taken as/,
    why: 'The standard of Responses is for models that reason; those before GPT-5 take sampling there too.',
  },
  {
    target: /^gpt-5\.6-.* over responses/,
    at: /^it is taken as .*"max"/,
    why: 'GPT-5.6 knows the effort max over Responses.',
  },
  {
    target: /^gpt-5\.6-.* over chat/,
    at: /toolsWhileThinking|function tools/,
    why: 'GPT-5.6 takes tools over Chat Completions only without reasoning; no capability can say so.',
    example: shown('gpt-5.6-luna over chat', { tools }),
  },
  {
    target: /^(?:gpt-5\.6-luna|openai\/gpt-oss-120b|voxtral-small-latest|mistral-medium-latest) over/,
    at: /^max_(?:completion_|output_)?tokens: /,
    why: 'The snapshot does not know the most these models answer with.',
    example: shown('openai/gpt-oss-120b over chat', { parameters: { max_tokens: 100_000 } }),
  },
];

export const gaps: readonly Gap[] = [...ofMessages, ...ofParameters, ...ofMedia, ...ofData];

/** Why a refusal is known; undefined where it is not. `text` says where and what. */
export function gapOf(target: string, text: string): Gap | undefined {
  return gaps.find((gap) => gap.target.test(target) && gap.at.test(text));
}
