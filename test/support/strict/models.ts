// The models a strict server plays, as their vendors hold them (2026-11). Written from the vendors' words and answers, not from the
// data of src/: two descriptions of one world, so that a mistake in either shows.

export type Vendor = 'openai' | 'groq' | 'mistral' | 'deepseek' | 'xai' | 'anthropic' | 'google' | 'ollama';
export type WireId = 'chat' | 'responses' | 'messages' | 'gemini' | 'ollama';

export interface StrictModel {
  readonly id: string;
  readonly vendor: Vendor;
  readonly wires: readonly WireId[];
  readonly maxOutput: number;
  readonly context: number;
  /**
   * `temperature` and `top_p`. `withoutThinking`: while the effort is none. `olderVersion`: with the Messages API's version of
   * 2023-06-01 alone, and one of the two.
   */
  readonly sampling: 'yes' | 'withoutThinking' | 'olderVersion' | 'no';
  /** The efforts that may be asked for; none: the parameter is refused. */
  readonly efforts: readonly string[];
  /** The effort where none is asked for. */
  readonly effort?: string;
  readonly thinks: 'always' | 'byEffort' | 'never';
  readonly input: readonly ('image' | 'audio' | 'pdf')[];
  readonly tools: 'yes' | 'no';
  readonly forcedTools: 'yes' | 'no';
  /** Other things a model of this vendor refuses. */
  readonly refuses: readonly Refusal[];
}

export type Refusal =
  | 'stop'
  | 'verbosity'
  | 'jsonSchema'
  | 'json'
  /** Tools while it thinks. */
  | 'toolsWhileThinking'
  | 'system'
  | 'candidates'
  | 'penalties'
  | 'jsonWithTools'
  | 'jsonWithForcedTools'
  | 'thinkingOff'
  | 'thinkingBudget'
  | 'thinkingLevel'
  | 'prefill'
  | 'encryptedReasoning';

const plain = {
  maxOutput: 128_000,
  context: 1_000_000,
  sampling: 'yes',
  efforts: [],
  thinks: 'never',
  input: [],
  tools: 'yes',
  forcedTools: 'yes',
  refuses: [],
} as const satisfies Partial<StrictModel>;

