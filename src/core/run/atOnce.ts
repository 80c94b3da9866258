import type { ChatEvent, TextEvent, ThinkingEvent } from '../chat/events.ts';

/** For `stream: false`: the pieces of an answer as one event each, right before its end. Everything else passes as it comes. */
export async function* atOnce(events: AsyncGenerator<ChatEvent>): AsyncGenerator<ChatEvent> {
  const held = new Map<number, (TextEvent | ThinkingEvent)[]>();
  const release = function* (choice: number): Generator<ChatEvent> {
    yield* held.get(choice) ?? [];
    held.delete(choice);
  };
  try {
    for await (const event of events) {
      if (event.type === 'text' || event.type === 'thinking') hold(held, event);
      else {
        if (event.type === 'finish') yield* release(event.choice);
        yield event;
      }
    }
  } catch (thrown) {
    // What had come is part of an answer that was stopped.
    for (const choice of [...held.keys()]) yield* release(choice);
    throw thrown;
  }
}

function hold(held: Map<number, (TextEvent | ThinkingEvent)[]>, event: TextEvent | ThinkingEvent): void {
  const pieces = held.get(event.choice) ?? [];
  const last = pieces.at(-1);
  if (last?.type === event.type && !last.providerData)
    pieces[pieces.length - 1] = { ...event, text: last.text + event.text };
  else pieces.push(event);
  held.set(event.choice, pieces);
}
