import assert from 'node:assert/strict';
import { textOf } from '../../../src/core/chat/message.ts';
import { shownAnswer } from '../../../src/core/conversation/conversation.ts';
import { ChatError } from '../../../src/core/errors.ts';
import { settled } from '../../support/script.ts';
import { finish, openSession, text } from '../../support/sessions.ts';

const stop = finish('stop');

function setUp() {
  const { session, requests, events, request, answerOf } = openSession();
  return {
    session,
    events,
    answerOf,
    script: (at: number) => request(at).stream,
    asked: (at: number) => requests[at]?.messages,
  };
}

describe('a chat session', () => {
  it('sends the system message and every earlier turn, and streams the answer', async () => {
    const { session, asked, script, answerOf } = setUp();
    void session.ask('chat', 'One?', []);
    script(0).push(text('1'), stop);
    script(0).end();
    await settled();
    void session.ask('chat', 'Two?', []);
    assert.deepEqual(
      asked(1)?.map((message) => message.role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.equal(session.activity, 'answering');
    script(1).push(text('2'), stop);
    script(1).end();
    await settled();
    assert.equal(textOf(answerOf(1).parts), '2');
    assert.equal(session.activity, 'idle');
  });

  it('keeps what arrived when the user stops, and really aborts', async () => {
    const { session, script, answerOf } = setUp();
    void session.ask('chat', 'Go', []);
    script(0).push(text('Half'));
    await settled();
    session.stop();
    await settled();
    assert.equal(script(0).signal?.aborted, true);
    assert.equal(answerOf(0).state.type, 'stopped');
    assert.equal(textOf(answerOf(0).parts), 'Half');
  });

  it('adds another answer on retry and loses none', async () => {
    const { session, script, events, answerOf } = setUp();
    void session.ask('chat', 'Go', []);
    script(0).fail(new ChatError('server', { status: 500 }));
    await settled();
    assert.equal(answerOf(0).state.type, 'failed');
    void session.retry('t1');
    script(1).push(text('Better'), stop);
    script(1).end();
    await settled();
    assert.equal(session.conversation.turns[0]?.answers.length, 2);
    session.showAnswer('t1', 0);
    assert.equal(answerOf(0).state.type, 'failed');
    assert.ok(events.some((event) => event.type === 'answerReplaced'));
  });

  it('does not tell of text that goes into an answer nobody looks at, but keeps it', async () => {
    const { session, script, events } = setUp();
    void session.ask('chat', 'Go', []);
    script(0).push(text('first'), stop);
    script(0).end();
    await settled();
    void session.retry('t1');
    await settled();
    session.showAnswer('t1', 0);
    events.length = 0;
    script(1).push(text('unseen'), stop);
    script(1).end();
    await settled();
    assert.deepEqual(
      events.filter((event) => event.type === 'appended'),
      [],
    );
    session.showAnswer('t1', 1);
    const turn = session.conversation.turns[0];
    assert.ok(turn);
    assert.equal(textOf(shownAnswer(turn).parts), 'unseen');
  });

  it('joins a question that got no answer with the next one, so that roles alternate', async () => {
    const { session, asked, script } = setUp();
    void session.ask('chat', 'Lost?', []);
    script(0).fail(new ChatError('network'));
    await settled();
    void session.ask('chat', 'Again?', []);
    const roles = asked(1)?.map((message) => message.role);
    assert.deepEqual(roles, ['system', 'user']);
    const last = asked(1)?.at(-1);
    assert.ok(last?.role === 'user');
    assert.match(textOf(last.parts), /^Lost\?\n\nAgain\?$/);
  });

  it('leaves out a question that was taken back and never got an answer', async () => {
    const { session, asked, script } = setUp();
    void session.ask('chat', 'Far too long', []);
    script(0).fail(new ChatError('tooLarge'));
    await settled();
    session.takeBack('t1');
    void session.ask('chat', 'Shorter', []);
    const last = asked(1)?.at(-1);
    assert.ok(last?.role === 'user');
    assert.equal(textOf(last.parts), 'Shorter');
    void session.retry('t1');
    const again = asked(2)?.at(-1);
    assert.ok(again?.role === 'user');
    assert.equal(textOf(again.parts), 'Far too long', 'asked again by itself it is sent');
  });

  it('still sends a question that was taken back but has its answer', async () => {
    const { session, asked, script } = setUp();
    void session.ask('chat', 'One?', []);
    script(0).push(text('1'), stop);
    script(0).end();
    await settled();
    session.takeBack('t1');
    void session.ask('chat', 'Two?', []);
    assert.equal(asked(1)?.length, 4);
  });

  it('puts the old chat aside on New Chat and brings it back', async () => {
    const { session, script } = setUp();
    void session.ask('chat', 'Go', []);
    script(0).push(text('Half'));
    await settled();
    session.startNew();
    await settled();
    assert.equal(session.conversation.turns.length, 0);
    session.restorePrevious();
    const turn = session.conversation.turns[0];
    assert.ok(turn);
    assert.equal(shownAnswer(turn).state.type, 'stopped');
    assert.equal(textOf(shownAnswer(turn).parts), 'Half');
  });

  it('never leaves an answer running, even if the pipeline ends without a finish', async () => {
    const { session, script, answerOf } = setUp();
    void session.ask('chat', 'Go', []);
    script(0).push(text('Half'));
    script(0).end();
    await settled();
    assert.equal(answerOf(0).state.type, 'interrupted');
    assert.equal(session.activity, 'idle');
  });

  it('stops the running answer when a new question comes from elsewhere', async () => {
    const { session, script, answerOf } = setUp();
    void session.ask('chat', 'One', []);
    await settled();
    void session.ask('explain', 'Two', []);
    await settled();
    assert.equal(answerOf(0).state.type, 'stopped');
    assert.equal(session.activity, 'answering');
    script(1).push(text('2'), stop);
    script(1).end();
    await settled();
    assert.equal(answerOf(1).state.type, 'complete');
  });
});
