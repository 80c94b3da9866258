import assert from 'node:assert/strict';
import type { ChatEvent, ProviderEvent } from '../../../src/core/chat/events.ts';
import type { Provider } from '../../../src/core/chat/provider.ts';
import type { ChatRequest, ProviderRequest } from '../../../src/core/chat/request.ts';
import { ChatError } from '../../../src/core/errors.ts';
import { complete } from '../../../src/core/run/complete.ts';
import type { RunDeps } from '../../../src/core/run/deps.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { Pipeline } from '../../support/pipeline.ts';
import { ScriptedStream, settled } from '../../support/script.ts';

const request: ChatRequest = {
  model: 'demo/one',
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }],
  parameters: {},
  tools: [],
};
const text = (words: string): ProviderEvent => ({ type: 'text', choice: 0, text: words });
const stop: ProviderEvent = { type: 'finish', choice: 0, reason: 'stop' };

/** No retries: what a failure is comes first here, what is done about it has tests of its own. */
function depsWith(clock: ManualClock, provider: () => Promise<Provider>): RunDeps {
  const limits = { firstContentMs: 1000, idleMs: 300 };
  const { deps } = new Pipeline({ 'demo/one': { replies: [], target: { limits } } });
  const connect = async (ref: string, signal: AbortSignal) => ({
    ...(await deps.connect(ref, signal)),
    provider: await provider(),
  });
  return { ...deps, clock, connect, policy: { ...deps.policy, retries: 0 } };
}

function setUp(given: ChatRequest = request) {
  const script = new ScriptedStream();
  const clock = new ManualClock();
  const abort = new AbortController();
  const asked: unknown[] = [];
  const seen: ChatEvent[] = [];
  let thrown: unknown;
  const provider = {
    id: 'demo',
    listModels: () => Promise.resolve([]),
    stream: (what: unknown, signal: AbortSignal) => {
      asked.push(what);
      return script.open(signal);
    },
  };
  const deps = depsWith(clock, () => Promise.resolve(provider));
  const done = (async () => {
    try {
      for await (const event of complete(given, deps, abort.signal)) seen.push(event);
    } catch (error) {
      thrown = error;
    }
  })();
  return { script, clock, abort, asked, seen, done, thrown: () => thrown };
}

function finish(seen: readonly ChatEvent[]) {
  const ends = seen.filter((event) => event.type === 'finish');
  assert.equal(ends.length, 1, 'exactly one finish');
  assert.deepEqual([seen.at(-2), seen.at(-1)?.type], [ends[0], 'settled'], 'only the facts after the finish');
  return ends[0];
}

describe('the pipeline', () => {
  it('asks the provider for its own model id and passes on what it sends', async () => {
    const run = setUp();
    run.script.push(text('Hel'), text('lo'), stop);
    run.script.end();
    await run.done;
    const [asked] = run.asked as ProviderRequest[];
    assert.deepEqual([asked?.model, asked?.messages, asked?.parameters], ['one', request.messages, {}]);
    assert.deepEqual(run.seen.slice(0, -1), [{ type: 'started', model: 'demo/one' }, text('Hel'), text('lo'), stop]);
  });

  it('throws what goes wrong before the first visible token', async () => {
    const run = setUp();
    run.script.push({ type: 'response', model: 'one-2026' });
    run.script.fail(new ChatError('rateLimit', { retryAfterMs: 4000 }));
    await run.done;
    assert.ok(run.thrown() instanceof ChatError);
    assert.equal((run.thrown() as ChatError).kind, 'rateLimit');
    assert.ok(!run.seen.some((event) => event.type === 'finish'));
  });

  it('keeps what arrived when it goes wrong later, and says why', async () => {
    const run = setUp();
    run.script.push(text('Half'));
    run.script.fail(new ChatError('incomplete'));
    await run.done;
    const end = finish(run.seen);
    assert.equal(end?.reason, 'incomplete');
    assert.equal(end && 'error' in end ? end.error?.kind : undefined, 'incomplete');
  });

  it('turns an abort into a cancelled finish, before and after the first token', async () => {
    for (const words of [[], [text('Half')]]) {
      const run = setUp();
      run.script.push(...words);
      await settled();
      run.abort.abort();
      await run.done;
      assert.equal(finish(run.seen)?.reason, 'cancelled');
      assert.equal(run.script.left, 'early');
      assert.equal(run.clock.pending, 0, 'no timer left');
    }
  });

  it('gives up when no content comes, and says how long it waited', async () => {
    const run = setUp();
    await settled();
    run.clock.advance(999);
    await settled();
    assert.equal(run.thrown(), undefined);
    run.clock.advance(2);
    await run.done;
    const error = run.thrown();
    assert.ok(error instanceof ChatError);
    assert.equal(error.kind, 'timeout');
    assert.equal(error.facts.limitMs, 1000);
    assert.equal(run.script.left, 'early', 'the request was aborted');
  });

  it('ends a stalled answer as interrupted; keep-alives do not count as content', async () => {
    const run = setUp();
    run.script.push(text('Half'));
    await settled();
    run.clock.advance(200);
    run.script.push({ type: 'usage', usage: { input: 3 } });
    await settled();
    run.clock.advance(99);
    await settled();
    assert.equal(
      run.seen.some((event) => event.type === 'finish'),
      false,
    );
    run.clock.advance(300);
    await run.done;
    const end = finish(run.seen);
    assert.equal(end && 'error' in end ? end.error?.kind : undefined, 'stalled');
  });

  it('lets a slow but steady answer run as long as it likes', async () => {
    const run = setUp();
    for (let at = 0; at < 50; at += 1) {
      run.script.push(text('.'));
      await settled();
      run.clock.advance(299);
      await settled();
    }
    run.script.push(stop);
    run.script.end();
    await run.done;
    assert.equal(finish(run.seen)?.reason, 'stop');
  });

  it('ends at once when it is stopped while the provider is still being connected', async () => {
    const abort = new AbortController();
    const deps = depsWith(new ManualClock(), () => new Promise<never>(() => {}));
    const seen: ChatEvent[] = [];
    const done = (async () => {
      for await (const event of complete(request, deps, abort.signal)) seen.push(event);
    })();
    await settled();
    abort.abort();
    await done;
    assert.equal(finish(seen)?.reason, 'cancelled');
  });

  it('aborts the request when the consumer leaves early', async () => {
    const script = new ScriptedStream();
    const provider = {
      id: 'demo',
      listModels: () => Promise.resolve([]),
      stream: (_: unknown, signal: AbortSignal) => script.open(signal),
    };
    const clock = new ManualClock();
    const deps = depsWith(clock, () => Promise.resolve(provider));
    script.push(text('a'), text('b'));
    for await (const event of complete(request, deps, new AbortController().signal)) if (event.type === 'text') break;
    assert.equal(script.left, 'early');
    assert.equal(clock.pending, 0);
  });

  it('refuses an empty request without asking anyone', async () => {
    const run = setUp({ ...request, messages: [{ role: 'user', parts: [{ type: 'text', text: '  ' }] }] });
    await run.done;
    assert.equal((run.thrown() as ChatError).kind, 'badRequest');
    assert.deepEqual(run.asked, []);
  });

  it('lets nothing but a ChatError out, whatever an adapter throws', async () => {
    const run = setUp();
    run.script.fail(new TypeError('boom'));
    await run.done;
    assert.ok(run.thrown() instanceof ChatError);
    assert.equal((run.thrown() as ChatError).kind, 'protocol');
  });
});
