// Several answers to one question, waits before a try, and what a view is told of them.
import assert from 'node:assert/strict';
import type { ChatEvent } from '../../../src/core/chat/events.ts';
import { textOf } from '../../../src/core/chat/message.ts';
import { ChatError } from '../../../src/core/errors.ts';
import type { CallFacts } from '../../../src/core/run/callFacts.ts';
import { settled } from '../../support/script.ts';
import { finish, openSession, text } from '../../support/sessions.ts';

const limited: ChatEvent = {
  type: 'waiting',
  model: 'demo/one',
  error: new ChatError('rateLimit'),
  waitMs: 4000,
  attempt: 2,
  attempts: 3,
};

const call: CallFacts = {
  asked: 'demo/one',
  used: 'demo/one',
  answered: undefined,
  usage: undefined,
  cost: { type: 'unknown' },
  firstContentMs: 10,
  durationMs: 20,
  tries: [],
  finish: 'stop',
  source: 'provider',
};

describe('a chat session with several choices', () => {
  it('makes each an answer of its own, and keeps showing the first', async () => {
    const { session, request, turnAt, events } = openSession();
    void session.ask('chat', 'Go', []);
    const { stream } = request(0);
    stream.push(text('A'), text('B', 1), text('C', 2), text('a'), text('b', 1), text('c', 2));
    stream.push(finish('stop'), finish('length', 1), finish('stop', 2));
    stream.end();
    await settled();
    assert.deepEqual(
      turnAt(0).answers.map(({ parts, state }) => [textOf(parts), state.type]),
      [
        ['Aa', 'complete'],
        ['Bb', 'complete'],
        ['Cc', 'complete'],
      ],
    );
    assert.equal(turnAt(0).shown, 0);
    const appended = events.flatMap((event) => (event.type === 'appended' ? [event.text] : []));
    assert.deepEqual(appended, ['A', 'a'], 'of the shown one only');
  });

  it('tells of another one as soon as it begins', async () => {
    const { session, request, events } = openSession();
    void session.ask('chat', 'Go', []);
    request(0).stream.push(text('A'));
    await settled();
    events.length = 0;
    request(0).stream.push(text('B', 1));
    await settled();
    assert.deepEqual(
      events.map((event) => (event.type === 'answerChanged' ? event.turn.answers.length : event.type)),
      [2],
    );
  });

  it('says of each what was said of the call before it began', async () => {
    const { session, request, turnAt } = openSession();
    void session.ask('chat', 'Go', []);
    const overloaded = new ChatError('overloaded');
    const notice = { kind: 'emulated', parameter: 'n', text: 'n: 2 requests.' } as const;
    request(0).stream.push({ type: 'fellBack', from: 'demo/one', to: 'demo/two', error: overloaded });
    request(0).stream.push({ type: 'started', model: 'demo/two' }, { type: 'notice', notice }, text('A'), text('B', 1));
    request(0).stream.push({ type: 'usage', usage: { input: 5 } });
    await settled();
    for (const { asked, notices, fallbacks, usage } of turnAt(0).answers) {
      assert.deepEqual(
        [asked, notices, fallbacks.map(({ to }) => to), usage],
        ['demo/two', [notice], ['demo/two'], { input: 5 }],
      );
    }
  });

  it('makes no more answers than choices there are, whatever they are numbered', async () => {
    const { session, request, turnAt } = openSession();
    void session.ask('chat', 'Go', []);
    request(0).stream.push(text('A'), text('far', 100_000), text('A'));
    await settled();
    assert.equal(turnAt(0).answers.length, 2);
  });

  it('ends them all when the user stops', async () => {
    const { session, request, turnAt } = openSession();
    void session.ask('chat', 'Go', []);
    request(0).stream.push(text('A'), text('B', 1));
    await settled();
    session.stop();
    await settled();
    assert.deepEqual(
      turnAt(0).answers.map(({ parts, state }) => [textOf(parts), state.type]),
      [
        ['A', 'stopped'],
        ['B', 'stopped'],
      ],
    );
  });

  it('shows another one while all are written', async () => {
    const { session, request, answerOf, events } = openSession();
    void session.ask('chat', 'Go', []);
    request(0).stream.push(text('A'), text('B', 1));
    await settled();
    session.showAnswer('t1', 1);
    events.length = 0;
    request(0).stream.push(text('a'), text('b', 1));
    await settled();
    assert.equal(textOf(answerOf(0).parts), 'Bb');
    assert.deepEqual(events, [{ type: 'appended', turnId: 't1', kind: 'text', text: 'b' }]);
  });

  it('tells of the end of the call when all of them know it', async () => {
    const { session, request, events } = openSession();
    void session.ask('chat', 'Go', []);
    request(0).stream.push(text('A'), text('B', 1), finish('stop'), finish('stop', 1));
    await settled();
    events.length = 0;
    request(0).stream.push({ type: 'settled', call });
    await settled();
    const told = events.flatMap((event) => (event.type === 'answerChanged' ? [event.turn.answers] : []));
    assert.deepEqual(
      told.map((answers) => answers.map(({ calls }) => calls)),
      [[[call], [call]]],
    );
  });
});

describe('a chat session that waits', () => {
  it('says until when, and no longer once the try begins', async () => {
    const { session, request, answerOf, clock, events } = openSession();
    void session.ask('chat', 'Go', []);
    request(0).stream.push(limited);
    await settled();
    assert.equal(answerOf(0).waiting?.until, clock.now() + 4000);
    assert.equal(events.at(-1)?.type, 'answerChanged');
    request(0).stream.push({ type: 'sent', url: 'https://a.example', body: '{}' });
    await settled();
    assert.equal(answerOf(0).waiting, undefined);
    assert.equal(events.at(-1)?.type, 'answerChanged');
  });

  it('asks anew on retry: the wait is over, and its answer stopped', async () => {
    const { session, request, turnAt } = openSession();
    void session.ask('chat', 'Go', []);
    request(0).stream.push(limited);
    await settled();
    void session.retry('t1');
    await settled();
    assert.equal(request(0).stream.signal?.aborted, true);
    request(1).stream.push(text('Now'), finish('stop'));
    request(1).stream.end();
    await settled();
    assert.deepEqual(
      turnAt(0).answers.map(({ state, waiting }) => [state.type, waiting]),
      [
        ['stopped', undefined],
        ['complete', undefined],
      ],
    );
    assert.equal(turnAt(0).shown, 1);
    assert.equal(session.activity, 'idle');
  });

  it('tells nothing of counts that come with every piece', async () => {
    const { session, request, events } = openSession();
    void session.ask('chat', 'Go', []);
    request(0).stream.push(text('A'));
    await settled();
    events.length = 0;
    request(0).stream.push({ type: 'usage', usage: { output: 1 } }, { type: 'usage', usage: { output: 2 } });
    request(0).stream.push({ type: 'logprobs', choice: 0, tokens: [] });
    await settled();
    assert.deepEqual(events, []);
  });
});
