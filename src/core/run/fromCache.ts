import type { ChatEvent } from '../chat/events.ts';
import { cacheKey } from './cacheKey.ts';
import type { Compiled } from './compile.ts';
import type { RunDeps, Target } from './deps.ts';
import type { Job } from './job.ts';

export type CacheLook =
  | { readonly type: 'found'; readonly events: readonly ChatEvent[] }
  /** `key`: where the answer may be put; undefined if it is not to be kept. */
  | { readonly type: 'missing'; readonly key: string | undefined };

export async function fromCache(
  compiled: Compiled,
  target: Target,
  { caching }: Job,
  deps: RunDeps,
): Promise<CacheLook> {
  const key = caching === 'never' ? undefined : deps.cache && cacheKey(compiled, target, deps);
  if (!deps.cache || key === undefined) return { type: 'missing', key: undefined };
  const events = await deps.cache.get(key);
  return events ? { type: 'found', events } : { type: 'missing', key };
}

/** What of an answer is kept: what it says, not how it was asked for. */
function isKept(event: ChatEvent): boolean {
  return ['response', 'text', 'thinking', 'logprobs', 'json', 'finish'].includes(event.type);
}

/** Pieces of text that follow each other become one. */
function push(kept: ChatEvent[], event: ChatEvent): void {
  const last = kept.at(-1);
  if (last?.type === 'text' && event.type === 'text' && last.choice === event.choice && !last.providerData) {
    kept[kept.length - 1] = { ...event, text: last.text + event.text };
  } else kept.push(event);
}

/**
 * Passes an answer on and keeps the answer under the key if it came to its own end: never errors, cut
 * answers, refusals or tool calls.
 */
export async function* keeping<T>(
  answer: AsyncGenerator<ChatEvent, T>,
  key: string | undefined,
  deps: RunDeps,
): AsyncGenerator<ChatEvent, T> {
  const kept: ChatEvent[] = [];
  let isWhole = true;
  let next = await answer.next();
  try {
    while (!next.done) {
      const event = next.value;
      if (key !== undefined && isKept(event)) push(kept, event);
      if (event.type === 'toolCall' || (event.type === 'finish' && event.reason !== 'stop')) isWhole = false;
      yield event;
      next = await answer.next();
    }
  } finally {
    if (!next.done) await answer.return(undefined as never);
  }
  const finished = kept.some(({ type }) => type === 'finish');
  if (key !== undefined && isWhole && finished) await deps.cache?.put(key, kept);
  return next.value;
}
