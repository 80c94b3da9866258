import type { DemoModel } from './models.ts';
import type { ChatRequest } from './request.ts';
import type { ErrorReply } from './wire.ts';

/** For this long after a refusal the next answer still speaks of it, in milliseconds. */
const rememberedMs = 60_000;

/** Which models refuse what, and which refused just now. One for each provider that runs. */
export class Refusals {
  readonly #refusedAt = new Map<string, number>();

  /** The error that this request gets; undefined if it is to be answered. `now`: milliseconds of a monotonic clock. */
  refusalOf({ id, refuses }: DemoModel, asked: ChatRequest, now: number): ErrorReply | undefined {
    switch (refuses.type) {
      case 'never':
        return undefined;
      case 'always':
        return inVain(id, refuses);
      case 'field':
        if (!asked.fields.has(refuses.name)) return undefined;
        this.#refusedAt.set(id, now);
        return refusedField(refuses.name);
      case 'first': {
        const since = this.#sinceMs(id, now);
        if (since > rememberedMs) this.#refusedAt.set(id, now);
        // A client that does not wait as long as it was told is refused again.
        return since > rememberedMs || since < refuses.retryAfter * 1000 ? inVain(id, refuses) : undefined;
      }
    }
  }

  /** Whether the model refused just now what it is about to answer; tells it once. */
  takeLast({ id }: DemoModel, now: number): 'refused' | 'nothing' {
    const since = this.#sinceMs(id, now);
    this.#refusedAt.delete(id);
    return since <= rememberedMs ? 'refused' : 'nothing';
  }

  #sinceMs(id: string, now: number): number {
    return now - (this.#refusedAt.get(id) ?? Number.NEGATIVE_INFINITY);
  }
}

function refusedField(name: string): ErrorReply {
  const message = `Demo: unsupported parameter: this model does not take ${name}. A client can leave it out and ask again.`;
  return { status: 400, code: 'unsupported_parameter', message, parameter: name };
}

function inVain(
  id: string,
  { type, status, retryAfter, code }: Extract<DemoModel['refuses'], { type: 'always' | 'first' }>,
): ErrorReply {
  const headers = { 'Retry-After': String(retryAfter) };
  const message =
    type === 'first'
      ? `Demo: ${id} answers the first request with status ${status}, and the one after ${retryAfter} s with text.`
      : `Demo: ${id} always answers with status ${status}; nothing is really wrong. With "parley.parameters": {"fallback_models": ["demo/quick"]} in your settings, quick answers in its place.`;
  return { status, code, message, headers };
}
