import { type Answer, foldEvent, startAnswer } from '../chat/fold.ts';
import type { ChatRequest } from '../chat/request.ts';
import type { ChatError } from '../errors.ts';
import { asChatError } from './asChatError.ts';
import type { CallFacts } from './callFacts.ts';
import { complete } from './complete.ts';
import type { RunDeps } from './deps.ts';
import { mergeStreams } from './mergeStreams.ts';

/** What became of one request of many: an answer per choice, or why there is none. */
export type BatchResult =
  | { readonly type: 'success'; readonly answers: readonly Answer[]; readonly call: CallFacts | undefined }
  | { readonly type: 'error'; readonly error: ChatError };

/** `finished` comes in the order of completion. */
export type BatchEvent =
  | { readonly type: 'started'; readonly id: string }
  | { readonly type: 'finished'; readonly id: string; readonly result: BatchResult; readonly progress: BatchProgress };

export interface BatchProgress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

export interface BatchOptions {
  /** How many are under way together, ≥ 1; 5 where it is not said. */
  readonly concurrency?: number;
}

const usualConcurrency = 5;

/**
 * Many completions through the same rate gate and budget. One that fails cancels no other. Aborting ends all: what
 * was under way or had not begun is a stopped answer, so that every id has a result.
 */
export async function* completeAll(
  requests: ReadonlyMap<string, ChatRequest>,
  deps: RunDeps,
  signal: AbortSignal,
  { concurrency = usualConcurrency }: BatchOptions = {},
): AsyncGenerator<BatchEvent> {
  const queue = [...requests];
  const progress = { done: 0, failed: 0, total: queue.length };
  const workers = Array.from({ length: Math.max(1, Math.min(concurrency, queue.length)) }, () =>
    worker(queue, deps, signal),
  );
  for await (const step of mergeStreams(workers)) {
    if (step.type === 'failed') throw step.error;
    if (step.type !== 'value') continue;
    if (step.value.type === 'started') yield step.value;
    else {
      progress.done += 1;
      if (step.value.result.type === 'error') progress.failed += 1;
      yield { ...step.value, progress: { ...progress } };
    }
  }
}

type Step = { type: 'started'; id: string } | { type: 'finished'; id: string; result: BatchResult };

/** Takes one request after the other until none is left. */
async function* worker(queue: [string, ChatRequest][], deps: RunDeps, signal: AbortSignal): AsyncGenerator<Step> {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [id, request] = next;
    yield { type: 'started', id };
    yield { type: 'finished', id, result: await resultOf(request, deps, signal) };
  }
}

/** One completion to its end, folded. Never throws. */
export async function resultOf(request: ChatRequest, deps: RunDeps, signal: AbortSignal): Promise<BatchResult> {
  const answers: Answer[] = [startAnswer(request.model, deps.clock.now())];
  try {
    for await (const event of complete(request, deps, signal)) {
      const now = deps.clock.now();
      if ('choice' in event) {
        while (answers.length <= event.choice) answers.push(startAnswer(answers[0]?.asked ?? request.model, now));
      }
      for (const [choice, answer] of answers.entries()) answers[choice] = foldEvent(answer, event, now, choice);
    }
    return { type: 'success', answers, call: answers[0]?.calls.at(-1) };
  } catch (thrown) {
    return { type: 'error', error: asChatError(thrown) };
  }
}

/** All results by id, for those who do not watch. */
export async function collectAll(
  requests: ReadonlyMap<string, ChatRequest>,
  deps: RunDeps,
  signal: AbortSignal,
  options: BatchOptions = {},
): Promise<ReadonlyMap<string, BatchResult>> {
  const results = new Map<string, BatchResult>();
  for await (const event of completeAll(requests, deps, signal, options)) {
    if (event.type === 'finished') results.set(event.id, event.result);
  }
  return results;
}
