// What a fault is, what its user should see, and how both are put to the test.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { ChatEvent } from '../../src/core/chat/events.ts';
import type { Parameters } from '../../src/core/chat/params.ts';
import type { ChatError, ErrorKind } from '../../src/core/errors.ts';
import type { RunDeps, Target } from '../../src/core/run/deps.ts';
import { describeFailure } from '../../src/host/failures.ts';
import { ChaosServer, gate, type Step, type stream, type streamHead, streamsOf } from '../support/chaos.ts';
import { type LiveModel, LivePipeline } from '../support/livePipeline.ts';
import type { Ran } from '../support/pipeline.ts';
import { type FramingForm, framingOf, type Wire } from '../support/wires.ts';

/** What a script is made of. */
export interface Scene {
  readonly wire: Wire;
  readonly form: FramingForm;
  readonly stream: typeof stream;
  readonly streamHead: typeof streamHead;
  /** Passes when the consumer has seen something of an answer. */
  readonly seen: Step;
  /** Waits until so many counts of tokens have come since then. */
  readonly counted: (times: number) => Step;
  /** Moves the pipeline's clock on, at this point of the script. */
  readonly skip: (ms: number) => Step;
}

/** What is special about a case besides what the server sends. */
export interface SetUp {
  readonly parameters?: Parameters;
  readonly model?: (scene: Scene, origin: string) => Partial<LiveModel>;
  readonly deps?: Partial<RunDeps>;
  readonly said?: 'yes' | 'no';
  /** Answers when the model itself does not: `test/spare`, at a server of its own. */
  readonly spare?: (scene: Scene) => readonly (readonly Step[])[];
  readonly spareTarget?: Partial<Target>;
  /** Done before the run; what it returns is done after it. */
  readonly around?: (server: ChaosServer) => () => void;
}

/** What the user sees in the end. */
export type Ending =
  /** An answer that came to an end of its own. */
  | { readonly type: 'whole'; readonly reason: 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'refusal' }
  /** What came is kept, and why there is no more is said. */
  | { readonly type: 'interrupted'; readonly kind: ErrorKind; readonly sentence: string | RegExp }
  /** Nothing came, and why is said. */
  | { readonly type: 'failed'; readonly kind: ErrorKind; readonly sentence: string | RegExp };

export interface Expected {
  readonly end: Ending;
  readonly text?: string;
  readonly thinking?: string;
  /** Tool calls as `name(arguments)`. */
  readonly calls?: readonly string[];
  /** The requests the server saw. */
  readonly requests: number;
  /** The waits that were announced, in milliseconds. */
  readonly waits?: readonly number[];
  /** What the user is told besides. */
  readonly notices?: readonly string[];
  readonly questions?: readonly string[];
  /** What else is to hold. */
  readonly also?: (ran: Ran, pipeline: LivePipeline, server: ChaosServer) => void;
}

export interface FaultCase {
  readonly title: string;
  /** One script a request; the last one stays. */
  readonly scripts: (scene: Scene) => readonly (readonly Step[])[];
  readonly setUp?: SetUp;
  readonly expected: Expected | ((wire: Wire) => Expected);
}

export interface OtherTest {
  readonly file: string;
  /** The test's title, or the part of it that stands in the file. */
  readonly title: string;
}

/** What is done about a fault for one wire API. */
export type Treatment =
  | { readonly type: 'cases'; readonly cases: readonly FaultCase[] }
  /** Other tests prove it; they exist. */
  | { readonly type: 'elsewhere'; readonly tests: readonly OtherTest[] }
  | { readonly type: 'leftOut'; readonly why: string };

/** A row of the fault table. */
export interface Fault {
  readonly id: `F${number}`;
  readonly what: string;
  readonly on: (wire: Wire) => Treatment;
}

export const always =
  (...cases: readonly FaultCase[]) =>
  (): Treatment => ({ type: 'cases', cases });
export const leftOut = (why: string): Treatment => ({ type: 'leftOut', why });

export const whole = (reason: 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'refusal' = 'stop'): Ending => ({
  type: 'whole',
  reason,
});
export const failed = (kind: ErrorKind, sentence: string | RegExp): Ending => ({ type: 'failed', kind, sentence });
export const interrupted = (kind: ErrorKind, sentence: string | RegExp): Ending => ({
  type: 'interrupted',
  kind,
  sentence,
});
export const cutOff = interrupted('incomplete', 'The answer was cut off before its end.');

/** Counts of tokens that the consumer has seen since the first content. */
class Counts {
  #seen: number | undefined;
  readonly #waiting: { readonly times: number; readonly resolve: () => void }[] = [];

