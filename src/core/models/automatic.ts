import { isChatModel } from './chatModel.ts';
import { costOf } from './cost.ts';
import { familyName } from './families.ts';
import type { ModelFacts } from './modelFacts.ts';
import { automaticProvider, parseModelRef } from './modelRef.ts';
import { nearest } from './nearest.ts';
import recommendations from './recommendations.json' with { type: 'json' };

// The table: what each task's models were in the project's first sources (customer support, writing, code, analysis, speed, languages),
// in the same makers' newest generation (2026-11-21), then the nearest of other makers. Best first; the beginning of a name counts.

type Task = keyof typeof recommendations;
type Aim = 'cheapest' | 'fastest' | Task;

const bestFor = 'best-for-';
const tasks: readonly Task[] = ['code', 'writing', 'analysis', 'support', 'speed', 'languages'];

/** Every model ref that lets Parley choose. */
export const automaticRefs: readonly string[] = [
  `${automaticProvider}/cheapest`,
  `${automaticProvider}/fastest`,
  ...tasks.map((task) => `${automaticProvider}/${bestFor}${task}`),
];

/** A model that may be chosen. Its place in the list breaks ties. */
export interface Candidate {
  /** The model ref. */
  readonly ref: string;
  readonly facts: Pick<ModelFacts, 'capabilities' | 'contextWindow' | 'maxInput' | 'prices' | 'use' | 'retired'>;
  /** `local`: on this machine, where it costs nothing. */
  readonly reach: 'cloud' | 'local' | 'custom';
  /** The usual time to the first content, in milliseconds, as it was measured. */
  readonly latencyMs?: number | undefined;
}

/** What a request needs of the model that answers it. */
export interface Needs {
  /** Tokens of its input, estimated. */
  readonly input: number;
  /** Tokens of its answer, at most. */
  readonly output: number;
  /** The kinds of content it has besides text, and whether it offers tools. */
  readonly takes: readonly ('image' | 'audio' | 'pdf' | 'tools')[];
}

export type AutomaticChoice =
  | { readonly type: 'chosen'; readonly ref: string; readonly why: string }
  /** `sentence` says why nothing could be chosen. */
  | { readonly type: 'none'; readonly sentence: string };

interface Ranked {
  readonly candidate: Candidate;
  /** Lower is better; undefined: not known. */
  readonly rank: number | undefined;
}

function aimOf(ref: string): Aim | undefined {
  const name = ref.slice(automaticProvider.length + 1);
  if (name === 'cheapest' || name === 'fastest') return name;
  return tasks.find((task) => name === `${bestFor}${task}`);
}

/** Whether a model ref lets Parley choose, whether or not it is a known one. */
export function isAutomatic(ref: string): boolean {
  return parseModelRef(ref)?.provider === automaticProvider;
}

const kindWords = { image: 'images', audio: 'audio', pdf: 'PDF files', tools: 'tools' } as const;

/** Why a candidate can't answer the request, in a few words; undefined if it can, as far as is known. */
function objection({ ref, facts }: Candidate, { input, output, takes }: Needs): string | undefined {
  const id = parseModelRef(ref)?.model ?? ref;
  if (!isChatModel({ id, use: facts.use })) return 'is no chat model';
  if (facts.retired?.type === 'gone') return 'was retired';
  const untaken = takes.find((kind) => facts.capabilities[kind] === 'no');
  if (untaken) return `does not take ${kindWords[untaken]}`;
  const { contextWindow, maxInput } = facts;
  const isTooLong =
    input > (maxInput ?? Number.POSITIVE_INFINITY) || input + output > (contextWindow ?? Number.POSITIVE_INFINITY);
  return isTooLong ? 'is too small for this request' : undefined;
}

function usdOf({ facts, reach }: Candidate, { input, output }: Needs): number | undefined {
  if (reach === 'local') return 0;
  const cost = costOf({ input, output }, facts.prices);
  return cost.type === 'unknown' ? undefined : cost.usd;
}

/** Whether a name is the family's or one that goes on from it: `gpt-oss-20b` is of `gpt-oss`, `qwen3-72b` is not of `qwen3-7`. */
function isOf(name: string, family: string): boolean {
  return name.startsWith(family) && !/^[a-z0-9]/.test(name.slice(family.length));
}

/** The place in a task's list of recommended models; undefined if it is not there. */
function placeOf({ ref }: Candidate, task: Task): number | undefined {
  const name = familyName(parseModelRef(ref)?.model ?? ref);
  const place = recommendations[task].models.findIndex((one) => isOf(name, familyName(one)));
  return place < 0 ? undefined : place;
}

function rankOf(candidate: Candidate, aim: Aim, needs: Needs): number | undefined {
  if (aim === 'cheapest') return usdOf(candidate, needs);
  if (aim === 'fastest') return candidate.latencyMs;
  return placeOf(candidate, aim);
}

const byRank = (a: number | undefined, b: number | undefined) =>
  (a ?? Number.POSITIVE_INFINITY) === (b ?? Number.POSITIVE_INFINITY)
    ? 0
    : (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY);

