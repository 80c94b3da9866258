/** How a demo model ends. */
export type Ending =
  | { readonly type: 'complete' }
  /** The connection breaks after this share of the answer, between 0 and 1. */
  | { readonly type: 'cut'; readonly after: number }
  /** A length limit of this many tokens, when none was asked for. */
  | { readonly type: 'limit'; readonly tokens: number };

/** When a demo model answers with an HTTP error. */
export type Refusing =
  | { readonly type: 'never' }
  /** `first`: one request in vain for every one that is answered. `retryAfter`: seconds. */
  | { readonly type: 'always' | 'first'; readonly status: number; readonly retryAfter: number; readonly code: string }
  /** Requests with this field in the body. */
  | { readonly type: 'field'; readonly name: string };

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
  readonly refuses: Refusing;
  readonly ending: Ending;
}

const ordinary = {
  tokensPerSecond: 60,
  firstTokenAfter: 350,
  thinks: 'silently',
  writes: 'answer',
  refuses: { type: 'never' },
  ending: { type: 'complete' },
} as const;

/** All models, in the order they are listed. */
export const demoModels: readonly DemoModel[] = [
  { ...ordinary, id: 'prose', purpose: 'an ordinary answer at an ordinary pace' },
  { ...ordinary, id: 'quick', purpose: 'the same answer, very fast', tokensPerSecond: 600, firstTokenAfter: 80 },
  { ...ordinary, id: 'slow', purpose: 'the same answer, slowly: time to press Stop', tokensPerSecond: 8 },
  { ...ordinary, id: 'long', purpose: 'a handbook of about 30 kB', tokensPerSecond: 800, writes: 'handbook' },
  { ...ordinary, id: 'thinking', purpose: 'thinks aloud before it answers', thinks: 'aloud' },
  { ...ordinary, id: 'json', purpose: 'a JSON object, once you ask for JSON' },
  {
    ...ordinary,
    id: 'limited',
    purpose: 'too many requests at first, an answer after the wait',
    refuses: { type: 'first', status: 429, retryAfter: 4, code: 'rate_limit_exceeded' },
  },
  {
    ...ordinary,
    id: 'overloaded',
    purpose: 'always overloaded: for fallback models',
    refuses: { type: 'always', status: 503, retryAfter: 1, code: 'overloaded' },
  },
  {
    ...ordinary,
    id: 'picky',
    purpose: 'refuses temperature; Parley asks again without',
    refuses: { type: 'field', name: 'temperature' },
  },
  {
    ...ordinary,
    id: 'short',
    purpose: 'ends at a length limit; Continue goes on',
    ending: { type: 'limit', tokens: 90 },
  },
  {
    ...ordinary,
    id: 'cut',
    purpose: 'breaks the connection mid-answer; Continue goes on',
    ending: { type: 'cut', after: 0.4 },
  },
  {
    ...ordinary,
    id: 'error-429',
    purpose: 'always says that requests come too fast',
    refuses: { type: 'always', status: 429, retryAfter: 2, code: 'rate_limit_exceeded' },
  },
];

/** The model with this id. */
export function findModel(id: string): DemoModel | undefined {
  return demoModels.find((model) => model.id === id);
}
