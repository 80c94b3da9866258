import type { VSCodeTools } from '../../scripts/setup.mjs';
import type { Packed } from './support/packed.ts';
import type { BuiltPipeline } from './support/pipelineBuild.ts';

/** One measured figure: one line of JSON on stdout. */
export interface Line {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  /** How the figure came about. A figure with a goal says here whether it is met. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export type Unit = 'bytes' | 'MB' | 'ms' | 'µs' | 'ratio' | '%' | 'requests';

/** What a bench may need; each is made on first use and then shared. */
export interface Given {
  /** The extension as users install it. */
  packed(): Promise<Packed>;
  /** The pipeline and the adapters, built as in the packed extension. */
  pipeline(): Promise<BuiltPipeline>;
  /** VS Code and the Node that runs it. */
  vscode(): Promise<VSCodeTools>;
  /** Path of a Chromium-based browser. */
  browser(): Promise<string>;
  /** Says to people what is going on. */
  say(text: string): void;
  /** Aborts when the bench has to end. */
  readonly signal: AbortSignal;
}

/** One measurement, which may yield several figures. */
export interface Bench {
  /** Names of its lines, in their order. */
  readonly names: readonly string[];
  /** `asked`: takes too long to be part of every run; runs when it is named. */
  readonly when: 'always' | 'asked';
  /** Rejects when nothing could be measured; a missed goal is a result like any other. */
  run(given: Given): Promise<readonly Line[]>;
}

/** A line whose value should be `most` or less. */
export function lineWithGoal(name: string, value: number, unit: Unit, most: number, detail: Line['detail']): Line {
  return { name, value, unit, detail: { goal: `≤ ${most}`, met: value <= most, ...detail } };
}

/** A line whose value should be `least` or more. */
export function lineWithLeast(name: string, value: number, unit: Unit, least: number, detail: Line['detail']): Line {
  return { name, value, unit, detail: { goal: `≥ ${least}`, met: value >= least, ...detail } };
}
