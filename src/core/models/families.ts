import type { CapabilityRules } from './capabilities.ts';
import families from './families.json' with { type: 'json' };
import { undatedId } from './retired.ts';
import type { WireApi } from './wireApi.ts';

// What the makers document of their models (read 2026-11-21): which parameters a family takes, whether and how hard it reasons, which
// wire API it needs. Order counts: a later family that matches as well is laid over the earlier ones, so the general ones stand first.
// Gemini 3 refuses several candidates with 400 (googleapis/js-genai, issue 1609, 2026-05).

/** What the models of a family have in common, whoever serves them. */
export interface Family {
  /** A regular expression over `familyName`. */
  readonly match: string;
  /** The providers it holds for alone; without it, for all. */
  readonly providers?: readonly string[];
  /** The wire API it is to be asked by where the provider speaks it. */
  readonly wireApi?: WireApi;
  /** Holds over every wire API. */
  readonly rules?: CapabilityRules;
  /** Holds over that wire API alone, and over `rules`. */
  readonly on?: Readonly<Partial<Record<WireApi, CapabilityRules>>>;
}

interface Compiled extends Family {
  readonly pattern: RegExp;
}

/** Checked by a test, for JSON has no literal types. */
const compiled: readonly Compiled[] = (families as unknown as readonly Family[]).map((family) => ({
  ...family,
  pattern: new RegExp(family.match),
}));

/**
 * A model's id as families know it, whoever serves it: the last part of a path, without its maker's name and its day, in small letters,
 * versions and variants with dashes. `openrouter/anthropic/claude-sonnet-4.6` and Bedrock's `us.anthropic.claude-sonnet-4-6` become `claude-sonnet-4-6`.
 */
export function familyName(model: string): string {
  const last = model.slice(model.lastIndexOf('/') + 1).toLowerCase();
  const bare = last.replace(/^(?:[a-z]+\.)+(?=[a-z])/, '');
  return undatedId(bare)
    .replace(/(\d)[.p](?=\d)/g, '$1-')
    .replaceAll(':', '-');
}

function familiesOf(provider: string, model: string): readonly Compiled[] {
  const name = familyName(model);
  return compiled.filter(({ pattern, providers }) => (providers?.includes(provider) ?? true) && pattern.test(name));
}

/** The wire API a model should be asked by, of those its provider speaks; the first is the provider's own. */
export function familyWireApi(provider: string, model: string, spoken: readonly [WireApi, ...WireApi[]]): WireApi {
  const wanted = familiesOf(provider, model).flatMap(({ wireApi }) => (wireApi ? [wireApi] : []));
  return wanted.findLast((one) => spoken.includes(one)) ?? spoken[0];
}

/** The rules of all families a model belongs to, in the order they are laid over each other. */
export function familyRules(provider: string, model: string, wireApi: WireApi): readonly CapabilityRules[] {
  return familiesOf(provider, model).flatMap(({ rules, on }) =>
    [rules, on?.[wireApi]].filter((one) => one !== undefined),
  );
}