  see(type: ChatEvent['type']): void {
    if (type === 'text') this.#seen ??= 0;
    if (type !== 'usage' || this.#seen === undefined) return;
    this.#seen += 1;
    for (const { times, resolve } of this.#waiting) if (this.#seen >= times) resolve();
  }

  reach(times: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if ((this.#seen ?? 0) >= times) resolve();
    else this.#waiting.push({ times, resolve });
    return promise;
  }
}

/** Plays a case over real sockets and compares what the user would see. */
export async function prove({ scripts, setUp = {}, expected }: FaultCase, wire: Wire): Promise<void> {
  const content = gate();
  const form = framingOf(wire);
  const skip = (ms: number): Step => ({ call: () => pipeline.clock.skip(ms) });
  const counts = new Counts();
  const counted = (times: number): Step => ({ call: () => counts.reach(times) });
  const scene: Scene = { wire, form, ...streamsOf(form.contentType), seen: { wait: content.passed }, counted, skip };
  await using server = await ChaosServer.start(...scripts(scene).map((script) => () => script));
  await using spare = await ChaosServer.start(...(setUp.spare?.(scene) ?? [[]]).map((script) => () => script));
  const pipeline = new LivePipeline(
    {
      'test/model': { wire, origin: server.origin, ...setUp.model?.(scene, server.origin) },
      'test/spare': { wire, origin: spare.origin, target: setUp.spareTarget ?? {} },
    },
    setUp.deps,
  );
  pipeline.books.said = setUp.said ?? 'no';
  const undo = setUp.around?.(server);
  const { parameters = {} } = setUp;
  const seen = ({ type }: ChatEvent) => {
    if (type === 'text' || type === 'thinking') content.open();
    counts.see(type);
  };
  const abort = new AbortController();
  const ran = await pipeline.run({ parameters }, { abort, seen }).finally(() => undo?.());
  check(ran, pipeline, server, typeof expected === 'function' ? expected(wire) : expected);
  assert.equal(getEventListeners(abort.signal, 'abort').length, 0, 'a listener is left');
}

function check(ran: Ran, pipeline: LivePipeline, server: ChaosServer, expected: Expected): void {
  checkEnd(ran, expected.end, server.port);
  const thinking = ran.of('thinking').map(({ text }) => text);
  assert.deepEqual(
    {
      text: ran.text(),
      thinking: thinking.join(''),
      calls: ran.of('toolCall').map(({ name, argumentsJson }) => `${name}(${argumentsJson})`),
      requests: server.requests.length,
      waits: ran.of('waiting').map(({ waitMs }) => waitMs),
      notices: ran.of('notice').map(({ notice }) => notice.text),
      questions: pipeline.books.questions.map(({ type }) => type),
    },
    {
      text: expected.text ?? '',
      thinking: expected.thinking ?? '',
      calls: expected.calls ?? [],
      requests: expected.requests,
      waits: expected.waits ?? [],
      notices: expected.notices ?? [],
      questions: expected.questions ?? [],
    },
  );
  expected.also?.(ran, pipeline, server);
  checkCleanliness(ran, pipeline);
}

function checkEnd(ran: Ran, end: Ending, port: number): void {
  if (end.type === 'failed') {
    assert.deepEqual(ran.of('finish'), [], 'a failed call has no finish');
    assertFailure(ran.error, end, port);
    return;
  }
  assert.equal(ran.error, undefined);
  const finish = ran.finish();
  assert.equal(finish?.reason, end.type === 'whole' ? end.reason : 'incomplete', String(finish?.error));
  if (end.type === 'interrupted') assertFailure(finish?.error, end, port);
}

function assertFailure(error: ChatError | undefined, end: Exclude<Ending, { type: 'whole' }>, port: number): void {
  assert.equal(error?.kind, end.kind, String(error));
  const context = { provider: 'Test', model: 'test/model', reach: 'cloud' } as const;
  const sentence = describeFailure(error, context).sentence.replaceAll(`:${port}`, ':PORT');
  if (typeof end.sentence === 'string') assert.equal(sentence, end.sentence);
  else assert.match(sentence, end.sentence);
}

/** What holds after every fault, whatever it was. */
function checkCleanliness(ran: Ran, pipeline: LivePipeline): void {
  assert.equal(ran.of('settled').length, 1);
  assert.equal(ran.events.at(-1)?.type, 'settled');
  assert.equal(pipeline.clock.pending, 0, 'a timer is left');
  assert.equal(pipeline.leak(ran), '', 'the key is shown');
  assert.deepEqual(Object.keys(Object.prototype), [], 'a prototype is polluted');
}
