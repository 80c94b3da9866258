import type { ChatEvent } from '../../core/chat/events.ts';
import type { CallRecord, SentRequest } from '../../core/run/deps.ts';
import { type CacheLimits, type StoredAnswers, usualCacheLimits } from './answerCache.ts';
import { judge, limitsOf } from './budgetVerdict.ts';
import { latencyOf } from './latency.ts';
import type { StoredLedger } from './ledger.ts';
import type { Refusal, StoredRefusals } from './refusals.ts';
import { keepable, requestsKept, type SentOptions, type SentRequests } from './sentRequests.ts';
import { reservationMs, type SpendingBook } from './spending.ts';

// The same promises as the stores over SQLite, kept as long as the window is open, for a Node that was built without SQLite.

/** Calls that are kept: enough for a budget and for `parley/fastest`. */
const callsKept = 10_000;

/** The ledger, and the book that counts with its calls. */
export function ledgerInMemory(): { readonly ledger: StoredLedger; readonly book: SpendingBook } {
  const calls: CallRecord[] = [];
  const since = (at: number) => calls.filter((call) => call.at >= at);
  const usdOf = ({ cost }: CallRecord) => (cost.type === 'unknown' ? 0 : cost.usd);
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const ledger: StoredLedger = {
    async record(call) {
      calls.push(call);
      if (calls.length > callsKept) calls.shift();
    },
    async totals(at) {
      const found = since(at);
      return {
        calls: found.length,
        usd: sum(found.map(usdOf)),
        unknown: found.filter(({ cost }) => cost.type === 'unknown').length,
        input: sum(found.map(({ usage }) => usage?.input ?? 0)),
        output: sum(found.map(({ usage }) => usage?.output ?? 0)),
      };
    },
    latency: async (ref, count) => {
      const whole = calls.filter(
        ({ used, source, finish, firstContentMs, tries }) =>
          used === ref && source === 'provider' && isEnd(finish) && firstContentMs !== undefined && tries.length < 2,
      );
      return latencyOf(count > 0 ? whole.slice(-count) : []);
    },
    recent: async (count) => (count > 0 ? calls.slice(-count).reverse() : []),
  };
  return { ledger, book: bookOver((at) => sum(since(at).map(usdOf))) };
}

function isEnd(finish: CallRecord['finish']): boolean {
  return finish === 'stop' || finish === 'length' || finish === 'tool_calls';
}

function bookOver(spentSince: (at: number) => number): SpendingBook {
  const reservations = new Map<string, { readonly usd: number; readonly expiresAt: number }>();
  return {
    async reserve({ id, usd, settings, now }) {
      for (const [key, { expiresAt }] of reservations) if (expiresAt <= now) reservations.delete(key);
      const reserved = [...reservations.values()].reduce((all, one) => all + one.usd, 0);
      const periods = limitsOf(settings, now).map(({ name, limit, since }) => {
        return { name, limit, spent: spentSince(since), reserved };
      });
      const verdict = judge(periods, usd, settings.warnAt);
      if (verdict.type !== 'exceeded') reservations.set(id, { usd: usd ?? 0, expiresAt: now + reservationMs });
      return verdict;
    },
    async release(id) {
      reservations.delete(id);
    },
  };
}

export function refusalsInMemory(wall: () => number): StoredRefusals {
  let all: readonly Refusal[] = [];
  const of = (ref: string) => all.filter(({ model }) => model === ref);
  return {
    refused: async (ref) => of(ref).map(({ parameter }) => parameter),
    async remember(model, parameter) {
      if (of(model).some((one) => one.parameter === parameter)) return;
      const key = (one: Refusal) => `${one.model} ${one.parameter}`;
      all = [...all, { model, parameter, at: wall() }].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    },
    list: async () => all,
    async clear(which) {
      all = which === 'all' ? [] : all.filter(({ model }) => model !== which.model);
    },
  };
}

export function answersInMemory(wall: () => number, limits: CacheLimits = usualCacheLimits): StoredAnswers {
  /** In the order of use. */
  const answers = new Map<string, { readonly json: string; readonly bytes: number; readonly madeAt: number }>();
  const bytesOfAll = () => [...answers.values()].reduce((all, { bytes }) => all + bytes, 0);
  return {
    async get(key) {
      const found = answers.get(key);
      answers.delete(key);
      if (!found || found.madeAt + limits.ageMs <= wall()) return undefined;
      answers.set(key, found);
      return JSON.parse(found.json) as readonly ChatEvent[];
    },
    async put(key, events) {
      const json = JSON.stringify(events);
      const bytes = Buffer.byteLength(json);
      if (bytes > limits.entryBytes) return;
      answers.delete(key);
      answers.set(key, { json, bytes, madeAt: wall() });
      for (const [oldest] of answers) {
        if (bytesOfAll() <= limits.totalBytes) break;
        answers.delete(oldest);
      }
    },
    size: async () => ({ answers: answers.size, bytes: bytesOfAll() }),
    clear: async () => answers.clear(),
  };
}

export function sentInMemory(options: SentOptions): SentRequests {
  let sent: readonly SentRequest[] = [];
  return {
    async add(request) {
      sent = [keepable(request, options), ...sent].slice(0, requestsKept);
    },
    list: async () => sent,
    async clear() {
      sent = [];
    },
  };
}
