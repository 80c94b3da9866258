// An answer that was cut goes on, or does not; whatever happens, what was there stays.
import assert from 'node:assert/strict';
import { textOf } from '../../../src/core/chat/message.ts';
import { ChatError } from '../../../src/core/errors.ts';
import { settled } from '../../support/script.ts';
import { finish, openSession, text } from '../../support/sessions.ts';

const before = 'The first part of a long answer, which was cut';

/** A session with one answer that was cut. */
async function cutSession(error = new ChatError('incomplete')) {
  const opened = openSession({ parameters: { temperature: 1, n: 3 }, preset: 'code' });
  void opened.session.ask('chat', 'Go', []);
  const { stream } = opened.request(0);
  stream.push({ type: 'response', model: 'one-2026' }, text(before));
  stream.push({ type: 'finish', choice: 0, reason: 'incomplete', error });
  stream.end();
  await settled();
  opened.clock.advance(60_000);
  opened.events.length = 0;
  return opened;
}

describe('a chat session that goes on with a cut answer', () => {
  it('asks for the rest with the part and the same overrides, for one answer', async () => {
    const { session, request, requests } = await cutSession();
    void session.continueAnswer('t1');
    assert.equal(session.activity, 'answering');
    const { messages, overrides } = request(1);
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.deepEqual(messages[2], { role: 'assistant', parts: [{ type: 'text', text: before }] });
    assert.deepEqual(overrides, { parameters: { temperature: 1, n: null }, preset: 'code' });
    void session.continueAnswer('t1');
    assert.equal(requests.length, 2, 'once');
  });

  it('writes it into the same answer, behind a seam that names who wrote it', async () => {
    const { session, request, turnAt, answerOf, events } = await cutSession();
    void session.continueAnswer('t1');
    const { stream } = request(1);
    stream.push({ type: 'started', model: 'demo/two' }, { type: 'response', model: 'two-2026' });
    stream.push(text(' and goes on.'), finish('stop'));
    stream.end();
    await settled();
    assert.equal(turnAt(0).answers.length, 1);
    assert.equal(textOf(answerOf(0).parts), `${before} and goes on.`);
    assert.deepEqual(answerOf(0).seams, [{ at: before.length, from: 'one-2026', to: 'two-2026' }]);
    assert.deepEqual(answerOf(0).state, { type: 'complete', reason: 'stop' });
    assert.equal(session.activity, 'idle');
    const appended = events.flatMap((event) => (event.type === 'appended' ? [event.text] : []));
    assert.deepEqual(appended, [' and goes on.']);
  });

  it('leaves out what the rest repeats of the part', async () => {
    const { session, request, answerOf } = await cutSession();
    void session.continueAnswer('t1');
    const { stream } = request(1);
    stream.push(text('a long answer, which'), text(' was cut and goes on.'), finish('stop'));
    stream.end();
    await settled();
    assert.equal(textOf(answerOf(0).parts), `${before} and goes on.`);
  });

  it('keeps the part when the try comes to nothing, and can go on again', async () => {
    const { session, request, turnAt, answerOf } = await cutSession();
    void session.continueAnswer('t1');
    const failure = new ChatError('overloaded', { status: 529 });
    request(1).stream.fail(failure);
    await settled();
    assert.equal(textOf(answerOf(0).parts), before);
    assert.deepEqual(answerOf(0).state, { type: 'interrupted', error: failure });
    assert.equal(session.isContinuable(turnAt(0)), true);
    void session.continueAnswer('t1');
    request(2).stream.push(text(' and goes on.'), finish('stop'));
    request(2).stream.end();
    await settled();
    assert.equal(textOf(answerOf(0).parts), `${before} and goes on.`);
  });

  it('keeps both parts when the user stops it', async () => {
    const { session, request, answerOf } = await cutSession();
    void session.continueAnswer('t1');
    const more = ' and goes on, for so long that nothing of it is held back any more'.repeat(4);
    request(1).stream.push(text(more));
    await settled();
    session.stop();
    await settled();
    assert.equal(request(1).stream.signal?.aborted, true);
    assert.equal(answerOf(0).state.type, 'stopped');
    assert.equal(textOf(answerOf(0).parts), before + more);
    assert.equal(session.activity, 'idle');
  });

  it('keeps the part when the user stops it before anything has come', async () => {
    const { session, answerOf } = await cutSession();
    void session.continueAnswer('t1');
    await settled();
    session.stop();
    await settled();
    assert.equal(answerOf(0).state.type, 'stopped');
    assert.equal(textOf(answerOf(0).parts), before);
  });

  it('goes on at the length limit too, and with nothing else', async () => {
    const { session, request, turnAt, requests } = openSession();
    void session.ask('chat', 'Go', []);
    request(0).stream.push(text('Short'), finish('length'));
    request(0).stream.end();
    await settled();
    assert.equal(session.isContinuable(turnAt(0)), true);
    void session.retry('t1');
    request(1).stream.push(text('Whole'), finish('stop'));
    request(1).stream.end();
    await settled();
    assert.equal(session.isContinuable(turnAt(0)), false);
    await session.continueAnswer('t1');
    await session.continueAnswer('unknown');
    assert.equal(requests.length, 2);
  });

  it('never goes on with an answer that calls tools, or that says nothing yet', async () => {
    const { session, request, turnAt } = openSession();
    void session.ask('chat', 'Go', []);
    request(0).stream.push(text('I look.'), {
      type: 'toolCall',
      choice: 0,
      id: 'c',
      name: 'look',
      argumentsJson: '{}',
    });
    request(0).stream.push({ type: 'finish', choice: 0, reason: 'incomplete' });
    request(0).stream.end();
    await settled();
    assert.equal(session.isContinuable(turnAt(0)), false);
    void session.ask('chat', 'Go', []);
    request(1).stream.push({ type: 'thinking', choice: 0, text: 'Hm' });
    request(1).stream.push({ type: 'finish', choice: 0, reason: 'incomplete' });
    request(1).stream.end();
    await settled();
    assert.equal(session.isContinuable(turnAt(1)), false);
  });
});
