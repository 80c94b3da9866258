import path from 'node:path';
import type { ChatEvent } from '../../../../../src/core/chat/events.ts';
import type { Store } from '../../../../../src/host/store/store.ts';
import { callOf, noon } from './tempStore.ts';

export const goldenCall = callOf({ at: 1_795_000_000_000, asked: 'parley/fastest' });

export const goldenEvents: readonly ChatEvent[] = [
  { type: 'text', choice: 0, text: 'Because “i” never changes. 🎉' },
  { type: 'finish', choice: 0, reason: 'stop' },
];

export function goldenFile(version: number): string {
  return path.resolve(import.meta.dirname, '../../../../golden', `parley-v${version}.db`);
}

/** What every golden file holds. */
export async function fillGolden(store: Store): Promise<void> {
  await store.ledger.record(goldenCall);
  await store.refusals.remember('openai/gpt-6', 'temperature');
  await store.answers.put('golden', goldenEvents);
  await store.sent.add({
    at: noon,
    model: 'openai/gpt-6',
    url: 'https://api.openai.com/v1',
    body: '{"model":"gpt-6"}',
  });
}
