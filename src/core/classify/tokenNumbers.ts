/** Tokens of an input that was too long, and the most the model takes. */
export interface TokenNumbers {
  readonly needed: number;
  readonly most: number;
}

/** A whole number as providers write it, with or without separators. */
const number = String.raw`\(?(\d[\d,_]{0,14})\)?`;

/** Wordings that state both numbers, most first: `maximum … is 8192 … resulted in 9000`. */
const mostFirst = [
  // OpenAI, OpenRouter, vLLM: "maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens"
  `(?:context|prompt|input) (?:length|window|size|limit) (?:is|of) ${number}.{0,60}?(?:resulted in|requested|contains|has)(?: about)? ${number}`,
];

/** Wordings that state both numbers, needed first. */
const neededFirst = [
  // Anthropic: "prompt is too long: 210000 tokens > 200000 maximum"
  `too long: ${number}(?: tokens)? > ${number}`,
  // Google: "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)"
  `token count(?: of)? ${number} exceeds the maximum number of (?:input )?tokens allowed:? ${number}`,
  // Mistral: "Prompt contains 40000 tokens … too large for model with 32768 maximum context length"
  `contains ${number} tokens.{0,80}?model with ${number} maximum`,
  // llama.cpp: "request (5000 tokens) exceeds the available context size (4096 tokens)"
  String.raw`request \((\d{1,15}) tokens\) exceeds the available context size ${number}`,
  // LM Studio: "keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096"
  `first ${number} tokens when.{0,80}?context length of (?:only )?${number}`,
];

/** Anthropic: "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000". */
const inputAndOutput = new RegExp(String.raw`context limit: ${number} \+ ${number} > ${number}`);

const patterns = [
  ...mostFirst.map((source) => ({ pattern: new RegExp(source), order: 'most' as const })),
  ...neededFirst.map((source) => ({ pattern: new RegExp(source), order: 'needed' as const })),
];

/**
 * By how much an input is too long, if a provider's sentence states both numbers and they make sense (wordings of 2026-11). `text` is
 * in lower case.
 */
export function tokenNumbers(text: string): TokenNumbers | undefined {
  const sum = inputAndOutput.exec(text);
  if (sum) return sensible(asNumber(sum[1]) + asNumber(sum[2]), asNumber(sum[3]));
  for (const { pattern, order } of patterns) {
    const found = pattern.exec(text);
    if (!found) continue;
    const [first, second] = [asNumber(found[1]), asNumber(found[2])];
    return order === 'most' ? sensible(second, first) : sensible(first, second);
  }
  return undefined;
}

function asNumber(text: string | undefined): number {
  return Number((text ?? '').replaceAll(/[,_]/g, ''));
}

function sensible(needed: number, most: number): TokenNumbers | undefined {
  return most > 0 && needed > most && Number.isSafeInteger(needed) ? { needed, most } : undefined;
}