/** The best first. Of two that are equally good the cheaper one, then the faster one, then the one that was named first. */
function ranked(candidates: readonly Candidate[], aim: Aim, needs: Needs): readonly Ranked[] {
  return candidates
    .map((candidate) => ({ candidate, rank: rankOf(candidate, aim, needs) }))
    .sort(
      (a, b) =>
        byRank(a.rank, b.rank) ||
        byRank(usdOf(a.candidate, needs), usdOf(b.candidate, needs)) ||
        byRank(a.candidate.latencyMs, b.candidate.latencyMs),
    );
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function usdText(usd: number): string {
  return `$${usd >= 0.01 ? usd.toFixed(2) : usd.toPrecision(2)}`;
}

/** Why this one, in one sentence, with how many were compared and how many could not be. */
function reason({ candidate, rank }: Ranked, all: readonly Ranked[], aim: Aim): string {
  const known = all.filter((one) => one.rank !== undefined).length;
  const others = all.length - known;
  const ties = all.filter((one) => one.rank === rank).length > 1;
  const unknown = (what: string) => (others === 0 ? '' : `; of ${counted(others, 'other')} ${what} is not known`);
  const tie = ties ? ', before others that are equal in this' : '';
  const what = `${candidate.ref} answers`;
  if (aim === 'cheapest') {
    const cost =
      candidate.reach === 'local'
        ? 'it runs on this machine and costs nothing'
        : `at most about ${usdText(rank ?? 0)} for this request`;
    return `${what}: the cheapest of ${counted(known, 'model')} that fit, ${cost}${tie}${unknown('the price')}.`;
  }
  if (aim === 'fastest') {
    const seconds = ((rank ?? 0) / 1_000).toFixed(1);
    return `${what}: the fastest of ${counted(known, 'model')} that fit, ${seconds} s to its first words${tie}${unknown('the speed')}.`;
  }
  return `${what}: the best for ${recommendations[aim].for} of ${counted(known, 'recommended model')} that fit${tie}.`;
}

/** The sentence for when none of the candidates can answer. */
function nothingFits(ref: string, candidates: readonly Candidate[], needs: Needs): string {
  if (candidates.length === 0)
    return `${ref} has no models to choose from. Connect a provider, or name models in parley.automaticModels.`;
  const shown = candidates.slice(0, 3).map((one) => `${one.ref} ${objection(one, needs)}`);
  const more =
    candidates.length > shown.length
      ? `, and ${counted(candidates.length - shown.length, 'other')} do not fit either`
      : '';
  return `${ref} found no model for this request: ${shown.join(', ')}${more}.`;
}

/** The sentence for when models fit, but nothing is known by which to choose. */
function nothingKnown(ref: string, aim: Aim): string {
  if (aim === 'cheapest')
    return `${ref} can not choose: of none of your models the price is known. Set prices in parley.modelOverrides.`;
  if (aim === 'fastest') return `${ref} can not choose: none of your models was timed yet.`;
  const { for: what, models } = recommendations[aim];
  return `${ref} can not choose: none of your models is recommended for ${what}. Recommended are ${models.slice(0, 3).join(', ')}.`;
}

/**
 * Chooses for an automatic ref among the models the user allowed. What is unknown of a model is no reason against it, but what is
 * unknown is not compared: a model without a price is never the cheapest. Where no speed is known yet, the models recommended for
 * speed count. Undefined if the ref is not automatic.
 */
export function chooseAutomatic(
  ref: string,
  candidates: readonly Candidate[],
  needs: Needs,
): AutomaticChoice | undefined {
  if (!isAutomatic(ref)) return undefined;
  const aim = aimOf(ref);
  if (!aim) {
    const near = nearest(ref, automaticRefs, 1)[0];
    return {
      type: 'none',
      sentence: `There is no ${ref}.${near ? ` Did you mean ${near}?` : ''} Known are ${automaticRefs.join(', ')}.`,
    };
  }
  const fitting = candidates.filter((one) => objection(one, needs) === undefined);
  if (fitting.length === 0) return { type: 'none', sentence: nothingFits(ref, candidates, needs) };
  const all = ranked(fitting, aim, needs);
  const best = all[0];
  if (best?.rank !== undefined) return { type: 'chosen', ref: best.candidate.ref, why: reason(best, all, aim) };
  if (aim === 'fastest') return untimed(ref, fitting, needs);
  return { type: 'none', sentence: nothingKnown(ref, aim) };
}

/** `fastest` before anything was measured. */
function untimed(ref: string, fitting: readonly Candidate[], needs: Needs): AutomaticChoice {
  const all = ranked(fitting, 'speed', needs);
  const best = all[0];
  if (best?.rank === undefined) return { type: 'none', sentence: nothingKnown(ref, 'fastest') };
  const why = `${best.candidate.ref} answers: no model was timed yet, and it is the best for fast answers of those recommended.`;
  return { type: 'chosen', ref: best.candidate.ref, why };
}
