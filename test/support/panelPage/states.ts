import type {
  AnswerStateView,
  ComposerView,
  FieldView,
  FullAnswerView,
  PanelState,
  ProblemView,
  SheetView,
  TurnView,
} from '../../../src/protocol/panel.ts';

export const model = 'anthropic/claude-sonnet-5-5';

/** The parameter sheet for a model that takes everything, with nothing set. */
export const sheet: SheetView = {
  summary: '',
  fields: [
    {
      name: 'preset',
      label: 'Preset',
      input: {
        type: 'choice',
        options: [
          { value: 'creative', label: 'Creative' },
          { value: 'factual', label: 'Factual' },
        ],
      },
      otherwise: 'none',
    },
    {
      name: 'temperature',
      label: 'Temperature',
      input: { type: 'number', min: 0, max: 2, step: 0.1 },
      otherwise: '0.7 (settings)',
    },
    {
      name: 'reasoning_effort',
      label: 'Reasoning effort',
      input: {
        type: 'choice',
        options: [
          { value: 'low', label: 'low' },
          { value: 'high', label: 'high' },
        ],
      },
      otherwise: "the model's own",
    },
    {
      name: 'max_tokens',
      label: 'Max tokens',
      input: { type: 'number', min: 1, max: 10_000_000, step: 1 },
      otherwise: "the model's own",
    },
    { name: 'stop', label: 'Stop at', input: { type: 'text', placeholder: 'one a line' }, otherwise: 'none' },
    {
      name: 'seed',
      label: 'Seed',
      input: { type: 'number', min: 0, max: 4_294_967_295, step: 1 },
      otherwise: 'none',
    },
    {
      name: 'response_format',
      label: 'Answer as',
      input: { type: 'choice', options: [{ value: 'json_object', label: 'JSON' }] },
      otherwise: 'text',
    },
  ].map((field) => ({ value: '', off: '', problem: '', ...field }) as FieldView),
};

/** The sheet with some of its fields changed, by name. */
export function sheetWith(summary: string, changed: Readonly<Record<string, Partial<FieldView>>>): SheetView {
  return { summary, fields: sheet.fields.map((field) => ({ ...field, ...changed[field.name] })) };
}

export const idleComposer: ComposerView = {
  chips: [],
  attachable: 'src/retry/backoff.ts',
  model: 'claude-sonnet-5-5',
  warning: '',
  busy: 'idle',
  sheet,
};

export const answering: ComposerView = { ...idleComposer, busy: 'answering' };

export function answer(
  text: string,
  state: AnswerStateView = { type: 'complete', note: '' },
  more: Partial<FullAnswerView> = {},
): FullAnswerView {
  return {
    model,
    state,
    notices: [],
    waiting: undefined,
    seams: [],
    continuable: 'no',
    facts: '',
    number: 1,
    count: 1,
    text,
    thinking: '',
    ...more,
  };
}

export function turn(id: string, text: string, reply: FullAnswerView, more: Partial<TurnView> = {}): TurnView {
  return { id, text, chips: [], answer: reply, ...more };
}

export function panelState(turns: readonly TurnView[], more: Partial<PanelState> = {}): PanelState {
  return { turns, composer: idleComposer, welcome: start, draft: '', sendKey: 'enter', language: 'en', ...more };
}

export const connect: PanelState['welcome'] = {
  type: 'connect',
  offers: [
    {
      id: 'environment:openai',
      icon: 'key',
      label: 'Use the OpenAI key found here',
      detail: 'From the environment variable OPENAI_API_KEY',
    },
    { id: 'addKey', icon: 'key', label: 'Paste an API key', detail: 'Recognised, tested, kept in secret storage' },
    { id: 'local', icon: 'server', label: 'Use a local model', detail: 'Ollama, LM Studio, llama.cpp on this machine' },
    { id: 'custom', icon: 'plug', label: 'Connect your own server', detail: 'Any address that speaks the OpenAI API' },
  ],
};

export const start: PanelState['welcome'] = {
  type: 'start',
  starters: [
    { id: 'walk', icon: 'book', label: 'Explain this file', detail: 'What it does and how it fits together' },
    { id: 'bugs', icon: 'bug', label: 'Look for bugs', detail: 'Mistakes, edge cases, races' },
    { id: 'tests', icon: 'beaker', label: 'Write tests', detail: 'For the behaviour that matters' },
    { id: 'simplify', icon: 'wand', label: 'Simplify it', detail: 'Same behaviour, less code' },
  ],
};

export const problem: ProblemView = {
  sentence: 'Anthropic rejected the key for https://api.anthropic.com.',
  action: 'Set Key',
  details: 'Host: api.anthropic.com\nStatus: 401\nCode: authentication_error\nRequest id: req_011CRz7bXk2sPq4NcVtYw8mD',
};

export const cutOff: ProblemView = {
  sentence: 'The answer was cut off before its end.',
  action: 'Try Again',
  details: 'Host: api.anthropic.com\nRequest id: req_011CRz7bXk2sPq4NcVtYw8mD',
};

/** An answer with everything a good one has. */
export const richText = `The loop never ends because \`attempt\` is reset **inside** the body: every failure starts counting at zero again.

### What to change

1. Move the counter out of the loop.
2. Stop after \`maxAttempts\`, and rethrow the *last* error.
3. Wait between attempts; see [exponential backoff](https://en.wikipedia.org/wiki/Exponential_backoff).

\`\`\`ts
export async function retry<T>(work: () => Promise<T>, maxAttempts = 5): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === maxAttempts) throw error;
      await sleep(2 ** attempt * 100);
    }
  }
}
\`\`\`

| attempt | wait | total |
|---|---:|---:|
| 1 | 200 ms | 0.2 s |
| 2 | 400 ms | 0.6 s |
| 3 | 800 ms | 1.4 s |

> A retry that never gives up hides the fault it was written for.

- [x] counts across attempts
- [ ] honours \`Retry-After\`
`;

export const chip = {
  id: 'c1',
  label: 'src/retry/backoff.ts 12–20',
  detail: '/home/ada/shop/src/retry/backoff.ts, 412 characters',
};
export const secondChip = { id: 'c2', label: 'package.json', detail: '/home/ada/shop/package.json, 1.2 kB' };
export const facts = '1,204 → 340 tokens · ≈$0.0041 · 0.4 s to first · 5.2 s · 61/s';
