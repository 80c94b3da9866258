import {
  type ModelParameterName,
  type ModelParameters,
  type ReasoningEffort,
  reasoningEfforts,
} from '../../chat/params.ts';
import type { Capabilities } from '../../models/capabilities.ts';
import type { CompileTarget } from '../compile.ts';
import type { Notes } from './notes.ts';

/** `ModelParameters` that can be built up. */
type Draft = { -readonly [K in keyof ModelParameters]: ModelParameters[K] };

/** The closest effort a model knows; of two equally close ones the higher. */
function nearestEffort(wanted: ReasoningEffort, known: readonly ReasoningEffort[]): ReasoningEffort | undefined {
  const at = reasoningEfforts.indexOf(wanted);
  const distance = (effort: ReasoningEffort) => Math.abs(reasoningEfforts.indexOf(effort) - at);
  return known
    .toReversed()
    .reduce<ReasoningEffort | undefined>(
      (best, one) => (best === undefined || distance(one) < distance(best) ? one : best),
      undefined,
    );
}

function fitEffort(draft: Draft, { capabilities, ref }: CompileTarget, notes: Notes): void {
  const wanted = draft.reasoning_effort;
  const { efforts } = capabilities;
  if (wanted === undefined || efforts === 'unknown' || efforts.includes(wanted)) return;
  const nearest = nearestEffort(wanted, efforts);
  delete draft.reasoning_effort;
  if (nearest === undefined) return notes.dropped('reasoning_effort');
  draft.reasoning_effort = nearest;
  notes.add('clamped', 'reasoning_effort', `${ref} knows no reasoning effort ${wanted}. It was sent with ${nearest}.`);
}

/** A model that can not think while tools are offered is asked not to think. */
function stopThinkingForTools(draft: Draft, toolCount: number, { capabilities, ref }: CompileTarget, notes: Notes) {
  if (toolCount === 0 || capabilities.toolsWhileThinking === 'yes' || draft.reasoning_effort === 'none') return;
  const kind = draft.reasoning_effort === undefined ? 'added' : 'clamped';
  draft.reasoning_effort = 'none';
  notes.add(kind, 'reasoning_effort', `${ref} takes tools only without thinking. It was sent with effort none.`);
}

function fitTier(draft: Draft, { capabilities }: CompileTarget, notes: Notes): void {
  const { service_tier: tier } = draft;
  const { serviceTiers } = capabilities;
  if (tier === undefined || serviceTiers === 'unknown' || serviceTiers.includes(tier)) return;
  delete draft.service_tier;
  notes.dropped('service_tier', ` ${tier}`);
}

/** A prediction only makes an answer faster, so it gives way to what changes the answer. */
function dropPrediction(draft: Draft, toolCount: number, { capabilities, ref }: CompileTarget, notes: Notes): void {
  if (draft.prediction === undefined || capabilities.predictionAlone === 'no') return;
  const { n = 1, logprobs, presence_penalty: presence = 0, frequency_penalty: frequency = 0 } = draft;
  const beside =
    draft.max_tokens !== undefined || toolCount > 0 || logprobs !== undefined || n > 1 || presence > 0 || frequency > 0;
  if (!beside) return;
  delete draft.prediction;
  const others = 'max_tokens, tools, logprobs, penalties or n';
  notes.add('unsupported', 'prediction', `${ref} takes no prediction beside ${others}. It was sent without it.`);
}

function dropUntaken(draft: Draft, { capabilities }: CompileTarget, refused: readonly string[], notes: Notes): void {
  for (const name of Object.keys(draft) as ModelParameterName[]) {
    const taking = capabilities.takes[name] ?? 'yes';
    const effortFits = taking !== 'effortNone' || draft.reasoning_effort === 'none';
    if (draft[name] === undefined) delete draft[name];
    else if (refused.includes(name)) {
      delete draft[name];
      notes.dropped(name, ' (it refused it before)');
    } else if (taking === 'no' || !effortFits) {
      delete draft[name];
      notes.dropped(name, effortFits ? '' : ' while it reasons; reasoning_effort none would allow it');
    }
  }
}

/** The model's own range of a parameter, where it is narrower than the parameter's. */
function fitRanges(draft: Draft, { capabilities, ref }: CompileTarget, notes: Notes): void {
  for (const name of ['max_tokens', 'seed', 'top_logprobs'] as const) {
    const value = draft[name];
    const { least = 0, most = Number.POSITIVE_INFINITY } = capabilities.ranges[name] ?? {};
    if (value === undefined || (value >= least && value <= most)) continue;
    const nearest = value < least ? least : most;
    draft[name] = nearest;
    const range = value < least ? `from ${least} on` : `up to ${most}`;
    notes.add('clamped', name, `${ref} takes ${name} ${range}. It was sent with ${nearest} instead of ${value}.`);
  }
}

