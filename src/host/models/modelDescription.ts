import { isChatModel } from '../../core/models/chatModel.ts';
import type { ModelFacts } from '../../core/models/modelFacts.ts';
import type { ModelInfo } from '../../core/models/modelInfo.ts';
import type { PriceList } from '../../core/models/prices.ts';
import { compact, dollars } from '../../core/text/figures.ts';

/** What a line about a model says besides its id. Undefined is unknown and not shown. */
export interface ModelFigures extends Pick<ModelFacts, 'name' | 'contextWindow' | 'maxInput' | 'prices'> {
  readonly end: { readonly type: 'going' | 'gone'; readonly on: string | undefined } | undefined;
}

/** What the provider's own list says of a model. */
export function listedFigures({ name, contextWindow, maxInput, prices, retiresOn }: ModelInfo): ModelFigures {
  const end = retiresOn === undefined ? undefined : ({ type: 'going', on: retiresOn } as const);
  return { name, contextWindow, maxInput, prices, end };
}

/** What is known of a model from all sources. */
export function knownFigures({ name, contextWindow, maxInput, prices, retired }: ModelFacts): ModelFigures {
  return { name, contextWindow, maxInput, prices, end: retired && { type: retired.type, on: retired.retirement.on } };
}

/** "$1.25 in, $10.00 out per M", "free"; '' if nothing is known. A price that grows with the request's size is "from". */
function priceText(prices: PriceList | undefined): string {
  const { input, output, tiers } = prices ?? {};
  if (input === 0 && output === 0) return 'free';
  const sides = [
    input === undefined ? '' : `${dollars(input)} in`,
    output === undefined ? '' : `${dollars(output)} out`,
  ].filter((side) => side !== '');
  if (sides.length === 0) return '';
  return `${tiers && tiers.length > 0 ? 'from ' : ''}${sides.join(', ')} per M`;
}

function endText(end: ModelFigures['end']): string {
  if (!end) return '';
  const verb = end.type === 'gone' ? 'retired' : 'retires';
  return end.on === undefined ? verb : `${verb} on ${end.on}`;
}

/** "GPT-6 Luna · 400K tokens · $1.25 in, $10.00 out per M · retires on 2027-01-31": what is known, in this order. */
export function modelDescription(id: string, figures: ModelFigures): string {
  const window = figures.contextWindow ?? figures.maxInput;
  const facts = [
    figures.name === id ? '' : (figures.name ?? ''),
    window === undefined ? '' : `${compact(window)} tokens`,
    priceText(figures.prices),
    endText(figures.end),
  ];
  return facts.filter((fact) => fact !== '').join(' · ');
}

/**
 * The models to offer for chat, and how many others are left out. What the user named, in the settings or as the model in use,
 * is offered whatever it is.
 */
export function chatModels(
  models: readonly ModelInfo[],
  named: readonly string[],
): { readonly shown: readonly ModelInfo[]; readonly others: number } {
  const shown = models.filter((model) => isChatModel(model) || named.includes(model.id));
  return { shown, others: models.length - shown.length };
}
