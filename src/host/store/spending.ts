import { ChatError, throwIfCancelled } from '../../core/errors.ts';
import type { Budget, Reservation, RunDeps } from '../../core/run/deps.ts';
import { untilCancelled } from '../../core/run/untilCancelled.ts';
import { type BudgetSettings, judge, limitsOf, type Period, unknownPriceSentence } from './budgetVerdict.ts';
import type { Database } from './database.ts';
import type { Connection } from './sqlite.ts';

/** A window that is killed leaves its reservations behind; after this long, in milliseconds, they count no more. */
export const reservationMs = 60 * 60 * 1000;

export interface BudgetOptions {
  readonly settings: () => BudgetSettings;
  readonly ask: RunDeps['ask'];
  /** Milliseconds since 1970. */
  readonly wall: () => number;
  /** Makes an id that no other window makes. */
  readonly newId: () => string;
}

/** Where reservations and what was spent are kept. */
export interface SpendingBook {
  /** Writes the reservation down unless `judge` says it is exceeded; all windows together, one after the other. */
  reserve(request: ReservationRequest): Promise<ReturnType<typeof judge>>;
  release(id: string): Promise<void>;
}

export interface ReservationRequest {
  readonly id: string;
  readonly ref: string;
  /** USD; undefined: unknown. */
  readonly usd: number | undefined;
  readonly settings: BudgetSettings;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The book that all windows share. */
export function bookIn(database: Database): SpendingBook {
  return {
    reserve: ({ id, ref, usd, settings, now }) =>
      database.write((db) => {
        db.run('DELETE FROM reservations WHERE expires_at <= ?', now);
        const verdict = judge(periodsIn(db, settings, now), usd, settings.warnAt);
        if (verdict.type !== 'exceeded') {
          const expiresAt = Math.round(now + reservationMs);
          db.run('INSERT INTO reservations VALUES (?, ?, ?, ?)', id, ref, usd ?? 0, expiresAt);
        }
        return verdict;
      }),
    async release(id) {
      await database.write((db) => db.run('DELETE FROM reservations WHERE id = ?', id));
    },
  };
}

function periodsIn(db: Connection, settings: BudgetSettings, now: number): readonly Period[] {
  const reserved = db.number('SELECT sum(usd) FROM reservations');
  return limitsOf(settings, now).map(({ name, limit, since }) => {
    const spent = db.number("SELECT sum(usd) FROM calls WHERE at >= ? AND cost <> 'unknown'", since);
    return { name, limit, spent, reserved };
  });
}

/**
 * Holds what is spent to the user's limits. Calls that are running count with what they may cost, in all windows. The user is warned
 * once of each limit, and asked once about each model without a price, as long as the window is open.
 */
export function createBudget(book: SpendingBook, { settings, ask, wall, newId }: BudgetOptions): Budget {
  const written = new Set<string>();
  const warned = new Set<string>();
  const allowed = new Set<string>();
  let lastQuestion: Promise<unknown> = Promise.resolve();

  /** One question at a time: a yes to the first answers those who wait. @throws ChatError `declined`, `cancelled` */
  function allow(ref: string, signal: AbortSignal): Promise<void> {
    const asking = lastQuestion.then(async () => {
      throwIfCancelled(signal);
      if (allowed.has(ref)) return;
      const answer = await untilCancelled(ask({ type: 'unknownPrice', model: ref }, signal), signal);
      if (answer === 'no') throw new ChatError('declined', { detail: unknownPriceSentence(ref) });
      allowed.add(ref);
    });
    lastQuestion = asking.catch(() => undefined);
    return asking;
  }

  async function release(id: string): Promise<void> {
    if (!written.delete(id)) return;
    try {
      await book.release(id);
    } catch {
      // It expires by itself.
    }
  }

  return {
    async reserve(ref, usd, signal): Promise<Reservation> {
      throwIfCancelled(signal);
      const id = newId();
      const now = wall();
      const held = settings();
      if (limitsOf(held, now).length === 0) return { type: 'reserved', id, warning: undefined };
      if (usd === undefined && held.unknownPrice === 'block') {
        return { type: 'exceeded', sentence: unknownPriceSentence(ref) };
      }
      if (usd === undefined && held.unknownPrice === 'ask') await untilCancelled(allow(ref, signal), signal);
      const verdict = await book.reserve({ id, ref, usd, settings: held, now });
      if (verdict.type === 'exceeded') return verdict;
      written.add(id);
      if (signal.aborted) await release(id);
      throwIfCancelled(signal);
      return { type: 'reserved', id, warning: warningOnce(verdict, now) };
    },
    settle: release,
  };

  function warningOnce(verdict: ReturnType<typeof judge>, now: number): string | undefined {
    if (verdict.type !== 'warning') return undefined;
    const { name, limit } = verdict.period;
    const since = limitsOf(settings(), now).find((one) => one.name === name)?.since;
    const key = `${name} ${limit} ${since}`;
    if (warned.has(key)) return undefined;
    warned.add(key);
    return verdict.sentence;
  }
}