/** Stop sequences of white space alone, where they are refused. */
function dropBlankStops(draft: Draft, { capabilities }: CompileTarget, notes: Notes): void {
  const kept = draft.stop?.filter((text) => text.trim() !== '');
  if (capabilities.blankStops === 'yes' || !kept || kept.length === draft.stop?.length) return;
  delete draft.stop;
  if (kept.length > 0) draft.stop = kept;
  notes.dropped('stop', ' of white space alone');
}

function clampNumbers(draft: Draft, target: CompileTarget, notes: Notes): void {
  const { capabilities, ref, maxOutput } = target;
  const { temperature, stop } = draft;
  if (temperature !== undefined && temperature > capabilities.temperatureMost) {
    draft.temperature = capabilities.temperatureMost;
    notes.add(
      'clamped',
      'temperature',
      `${ref} takes a temperature up to ${capabilities.temperatureMost}. It was sent with that instead of ${temperature}.`,
    );
  }
  fitRanges(draft, target, notes);
  if (stop && stop.length > capabilities.stopsMost) {
    draft.stop = stop.slice(0, capabilities.stopsMost);
    notes.add(
      'clamped',
      'stop',
      `${ref} takes up to ${capabilities.stopsMost} stop sequences. The first ones were sent.`,
    );
  }
  const most = draft.max_tokens;
  if (most !== undefined && maxOutput !== undefined && most > maxOutput) {
    draft.max_tokens = maxOutput;
    notes.add(
      'clamped',
      'max_tokens',
      `${ref} answers with at most ${maxOutput} tokens. It was sent with that instead of ${most}.`,
    );
  }
}

function resolvePairs(draft: Draft, { capabilities, ref }: CompileTarget, notes: Notes): void {
  if (draft.temperature !== undefined && draft.top_p !== undefined && capabilities.samplingPair === 'one') {
    delete draft.top_p;
    notes.add('unsupported', 'top_p', `${ref} takes temperature or top_p, not both. Only temperature was sent.`);
  }
  if (draft.top_logprobs !== undefined && draft.logprobs !== true) {
    delete draft.top_logprobs;
    notes.add('unsupported', 'top_logprobs', 'top_logprobs needs logprobs. It was sent without it.');
  }
}

/** Parameters about tools say nothing, and are refused by some, where no tool is offered. */
function fitToolParameters(draft: Draft, toolCount: number, { capabilities, ref }: CompileTarget, notes: Notes): void {
  if (toolCount === 0) {
    for (const name of ['tool_choice', 'parallel_tool_calls'] as const) {
      if (draft[name] === undefined) continue;
      delete draft[name];
      notes.add('unsupported', name, `${name} says nothing without tools. It was sent without it.`);
    }
    return;
  }
  const choice = draft.tool_choice;
  if (choice === undefined || choice === 'auto' || choice === 'none' || capabilities.forcedTools === 'yes') return;
  draft.tool_choice = 'auto';
  notes.add('clamped', 'tool_choice', `${ref} can not be made to call a tool. It was sent with auto: it may call one.`);
}

function noteRenamed(draft: Draft, { names }: Capabilities, notes: Notes): void {
  for (const name of Object.keys(draft) as ModelParameterName[]) {
    const wire = names[name];
    if (wire !== undefined && wire !== name) notes.add('renamed', name, `${name} was sent as ${wire}.`);
  }
}

/** The parameters as this model takes them. `n` and `response_format` are decided by the caller before. */
export function fitParameters(
  given: ModelParameters,
  toolCount: number,
  target: CompileTarget,
  refused: readonly string[],
  notes: Notes,
): ModelParameters {
  const draft: Draft = { ...given };
  fitEffort(draft, target, notes);
  stopThinkingForTools(draft, toolCount, target, notes);
  dropUntaken(draft, target, refused, notes);
  fitTier(draft, target, notes);
  dropBlankStops(draft, target, notes);
  clampNumbers(draft, target, notes);
  resolvePairs(draft, target, notes);
  fitToolParameters(draft, toolCount, target, notes);
  dropPrediction(draft, toolCount, target, notes);
  noteRenamed(draft, target.capabilities, notes);
  return draft;
}