const seeing = ['image', 'pdf'] as const;
const newEfforts = ['none', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
/** Without `none` (astra and 6.1-sol always reason). */
const thinkingEfforts = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

const openai = { ...plain, vendor: 'openai', wires: ['chat', 'responses'], input: seeing } as const;
const gpt6 = { ...openai, efforts: newEfforts, effort: 'medium', thinks: 'byEffort', refuses: ['stop'] } as const;
const gpt6Always = { ...gpt6, efforts: thinkingEfforts, thinks: 'always', sampling: 'no' } as const;

const openaiModels: readonly StrictModel[] = [
  { ...openai, id: 'gpt-4.1', maxOutput: 32_768, refuses: ['verbosity', 'encryptedReasoning'] },
  { ...gpt6Always, id: 'gpt-6-astra' },
  { ...gpt6Always, id: 'gpt-6.1-sol' },
  { ...gpt6, id: 'gpt-6.1-terra', sampling: 'withoutThinking' },
  { ...gpt6, id: 'gpt-6-luna', sampling: 'withoutThinking' },
  { ...gpt6, id: 'gpt-5.4', efforts: ['none', 'low', 'medium', 'high', 'xhigh'], sampling: 'withoutThinking' },
  { ...gpt6, id: 'gpt-5.6-luna', sampling: 'no', refuses: ['stop', 'toolsWhileThinking'] },
  { ...gpt6Always, id: 'gpt-5.5-pro', wires: ['responses'], efforts: ['medium', 'high', 'xhigh'] },
  {
    ...gpt6,
    id: 'gpt-5.3-codex-spark',
    wires: ['responses'],
    maxOutput: 32_000,
    context: 128_000,
    efforts: ['none', 'low', 'medium', 'high', 'xhigh'],
    sampling: 'no',
    input: [],
  },
  {
    ...gpt6Always,
    id: 'o3',
    maxOutput: 100_000,
    context: 200_000,
    efforts: ['low', 'medium', 'high'],
    refuses: ['stop', 'verbosity'],
  },
];

const groq = { ...plain, vendor: 'groq', wires: ['chat'], context: 131_072, refuses: ['jsonWithTools'] } as const;
const mistral = { ...plain, vendor: 'mistral', wires: ['chat'], context: 262_144, maxOutput: 262_144 } as const;
const deepseek = {
  ...plain,
  vendor: 'deepseek',
  wires: ['chat'],
  maxOutput: 384_000,
  // Ignored there, not refused; but what is ignored without a word is what a user must be told.
  sampling: 'no',
  efforts: ['low', 'high', 'max'],
  effort: 'high',
  thinks: 'always',
  forcedTools: 'no',
  refuses: ['jsonSchema', 'penalties'],
} as const;

const xai = { ...plain, vendor: 'xai', wires: ['responses'], maxOutput: 10_000_000, refuses: ['verbosity'] } as const;

const compatibleModels: readonly StrictModel[] = [
  { ...groq, id: 'openai/gpt-oss-120b', maxOutput: 65_536, efforts: ['low', 'medium', 'high'], thinks: 'always' },
  { ...groq, id: 'llama-3.3-70b-versatile', maxOutput: 32_768, refuses: ['jsonWithTools', 'jsonSchema'] },
  { ...mistral, id: 'mistral-large-latest', input: ['image'] },
  {
    ...mistral,
    id: 'mistral-medium-latest',
    input: ['image'],
    efforts: ['none', 'high'],
    effort: 'none',
    thinks: 'byEffort',
  },
  { ...mistral, id: 'voxtral-small-latest', context: 32_000, maxOutput: 32_000, input: ['audio'] },
  { ...deepseek, id: 'deepseek-v4-pro' },
  { ...deepseek, id: 'deepseek-v4-flash' },
  {
    ...xai,
    id: 'grok-4.3',
    input: seeing,
    efforts: ['none', 'low', 'medium', 'high'],
    effort: 'low',
    thinks: 'byEffort',
  },
];

const claude = {
  ...plain,
  vendor: 'anthropic',
  wires: ['messages'],
  sampling: 'no',
  efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
  effort: 'high',
  thinks: 'always',
  input: seeing,
} as const;
const newestClaude = { ...claude, forcedTools: 'no', refuses: ['prefill', 'thinkingOff', 'thinkingBudget'] } as const;
const olderClaude = { ...claude, sampling: 'olderVersion', thinks: 'never' } as const;

const claudeModels: readonly StrictModel[] = [
  { ...newestClaude, id: 'claude-fable-5-1' },
  { ...newestClaude, id: 'claude-opus-5-5' },
  { ...newestClaude, id: 'claude-sonnet-5-5' },
  { ...claude, id: 'claude-haiku-5-5', thinks: 'byEffort', refuses: ['prefill', 'thinkingBudget'] },
  { ...olderClaude, id: 'claude-opus-4-6', efforts: ['low', 'medium', 'high', 'max'], refuses: ['prefill'] },
  { ...olderClaude, id: 'claude-haiku-4-5', maxOutput: 64_000, context: 200_000, efforts: [] },
];

const gemini = {
  ...plain,
  vendor: 'google',
  wires: ['gemini'],
  maxOutput: 65_536,
  context: 1_048_576,
  thinks: 'byEffort',
  input: ['image', 'audio', 'pdf'],
} as const;
const gemini25 = { ...gemini, refuses: ['penalties', 'jsonWithTools', 'thinkingLevel'] } as const;
const gemini3 = {
  ...gemini,
  thinks: 'always',
  refuses: ['candidates', 'jsonWithForcedTools', 'thinkingBudget'],
} as const;

const geminiModels: readonly StrictModel[] = [
  { ...gemini25, id: 'gemini-2.5-flash', efforts: ['0', '24576'] },
  { ...gemini25, id: 'gemini-2.5-pro', thinks: 'always', efforts: ['128', '32768'] },
  { ...gemini3, id: 'gemini-3.8-flash', efforts: ['LOW', 'MEDIUM', 'HIGH'] },
  { ...gemini3, id: 'gemini-3.5-flash', efforts: ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'] },
  { ...gemini3, id: 'gemini-3.1-pro-preview', efforts: ['LOW', 'MEDIUM', 'HIGH'] },
  {
    ...gemini,
    id: 'gemma-3-27b-it',
    maxOutput: 8_192,
    context: 131_072,
    thinks: 'never',
    input: ['image'],
    tools: 'no',
    refuses: ['system', 'json'],
  },
];

const ollama = { ...plain, vendor: 'ollama', wires: ['ollama'], context: 131_072, forcedTools: 'no' } as const;

const ollamaModels: readonly StrictModel[] = [
  { ...ollama, id: 'llama3.2:latest' },
  { ...ollama, id: 'gemma3:4b', input: ['image'], tools: 'no' },
  { ...ollama, id: 'qwen3-vl:8b', input: ['image'], thinks: 'byEffort', efforts: ['on', 'off'] },
  { ...ollama, id: 'gpt-oss:20b', thinks: 'always', efforts: ['low', 'medium', 'high'] },
];

/** Every model a strict server plays. */
export const strictModels: readonly StrictModel[] = [
  ...openaiModels,
  ...compatibleModels,
  ...claudeModels,
  ...geminiModels,
  ...ollamaModels,
];

export function strictModel(id: string, wire: WireId): StrictModel | undefined {
  return strictModels.find((model) => model.id === id && model.wires.includes(wire));
}
