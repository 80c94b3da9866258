import { grouped } from '../../core/text/figures.ts';

/** What the user allows to be spent. */
export interface BudgetSettings {
  /** USD in a calendar day, local time, ≥ 0; undefined: no limit. */
  readonly perDayUsd?: number | undefined;
  /** USD in a calendar month, local time, ≥ 0; undefined: no limit. */
  readonly perMonthUsd?: number | undefined;
  /** The part of a limit from which on there is a warning: from 0 to 1. */
  readonly warnAt: number;
  /** What to do about a model without a known price while there is a limit. */
  readonly unknownPrice: 'allow' | 'ask' | 'block';
}

export type PeriodName = 'day' | 'month';

/** A limit, and what counts against it, in USD. */
export interface Period {
  readonly name: PeriodName;
  readonly limit: number;
  /** What the ledger's calls cost, as far as it is known. */
  readonly spent: number;
  /** What calls that are running may still cost. */
  readonly reserved: number;
}

export type Verdict =
  | { readonly type: 'within' }
  | { readonly type: 'warning'; readonly period: Period; readonly sentence: string }
  | { readonly type: 'exceeded'; readonly sentence: string };

/** The limits there are, with the moment each period began. `wall`: milliseconds since 1970. */
export function limitsOf(
  { perDayUsd, perMonthUsd }: BudgetSettings,
  wall: number,
): readonly { readonly name: PeriodName; readonly limit: number; readonly since: number }[] {
  const now = new Date(wall);
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const month = new Date(now.getFullYear(), now.getMonth(), 1).getTime();
  return [
    ...(perDayUsd === undefined ? [] : [{ name: 'day' as const, limit: Math.max(0, perDayUsd), since: day }]),
    ...(perMonthUsd === undefined ? [] : [{ name: 'month' as const, limit: Math.max(0, perMonthUsd), since: month }]),
  ];
}

/** "$2.00", "$1,204.50", "$0.0041": two digits that count below a cent. */
export function dollars(usd: number): string {
  if (usd > 0 && usd < 0.01) return `$${Number(usd.toPrecision(2)).toFixed(Math.ceil(-Math.log10(usd)) + 1)}`;
  const [whole, cents] = usd.toFixed(2).split('.');
  return `$${grouped(Number(whole))}.${cents}`;
}

const words = {
  day: { whose: "Today's", inSentence: "today's", next: 'tomorrow' },
  month: { whose: "This month's", inSentence: "this month's", next: 'next month' },
} as const;

/** Sums of fractions are not exact. */
const tolerance = 1e-9;

function exceeded({ name, limit, spent, reserved }: Period, usd: number): string | undefined {
  // What costs nothing is never stopped; what costs nobody knows what (NaN) is, once the limit is reached.
  if (usd === 0) return undefined;
  const { whose, inSentence, next } = words[name];
  const advice = `Raise it in the settings (parley.budget) or go on ${next}.`;
  if (spent >= limit - tolerance) {
    return `${whose} budget of ${dollars(limit)} is used up (${dollars(spent)} spent). ${advice}`;
  }
  const cost = Number.isNaN(usd) ? 0 : usd;
  if (spent + reserved + cost <= limit + tolerance) return undefined;
  const running = reserved > 0 ? `, ${dollars(reserved)} reserved for running requests` : '';
  return `This request may cost ${dollars(cost)}, which does not fit into ${inSentence} budget of ${dollars(limit)} (${dollars(spent)} spent${running}). ${advice}`;
}

function warning({ name, limit, spent, reserved }: Period, usd: number, warnAt: number): string | undefined {
  const used = spent + reserved + (Number.isNaN(usd) ? 0 : usd);
  if (usd === 0 || used < limit * warnAt - tolerance) return undefined;
  return `${words[name].whose} budget of ${dollars(limit)} is ${Math.floor((used / limit) * 100 + tolerance)} % used, this request included (${dollars(spent)} spent). It can be raised in the settings (parley.budget).`;
}

/** Whether a request that may cost `usd` (undefined: nobody knows) keeps to the limits; of several objections the first. */
export function judge(periods: readonly Period[], usd: number | undefined, warnAt: number): Verdict {
  const cost = usd ?? Number.NaN;
  for (const period of periods) {
    const sentence = exceeded(period, cost);
    if (sentence) return { type: 'exceeded', sentence };
  }
  for (const period of periods) {
    const sentence = warning(period, cost, warnAt);
    if (sentence) return { type: 'warning', period, sentence };
  }
  return { type: 'within' };
}

/** Why a model without a price is not asked. */
export function unknownPriceSentence(ref: string): string {
  return `No price is known for ${ref}, so the budget can't be held. Allow models without a price in the settings (parley.budget), or choose another model.`;
}
