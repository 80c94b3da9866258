/**
 * How providers say that a conversation is too long. Few give it a code of its own, so the sentence decides
 * (wordings of OpenAI, Anthropic, Google, Mistral, Groq, xAI, Bedrock, llama.cpp, LM Studio, vLLM; 2026-11).
 */
const overflow = [
  /context[ _]length[ _]exceeded/,
  /prompt (?:is|was) too long/,
  /input is too long/,
  /input is longer than|longer than the model'?s context/,
  /(?:exceed|greater than|larger than|over)s?(?:ed|ing)? (?:the |this |its )?(?:model'?s )?(?:available |maximum |max )?context/,
  /maximum (?:context|prompt|input|token) (?:length|limit)/,
  /max(?:imum)? model len/,
  /context (?:window|size|length) (?:is |was )?(?:exceeded|too small|limit)/,
  /(?:input|prompt) token count.{0,40}exceeds/,
  /number of input tokens exceeds/,
  /tokens in request more than max tokens/,
  /reduce the length of (?:the|your) (?:messages|prompt|input)/,
  /input length and [`']?max_tokens[`']? exceed/,
  /too large for model with \d+ maximum context/,
];

/** "Too many tokens, please wait" is a rate limit, not a long conversation. */
const throttled = /too many tokens,? please wait|tokens per (?:min|day)|\b[rt]p[md]\b|rate limit/;

/** Whether an error's words say that input and output do not fit the model. `text` is in lower case. */
export function saysContextOverflow(text: string): boolean {
  return !throttled.test(text) && overflow.some((pattern) => pattern.test(text));
}
