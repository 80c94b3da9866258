import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../../src/core/chat/events.ts';
import { ChatError } from '../../../../src/core/errors.ts';
import { atOnce } from '../../../../src/core/run/atOnce.ts';
import { type BatchEvent, collectAll, completeAll } from '../../../../src/core/run/completeAll.ts';
import { continuation, overlap, withoutRepetition } from '../../../../src/core/run/continueAnswer.ts';
import { Calibration, estimateText, estimateTokens } from '../../../../src/core/run/tokens.ts';
import { end, Pipeline, request, text, whole } from '../../../support/pipeline.ts';

const signal = () => new AbortController().signal;
const many = (...models: string[]) => new Map(models.map((model, at) => [`q${at}`, { ...request, model }]));

describe('many completions at once', () => {
  it('give an answer or an error per id; one failure cancels no other', async () => {
    const pipeline = new Pipeline({
      'a/ok': { replies: [whole('yes')] },
      'b/no': { replies: [[new ChatError('auth')]] },
    });
    const results = await collectAll(many('a/ok', 'b/no', 'a/ok'), pipeline.deps, signal());
    assert.deepEqual([...results].map(([id, result]) => [id, result.type]).sort(), [
      ['q0', 'success'],
      ['q1', 'error'],
      ['q2', 'success'],
    ]);
    const first = results.get('q0');
    assert.ok(first?.type === 'success');
    assert.deepEqual(first.answers[0]?.parts, [{ type: 'text', text: 'yes' }]);
    assert.equal(first.call?.finish, 'stop');
  });

  it('run so many together and no more, and report progress in order of completion', async () => {
    let together = 0;
    let most = 0;
    const pipeline = new Pipeline({ 'a/ok': { replies: [whole('x')] } });
    const connect: typeof pipeline.deps.connect = async (ref, inner) => {
      together += 1;
      most = Math.max(most, together);
      const target = await pipeline.deps.connect(ref, inner);
      await new Promise((resolve) => setImmediate(resolve));
      together -= 1;
      return target;
    };
    const requests = new Map(Array.from({ length: 12 }, (_, at) => [`${at}`, { ...request, model: 'a/ok' }]));
    const events: BatchEvent[] = [];
    for await (const event of completeAll(requests, { ...pipeline.deps, connect }, signal(), { concurrency: 3 })) {
      events.push(event);
    }
    assert.equal(most, 3);
    const finished = events.filter((event) => event.type === 'finished');
    assert.deepEqual(
      finished.map(({ progress }) => progress.done),
      Array.from({ length: 12 }, (_, at) => at + 1),
    );
  });

  it('give a result for every id also when they are stopped', async () => {
    const pipeline = new Pipeline({ 'a/slow': { replies: [[text('Half'), 'hang']] } });
    const abort = new AbortController();
    const running = collectAll(many('a/slow', 'a/slow', 'a/slow'), pipeline.deps, abort.signal, { concurrency: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    const results = await running;
    assert.equal(results.size, 3);
    for (const result of results.values()) {
      assert.ok(result.type === 'success');
      assert.equal(result.answers[0]?.state.type, 'stopped');
    }
  });

  it('are nothing for nothing', async () => {
    assert.equal((await collectAll(new Map(), new Pipeline({}).deps, signal())).size, 0);
  });
});

describe('continuing a cut answer', () => {
  const user = { role: 'user', parts: [{ type: 'text', text: 'Tell me' }] } as const;

  it('asks for the rest after what came', () => {
    const rest = continuation([user], [{ type: 'text', text: 'Once upon' }]);
    assert.ok(rest.type === 'messages');
    assert.deepEqual(
      rest.messages.map(({ role }) => role),
      ['user', 'assistant', 'user'],
    );
  });

  it('is refused with tool calls and without text', () => {
    const call = { type: 'toolCall', id: '1', name: 'a', argumentsJson: '{}' } as const;
    assert.equal(continuation([user], [{ type: 'text', text: 'x' }, call]).type, 'refused');
    assert.equal(continuation([user], [{ type: 'thinking', text: 'x' }]).type, 'refused');
  });

  it('leaves out what the beginning repeats, and nothing else', async () => {
    assert.equal(overlap('The quick brown fox jumps', 'brown fox jumps over'), 15);
    assert.equal(overlap('The end', 'the end of it all'), 0);
    const before = 'It was a dark and stormy night';
    const events = async function* (): AsyncGenerator<ChatEvent> {
      for (const piece of ['and stormy', ' night; the rain', ' fell.']) yield { type: 'text', choice: 0, text: piece };
      yield { type: 'finish', choice: 0, reason: 'stop' };
    };
    let joined = before;
    const kinds: string[] = [];
    for await (const event of withoutRepetition(before, events())) {
      if (event.type === 'text') joined += event.text;
      kinds.push(event.type);
    }
    assert.equal(joined, 'It was a dark and stormy night; the rain fell.');
    assert.deepEqual(kinds, ['text', 'finish']);
  });
});

describe('stream: false', () => {
  it('shows each choice at once when it is complete, everything else as it comes', async () => {
    const events = async function* (): AsyncGenerator<ChatEvent> {
      yield { type: 'started', model: 'a' };
      for (const choice of [0, 1, 0]) yield { type: 'text', choice, text: `${choice}` };
      yield { type: 'finish', choice: 1, reason: 'stop' };
      yield { type: 'finish', choice: 0, reason: 'stop' };
    };
    const seen: ChatEvent[] = [];
    for await (const event of atOnce(events())) seen.push(event);
    assert.deepEqual(
      seen.map((event) => ('text' in event ? event.text : event.type)),
      ['started', '1', 'finish', '00', 'finish'],
    );
  });

  it('is what the pipeline does when the request says so', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [[text('a'), text('b'), end()]] } });
    const ran = await pipeline.run({ parameters: { stream: false } });
    assert.deepEqual(
      ran.of('text').map((event) => event.text),
      ['ab'],
    );
  });

  it('keeps what had come when it is stopped', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [[text('a'), text('b'), 'hang']] } });
    const abort = new AbortController();
    pipeline.clock.after(500, () => abort.abort());
    const ran = await pipeline.run({ parameters: { stream: false } }, pipeline.deps, abort);
    assert.deepEqual([ran.text(), ran.finish()?.reason], ['ab', 'cancelled']);
  });
});

