import assert from 'node:assert/strict';
import type { ChatEvent } from '../../src/core/chat/events.ts';
import type { Answer } from '../../src/core/chat/fold.ts';
import type { Message } from '../../src/core/chat/message.ts';
import { shownAnswer } from '../../src/core/conversation/conversation.ts';
import { ChatSession, type SessionEvent } from '../../src/host/panel/chatSession.ts';
import type { RunOverrides } from '../../src/host/runChat.ts';
import { ManualClock } from './manualClock.ts';
import { ScriptedStream } from './script.ts';

/** What a session asked for with one request. */
export interface AskedRequest {
  readonly messages: readonly Message[];
  readonly overrides: RunOverrides | undefined;
  readonly stream: ScriptedStream<ChatEvent>;
}

/** A chat session whose requests a test answers by hand. */
export function openSession(overrides: RunOverrides = {}) {
  const clock = new ManualClock();
  const requests: AskedRequest[] = [];
  const events: SessionEvent[] = [];
  let ids = 0;
  const session = new ChatSession({
    run: (_role, messages, signal, given) => {
      const stream = new ScriptedStream<ChatEvent>();
      requests.push({ messages, overrides: given, stream });
      return stream.open(signal);
    },
    modelFor: () => 'demo/one',
    systemPrompt: () => 'Be brief.',
    overrides: () => overrides,
    newId: () => {
      ids += 1;
      return `t${ids}`;
    },
    now: () => clock.now(),
  });
  session.onEvent((event) => events.push(event));
  const request = (at: number): AskedRequest => {
    const found = requests[at];
    assert.ok(found, `request ${at} was made`);
    return found;
  };
  const turnAt = (at: number) => {
    const turn = session.conversation.turns[at];
    assert.ok(turn);
    return turn;
  };
  const answerOf = (at: number): Answer => shownAnswer(turnAt(at));
  return { session, clock, requests, events, request, turnAt, answerOf };
}

export const text = (words: string, choice = 0): ChatEvent => ({ type: 'text', choice, text: words });

export function finish(reason: Extract<ChatEvent, { type: 'finish' }>['reason'], choice = 0): ChatEvent {
  return { type: 'finish', choice, reason };
}
