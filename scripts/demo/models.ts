/** How a demo model ends. */
export type Ending =
  | { readonly type: 'complete' }
  /** The connection breaks after this share of the answer, between 0 and 1. */
  | { readonly type: 'cut'; readonly after: number }
  /** No answer at all: an HTTP error. */
  | { readonly type: 'error'; readonly status: number; readonly retryAfter: number; readonly code: string };

/** One model of the demo provider. */
export interface DemoModel {
  /** Says what to expect. */
  readonly id: string;
  /** What it is for, one line. */
  readonly purpose: string;
  readonly tokensPerSecond: number;
  /** Milliseconds before the first token. */
  readonly firstTokenAfter: number;
  readonly thinks: 'aloud' | 'silently';
  /** `handbook` is about 30 kB, whatever was asked. */
  readonly writes: 'answer' | 'handbook';
  readonly ending: Ending;
}

const ordinary = {
  tokensPerSecond: 60,
  firstTokenAfter: 350,
  thinks: 'silently',
  writes: 'answer',
  ending: { type: 'complete' },
} as const;

/** All models, in the order they are listed. */
export const demoModels: readonly DemoModel[] = [
  { ...ordinary, id: 'prose', purpose: 'an ordinary answer at an ordinary pace' },
  { ...ordinary, id: 'quick', purpose: 'the same answer, very fast', tokensPerSecond: 600, firstTokenAfter: 80 },
  { ...ordinary, id: 'slow', purpose: 'the same answer, slowly: time to press Stop', tokensPerSecond: 8 },
  { ...ordinary, id: 'long', purpose: 'a handbook of about 30 kB', tokensPerSecond: 800, writes: 'handbook' },
  { ...ordinary, id: 'thinking', purpose: 'thinks aloud before it answers', thinks: 'aloud' },
  { ...ordinary, id: 'cut', purpose: 'breaks the connection mid-answer', ending: { type: 'cut', after: 0.4 } },
  {
    ...ordinary,
    id: 'error-429',
    purpose: 'always says that requests come too fast',
    ending: { type: 'error', status: 429, retryAfter: 2, code: 'rate_limit_exceeded' },
  },
];