describe('estimated tokens', () => {
  it('count every kind of part, tools too', () => {
    const image = { type: 'image', source: { kind: 'data', mediaType: 'image/png', base64: 'AA==' } } as const;
    const plain = estimateTokens(request);
    const more = estimateTokens({ ...request, messages: [{ role: 'user', parts: [image] }] });
    assert.ok(more > plain + 500);
    assert.ok(estimateTokens({ ...request, tools: [{ name: 'a', description: 'b', parameters: {} }] }) > plain);
  });

  it('are about a quarter of English characters and about one for each Chinese one', () => {
    assert.equal(estimateText('a'.repeat(400)), 100);
    const chinese = estimateText('汉'.repeat(100));
    assert.ok(chinese > 80 && chinese < 110);
  });

  it('learn from what was counted, within reason', () => {
    const calibration = new Calibration();
    const before = calibration.estimate('a/b', request);
    calibration.learn('a/b', before, before * 2);
    assert.equal(calibration.factor('a/b'), 2);
    assert.equal(calibration.factor('a/c'), 1);
    for (let turn = 0; turn < 50; turn += 1) calibration.learn('a/b', 10, 1_000);
    assert.ok(calibration.factor('a/b') <= 3);
    calibration.learn('a/b', 10, 0);
    assert.ok(calibration.factor('a/b') > 0.3);
  });

  it('are learned by the pipeline from usage', async () => {
    const usage = { type: 'usage', usage: { input: 77, output: 2 } } as const;
    const pipeline = new Pipeline({ 'demo/one': { replies: [[usage, ...whole('x')]] } });
    await pipeline.run();
    assert.deepEqual(
      pipeline.learned.map(({ counted }) => counted),
      [77],
    );
  });
});
