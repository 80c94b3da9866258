import { isRecord } from '../json.ts';
import { type Capabilities, type CapabilityRules, withRules } from './capabilities.ts';
import { familyRules, familyWireApi } from './families.ts';
import type { ModelInfo } from './modelInfo.ts';
import { parseModelRef } from './modelRef.ts';
import { nearest } from './nearest.ts';
import { capabilityChecks, factChecks } from './overrideFields.ts';
import type { PriceList } from './prices.ts';
import type { ProviderEntry } from './providerSettings.ts';
import { type RetirementState, retirement } from './retired.ts';
import { knownModel } from './snapshot.ts';
import type { WireApi } from './wireApi.ts';
import { wireStandards } from './wireStandards.ts';

/** All that is known of a model, to ask it and to choose it. Undefined means unknown. */
export interface ModelFacts {
  /** The wire API it is to be asked by: the provider's own, or another one it speaks that this model needs. */
  readonly wireApi: WireApi;
  readonly capabilities: Capabilities;
  /** A name for people. */
  readonly name: string | undefined;
  /** Tokens of input and output together. */
  readonly contextWindow: number | undefined;
  readonly maxInput: number | undefined;
  readonly maxOutput: number | undefined;
  readonly prices: PriceList | undefined;
  readonly use: ModelInfo['use'];
  /** Undefined: nothing is known of its end. */
  readonly retired: RetirementState | undefined;
}

/** What a user says of a model in `parley.modelOverrides`. It wins over everything. */
export interface ModelOverride {
  readonly wireApi?: WireApi;
  readonly contextWindow?: number;
  readonly maxInput?: number;
  readonly maxOutput?: number;
  readonly prices?: PriceList;
  readonly rules: CapabilityRules;
}

export interface ModelQuestion {
  readonly entry: ProviderEntry;
  /** The model's id as the provider knows it. */
  readonly model: string;
  /** What the provider's own list says of it, where that was read. */
  readonly listed?: ModelInfo | undefined;
  readonly override?: ModelOverride | undefined;
  /** As an ISO date: prices change and models retire. */
  readonly today: string;
}

/**
 * What is known of a model, each layer over the one before: the wire API's standard, the provider's row, the model's families, the
 * snapshot, the provider's own list, the user's override.
 */
export function modelFacts({ entry, model, listed, override, today }: ModelQuestion): ModelFacts {
  const { row } = entry;
  const wireApi = override?.wireApi ?? familyWireApi(row.id, model, [row.wireApi, ...(row.alsoSpeaks ?? [])]);
  const known = knownModel(row.id, model, today);
  return {
    wireApi,
    capabilities: withRules(
      wireStandards[wireApi],
      wireApi === row.wireApi ? row.rules : undefined,
      ...familyRules(row.id, model, wireApi),
      known?.rules,
      listed?.rules,
      override?.rules,
    ),
    name: listed?.name ?? known?.name,
    contextWindow: override?.contextWindow ?? listed?.contextWindow ?? known?.contextWindow,
    maxInput: override?.maxInput ?? listed?.maxInput ?? known?.maxInput,
    maxOutput: override?.maxOutput ?? listed?.maxOutput ?? known?.maxOutput,
    prices: override?.prices ?? listed?.prices ?? known?.prices,
    use: listed?.use,
    retired: retirement(row.id, model, today, listed?.retiresOn),
  };
}

export interface ModelOverrides {
  /** By model ref. */
  readonly models: ReadonlyMap<string, ModelOverride>;
  /** What is wrong in the setting, one sentence each; what is right in it counts all the same. */
  readonly problems: readonly string[];
}

const checks = { ...factChecks, ...capabilityChecks };

function isFieldName(name: string): name is keyof typeof checks {
  return Object.hasOwn(checks, name);
}

/** The right fields of one entry; what is wrong goes into `problems`. */
function readFields(at: string, value: Readonly<Record<string, unknown>>, problems: string[]): ModelOverride {
  const facts: Record<string, unknown> = {};
  const rules: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(value)) {
    if (!isFieldName(name)) {
      const near = nearest(name, Object.keys(checks), 1)[0];
      problems.push(`${at} has an unknown field ${JSON.stringify(name)}.${near ? ` Did you mean ${near}?` : ''}`);
      continue;
    }
    const problem = checks[name](given);
    if (problem) problems.push(`${at}: ${name} ${problem}.`);
    else if (Object.hasOwn(factChecks, name)) facts[name] = given;
    else rules[name] = given;
  }
  return { ...facts, rules };
}

/** `parley.modelOverrides`, by model ref. Anything may stand in a settings file; nothing here throws. */
export function readModelOverrides(value: unknown): ModelOverrides {
  const models = new Map<string, ModelOverride>();
  if (value === undefined || value === null) return { models, problems: [] };
  if (!isRecord(value)) return { models, problems: ['parley.modelOverrides must be an object of model names.'] };
  const problems: string[] = [];
  for (const [ref, entry] of Object.entries(value)) {
    const at = `parley.modelOverrides: ${JSON.stringify(ref)}`;
    if (!parseModelRef(ref)) problems.push(`${at} is not a model; write provider/model.`);
    else if (!isRecord(entry)) problems.push(`${at} must be an object.`);
    else models.set(ref, readFields(at, entry, problems));
  }
  return { models, problems };
}
