import type { ModelParameters, ReasoningEffort } from '../../chat/params.ts';
import type { Preset } from '../../chat/preset.ts';
import type { Capabilities } from '../../models/capabilities.ts';
import type { CompileTarget } from '../compile.ts';
import type { Notes } from './notes.ts';

/** Tokens a model may think in, on top of those an answer should show. Without a known effort the middle is assumed. */
const headroom: Readonly<Record<ReasoningEffort, number>> = {
  none: 0,
  minimal: 2_048,
  low: 4_096,
  medium: 16_384,
  high: 32_768,
  xhigh: 49_152,
  max: 65_536,
};

/** Whether a sampling parameter may be sent with this effort. */
export function takesSampling(
  name: 'temperature' | 'top_p',
  effort: ReasoningEffort | undefined,
  { takes }: Capabilities,
): boolean {
  const taking = takes[name] ?? 'yes';
  return taking === 'yes' || (taking === 'effortNone' && effort === 'none');
}

function takesEffort({ takes, efforts }: Capabilities): boolean {
  return (takes.reasoning_effort ?? 'yes') === 'yes' && efforts !== 'unknown' && efforts.length > 0;
}

function applySampling(preset: Preset, given: ModelParameters, { capabilities, ref }: CompileTarget, notes: Notes) {
  if (given.temperature !== undefined || given.top_p !== undefined) return {};
  if (preset.temperature === undefined && preset.top_p === undefined) return {};
  const effort = given.reasoning_effort;
  if (takesSampling('temperature', effort, capabilities) && preset.temperature !== undefined) {
    const both = preset.top_p !== undefined && capabilities.samplingPair === 'both';
    const pair = both && takesSampling('top_p', effort, capabilities) ? { top_p: preset.top_p } : {};
    if (preset.top_p !== undefined && !('top_p' in pair)) {
      notes.add(
        'unsupported',
        'top_p',
        `${preset.name}: ${ref} takes temperature or top_p, so only temperature was sent.`,
      );
    }
    return { temperature: preset.temperature, ...pair };
  }
  if (takesSampling('top_p', effort, capabilities) && preset.top_p !== undefined) return { top_p: preset.top_p };
  if (effort !== undefined) return {};
  if (preset.reasoning_effort !== undefined && takesEffort(capabilities)) {
    const text = `${preset.name}: ${ref} takes no temperature, so it was sent as reasoning_effort ${preset.reasoning_effort}.`;
    notes.add('emulated', 'preset', text);
    return { reasoning_effort: preset.reasoning_effort };
  }
  notes.add('unsupported', 'preset', `${preset.name}: ${ref} has nothing to set for it. It was sent as it is.`);
  return {};
}

function applyLimit(preset: Preset, merged: ModelParameters, { capabilities, ref }: CompileTarget, notes: Notes) {
  const visible = preset.visible_tokens;
  if (visible === undefined || merged.max_tokens !== undefined) return {};
  const { thinks } = capabilities;
  const effort = merged.reasoning_effort;
  const isThinking = thinks === 'always' || (thinks === 'byEffort' && effort !== 'none');
  if (!isThinking) return { max_tokens: visible };
  const extra = headroom[effort ?? 'medium'];
  notes.add(
    'added',
    'max_tokens',
    `${ref} thinks before it answers: ${extra} tokens were added to the limit of ${visible}, or the answer could come back empty.`,
  );
  return { max_tokens: visible + extra };
}

/** The parameters with the preset's intent in them, as this model can follow it. What the user set wins. */
export function withPreset(
  preset: Preset | undefined,
  given: ModelParameters,
  target: CompileTarget,
  notes: Notes,
): ModelParameters {
  if (!preset) return given;
  const { presence_penalty: presence, frequency_penalty: frequency, stop } = preset;
  const plain: ModelParameters = {
    ...(presence === undefined ? {} : { presence_penalty: presence }),
    ...(frequency === undefined ? {} : { frequency_penalty: frequency }),
    ...(stop === undefined ? {} : { stop }),
  };
  const merged: ModelParameters = { ...plain, ...applySampling(preset, given, target, notes), ...given };
  return { ...merged, ...applyLimit(preset, merged, target, notes) };
}
