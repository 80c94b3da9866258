import type { Usage } from '../../core/chat/events.ts';
import { type Answer, usageOf } from '../../core/chat/fold.ts';
import { sumCosts } from '../../core/models/cost.ts';
import { dollars, grouped } from '../../core/text/figures.ts';

function tokens(usage: Usage | undefined): string {
  if (usage?.input === undefined && usage?.output === undefined) return '';
  const side = (value: number | undefined) => (value === undefined ? 'unknown' : grouped(value));
  return `${side(usage.input)} → ${side(usage.output)} tokens`;
}

function seconds(ms: number): string {
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** "$0.0041" as the provider says, "≈$0.0041" by the price list; what is not known is never $0. */
function cost(answer: Answer): string {
  const { calls } = answer;
  if (calls.length === 0) return '';
  if (isCached(answer)) return 'cached, $0';
  const sum = sumCosts(calls.map((call) => call.cost));
  switch (sum.type) {
    case 'unknown':
      return 'cost unknown';
    case 'reported':
      return dollars(sum.usd);
    case 'estimated':
      return sum.usd === 0 ? '$0' : `≈${dollars(sum.usd)}`;
  }
}

/** Tokens a second once the first had come; '' where too little came to tell. */
function pace(answer: Answer, usage: Usage | undefined): string {
  const { firstAt, endedAt, calls } = answer;
  if (firstAt === undefined || endedAt === undefined || calls.length > 1 || calls[0]?.source === 'cached') return '';
  const ms = endedAt - firstAt;
  const output = usage?.output ?? 0;
  return ms >= 500 && output >= 20 ? `${Math.round((output * 1000) / ms)}/s` : '';
}

/**
 * "1,204 → 340 tokens · ≈$0.0041 · 0.4 s to first · 5.2 s · 61/s": what is known; nothing is guessed. `together`: how many answers
 * the call gave, for tokens and cost are those of all.
 */
export function answerFacts(answer: Answer, together: number): string {
  if (answer.endedAt === undefined || cameToNothing(answer)) return '';
  if (isCached(answer)) return cost(answer);
  const usage = usageOf(answer);
  const first = answer.firstAt === undefined ? '' : `${seconds(answer.firstAt - answer.startedAt)} to first`;
  const isOne = together <= 1;
  const facts = [
    tokens(usage),
    cost(answer),
    isOne ? '' : `for ${together} answers together`,
    answer.seams.length > 0 ? '' : first,
    seconds(duration(answer, answer.endedAt)),
    isOne ? pace(answer, usage) : '',
  ];
  return facts.filter((one) => one !== '').join(' · ');
}

/** Whether nobody was asked: then there are no times to tell. */
function isCached({ calls }: Answer): boolean {
  return calls.length > 0 && calls.every(({ source }) => source === 'cached');
}

/** Nothing was seen and nothing counted: what there is to say stands in the card. */
function cameToNothing({ firstAt, calls }: Answer): boolean {
  return firstAt === undefined && calls.every(({ usage, source }) => usage === undefined && source !== 'cached');
}

/** Of an answer that was continued, all calls; the time between them does not count. */
function duration({ calls, startedAt }: Answer, endedAt: number): number {
  return calls.length > 1 ? calls.reduce((sum, call) => sum + call.durationMs, 0) : endedAt - startedAt;
}
