import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { answerTo } from './answers/answer.ts';
import type { Before } from './answers/remarks.ts';
import { continuingOf, restAfter } from './continuing.ts';
import { type DemoModel, demoModels } from './models.ts';
import { type ChatRequest, questionOf } from './request.ts';
import { type Delivery, deliver, type Pace, type Token, tokensOf } from './stream.ts';
import { type CompletionHead, chunkWriter, type FinishReason, sendCompletion, usageOf } from './wire.ts';

/** Who answers, and how. */
export interface Answering {
  readonly model: DemoModel;
  readonly before: Before;
  readonly pace: Pace;
}

/** What is sent of one of the answers to a request. */
interface Planned {
  readonly tokens: readonly Token[];
  readonly reason: FinishReason;
}

/** Answers a request that is in order. Resolves with a line for the log when all is sent, or the client has gone. */
export async function answer(asked: ChatRequest, by: Answering, response: ServerResponse): Promise<string> {
  const { model } = by;
  const planned = plan(asked, by);
  const tokens = inTurns(planned.map((one) => one.tokens));
  const head = { id: `demo-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: `demo-${model.id}` };
  const { ending } = model;
  const isRest = continuingOf(asked.messages) !== undefined;
  const cutAt = ending.type === 'cut' && !isRest ? Math.floor(tokens.length * ending.after) : tokens.length;
  const start = performance.now();
  const delivery =
    asked.delivery === 'whole' && cutAt === tokens.length
      ? sendWhole(planned, asked, head, response)
      : await stream(planned, tokens.slice(0, cutAt), asked, { head, pace: by.pace, response });
  if (delivery.outcome !== 'complete' || cutAt === tokens.length) return describe(model, delivery, start);
  response.destroy();
  return describe(model, { ...delivery, outcome: 'cut' }, start);
}

/** The answers, as far as the limits let them go. */
function plan(asked: ChatRequest, { model, before }: Answering): Planned[] {
  const continuing = continuingOf(asked.messages);
  const ownLimit = model.ending.type === 'limit' && !continuing ? model.ending.tokens : Number.POSITIVE_INFINITY;
  const most = Math.max(0, Math.min(asked.maxTokens, ownLimit));
  return Array.from({ length: asked.answers }, (_, index) => {
    const circumstances = { before, form: asked.form, number: index + 1, of: asked.answers };
    const { thinking, text } = continuing
      ? { thinking: '', text: restOf(continuing, model, asked) }
      : answerTo(questionOf(asked.messages), model, circumstances);
    const all = [...tokensOf(thinking, 'thinking', index), ...tokensOf(text, 'text', index)];
    return { tokens: all.slice(0, most), reason: all.length > most ? 'length' : 'stop' };
  });
}

/** What is left of an answer, whichever model began it. */
function restOf(
  { messages, before }: NonNullable<ReturnType<typeof continuingOf>>,
  model: DemoModel,
  { form }: ChatRequest,
): string {
  const question = questionOf(messages);
  const whole = (one: DemoModel, happened: Before) =>
    answerTo(question, one, { before: happened, form, number: 1, of: 1 }).text;
  const models = [model, ...demoModels.filter((one) => one !== model)];
  return restAfter(
    before,
    models.flatMap((one) => [whole(one, 'nothing'), whole(one, 'refused')]),
  );
}

/** The tokens of several answers as they come from a provider: one of each, then the next of each. */
function inTurns(lists: readonly (readonly Token[])[]): Token[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) => lists.flatMap((tokens) => tokens[place] ?? [])).flat();
}

function sendWhole(planned: readonly Planned[], asked: ChatRequest, head: CompletionHead, response: ServerResponse) {
  const answers = planned.map(({ tokens, reason }) => ({
    text: joined(tokens, 'text'),
    thinking: joined(tokens, 'thinking'),
    reason,
  }));
  sendCompletion(response, head, answers, usageFor(asked, planned));
  const characters = answers.reduce((sum, { text }) => sum + text.length, 0);
  return { outcome: 'complete', characters } as const;
}

interface Way {
  readonly head: CompletionHead;
  readonly pace: Pace;
  readonly response: ServerResponse;
}

/** Streams these tokens, and the end if they are all there are. */
async function stream(planned: readonly Planned[], tokens: readonly Token[], asked: ChatRequest, way: Way) {
  const { head, pace, response } = way;
  const chunks = chunkWriter(response, head);
  chunks.head();
  for (const index of planned.keys()) chunks.begin(index);
  const delivery = await deliver(response, tokens, pace, chunks.token);
  const all = planned.reduce((sum, one) => sum + one.tokens.length, 0);
  if (delivery.outcome !== 'complete' || tokens.length < all) return delivery;
  for (const [index, { reason }] of planned.entries()) chunks.finish(index, reason);
  if (asked.usage === 'include') chunks.usage(usageFor(asked, planned));
  chunks.end();
  return delivery;
}

/** Tokens a message costs besides its text, as with most providers. */
const perMessage = 4;

function usageFor({ messages }: ChatRequest, planned: readonly Planned[]) {
  const written = planned.flatMap(({ tokens }) => tokens);
  const thinking = written.filter(({ kind }) => kind === 'thinking').length;
  const asked = messages.reduce((sum, { text }) => sum + perMessage + tokensOf(text, 'text', 0).length, 0);
  return usageOf(asked, written.length, thinking);
}

function joined(tokens: readonly Token[], kind: Token['kind']): string {
  return tokens.flatMap((token) => (token.kind === kind ? [token.text] : [])).join('');
}

function describe(model: DemoModel, { outcome, characters }: Omit<Delivery, 'tokens'>, start: number): string {
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  const amount = `${characters.toLocaleString('en-US')} character${characters === 1 ? '' : 's'}`;
  switch (outcome) {
    case 'complete':
      return `${model.id}: answered ${amount} in ${seconds}`;
    case 'cut':
      return `${model.id}: broke the connection after ${amount}, ${seconds}`;
    case 'stopped':
      return `${model.id}: stopped by the client after ${seconds} (${amount} sent)`;
  }
}
