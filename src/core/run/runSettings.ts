import { isRecord } from '../json.ts';
import type { RunPolicy } from './deps.ts';
import type { Limits } from './timeouts.ts';

/** What the user allows to be spent, in USD. */
export interface BudgetSettings {
  readonly perDayUsd: number | undefined;
  readonly perMonthUsd: number | undefined;
  /** The part of a limit from which answers carry a warning, 0 to 1. */
  readonly warnAt: number;
  readonly unknownPrice: 'allow' | 'ask' | 'block';
}

/** The user's settings about every call, read from what stands in the settings file. */
export interface RunSettings {
  readonly fallBackOn: RunPolicy['fallBackOn'];
  readonly budget: BudgetSettings;
  readonly cache: 'on' | 'off';
  /** What the user set of the content clocks. */
  readonly limits: Partial<Limits>;
  /** What is wrong, one sentence each; a wrong value counts as not set, but a wrong budget blocks: see `blocking`. */
  readonly problems: readonly string[];
  /** What must be put right before anything is sent: a budget that can't be read protects nobody. */
  readonly blocking: string | undefined;
}

export interface RawRunSettings {
  readonly fallbackOn: unknown;
  readonly budget: unknown;
  readonly cache: unknown;
  readonly timeouts: unknown;
}

const usualWarnAt = 0.8;

class Problems {
  readonly sentences: string[] = [];

  number(setting: string, value: unknown, least: number, most: number): number | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && value >= least && value <= most) return value;
    this.sentences.push(`${setting} is ${JSON.stringify(value)}; it must be a number from ${least} to ${most}.`);
    return undefined;
  }

  record(setting: string, value: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
    if (value === undefined || value === null) return {};
    if (!isRecord(value)) {
      this.sentences.push(`${setting} must be an object with ${known.join(', ')}.`);
      return {};
    }
    const unknown = Object.keys(value).find((name) => !known.includes(name));
    if (unknown !== undefined) this.sentences.push(`${setting} has no ${unknown}; known are ${known.join(', ')}.`);
    return value;
  }
}

function readBudget(value: unknown): { budget: BudgetSettings; blocking: string | undefined } {
  const problems = new Problems();
  const given = problems.record('parley.budget', value, ['perDay', 'perMonth', 'warnAt', 'unknownPrice']);
  const { unknownPrice = 'allow' } = given;
  const known = (['allow', 'ask', 'block'] as const).find((one) => one === unknownPrice);
  if (!known) problems.sentences.push('parley.budget: unknownPrice must be "allow", "ask" or "block".');
  const budget: BudgetSettings = {
    perDayUsd: problems.number('parley.budget: perDay', given.perDay, 0, 1_000_000),
    perMonthUsd: problems.number('parley.budget: perMonth', given.perMonth, 0, 1_000_000),
    warnAt: problems.number('parley.budget: warnAt', given.warnAt, 0, 1) ?? usualWarnAt,
    unknownPrice: known ?? 'ask',
  };
  return { budget, blocking: problems.sentences[0] };
}

/** Reads the settings. Anything may stand there; nothing throws. */
export function readRunSettings(raw: RawRunSettings): RunSettings {
  const problems = new Problems();
  const { budget, blocking } = readBudget(raw.budget);
  const on = problems.record('parley.fallbackOn', raw.fallbackOn, ['contentFilter', 'badKey']);
  const timeouts = problems.record('parley.timeouts', raw.timeouts, ['firstContent', 'idle']);
  const first = problems.number('parley.timeouts: firstContent', timeouts.firstContent, 0.001, 3_600);
  const idle = problems.number('parley.timeouts: idle', timeouts.idle, 0.001, 3_600);
  return {
    fallBackOn: {
      contentFilter: on.contentFilter === true ? 'always' : 'never',
      auth: on.badKey === true ? 'always' : 'never',
    },
    budget,
    cache: raw.cache === true ? 'on' : 'off',
    limits: {
      ...(first === undefined ? {} : { firstContentMs: first * 1_000 }),
      ...(idle === undefined ? {} : { idleMs: idle * 1_000 }),
    },
    problems: problems.sentences,
    blocking,
  };
}
