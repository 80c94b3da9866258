// What a provider's reply says about trying again, about length in tokens, and the wordings of the newer wire APIs.
import assert from 'node:assert/strict';
import { classify } from '../../src/core/classify.ts';
import type { ErrorKind } from '../../src/core/errors.ts';
import { sdkErrors } from '../support/sdkErrors.ts';

const context = { host: 'api.example.com', secrets: [], nowMs: Date.parse('2026-11-21T10:00:00Z') };
const classified = (thrown: unknown) => classify(thrown, context);

describe('classify: x-should-retry', () => {
  const forms: readonly (readonly [string | undefined, boolean | undefined])[] = [
    ['true', true],
    ['false', false],
    [' True ', true],
    ['', undefined],
    ['1', undefined],
    ['never', undefined],
    [undefined, undefined],
  ];
  for (const [header, shouldRetry] of forms) {
    it(`reads ${JSON.stringify(header)} as ${shouldRetry}`, () => {
      const headers: Record<string, string> = header === undefined ? {} : { 'x-should-retry': header };
      for (const thrown of sdkErrors(500, { error: { message: 'No' } }, headers)) {
        assert.equal(classified(thrown).facts.shouldRetry, shouldRetry);
      }
    });
  }
});

describe('classify: tokens', () => {
  const sentences: readonly (readonly [string, number, number])[] = [
    [
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 10000 tokens.",
      10_000,
      8_192,
    ],
    [
      "This endpoint's maximum context length is 131,072 tokens. However, you requested about 140,000 tokens (139,000 of text input).",
      140_000,
      131_072,
    ],
    [
      "This model's maximum prompt length is 131072 but the request contains 140000 tokens.", // xAI
      140_000,
      131_072,
    ],
    ['prompt is too long: 210000 tokens > 200000 maximum', 210_000, 200_000],
    ['input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease', 210_000, 200_000],
    ['The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).', 1_200_000, 1_048_576],
    ['The input token count of 1200000 exceeds the maximum number of tokens allowed 1048576.', 1_200_000, 1_048_576],
    ['Prompt contains 40000 tokens, too large for model with 32768 maximum context length', 40_000, 32_768],
    ['request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it', 5_000, 4_096],
    [
      'Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.',
      5_000,
      4_096,
    ],
  ];
  for (const [message, needed, most] of sentences) {
    it(`finds ${needed} of ${most} in "${message.slice(0, 60)}…"`, () => {
      for (const thrown of sdkErrors(400, { error: { message, code: 'context_length_exceeded' } })) {
        assert.deepEqual(classified(thrown).facts.tokens, { needed, most });
      }
    });
  }

  const silent = [
    'Your input exceeds the context window of this model.',
    "This model's maximum context length is 8192 tokens. Please shorten it.",
    'prompt is too long: 100 tokens > 200000 maximum',
    `prompt is too long: ${'9'.repeat(40)} tokens > 200000 maximum`,
  ];
  for (const message of silent) {
    it(`makes up no numbers for "${message.slice(0, 60)}…"`, () => {
      for (const thrown of sdkErrors(400, { error: { message, code: 'context_length_exceeded' } })) {
        const { kind, facts } = classified(thrown);
        assert.deepEqual([kind, facts.tokens], ['contextTooLong', undefined]);
      }
    });
  }
});

describe('classify: wordings of Responses, Gemini and Ollama', () => {
  const replies: readonly (readonly [number | undefined, unknown, ErrorKind])[] = [
    // Spending limits are no limits on pace, whatever the status.
    [400, { type: 'invalid_request_error', message: 'You have reached your specified API usage limits.' }, 'quota'],
    [429, { code: 'enforced_spend_limit_reached', message: 'Spend limit reached' }, 'quota'],
    [429, { message: "you've reached your weekly usage limit, please upgrade" }, 'quota'],
    // Inside a Responses stream.
    [undefined, { code: 'server_error', message: 'The server had an error.' }, 'server'],
    [undefined, { code: 'rate_limit_exceeded', message: 'Rate limit reached for gpt-6.' }, 'rateLimit'],
    [undefined, { code: 'invalid_prompt', message: 'Invalid prompt.' }, 'badRequest'],
    [undefined, { code: 'invalid_base64_image', message: 'The image is not valid.' }, 'badRequest'],
    [undefined, { code: 'image_too_large', message: 'The image is too large.' }, 'badRequest'],
    [undefined, { code: 'image_content_policy_violation', message: 'No.' }, 'filtered'],
    // Gemini.
    [
      429,
      { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Resource has been exhausted (e.g. check quota).' },
      'rateLimit',
    ],
    [
      429,
      {
        code: 429,
        status: 'RESOURCE_EXHAUSTED',
        message: 'You exceeded your current quota, please check your plan and billing details.',
        details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '35s' }],
      },
      'rateLimit',
    ],
    [
      400,
      { code: 400, status: 'FAILED_PRECONDITION', message: 'User location is not supported for the API use.' },
      'permission',
    ],
    [
      400,
      { status: 'INVALID_ARGUMENT', message: 'Thinking level is not supported for this model.' },
      'unsupportedParameter',
    ],
    [400, { status: 'INVALID_ARGUMENT', message: 'Penalty is not enabled for this model' }, 'unsupportedParameter'],
    [504, { status: 'DEADLINE_EXCEEDED', message: 'Deadline expired before operation could complete.' }, 'timeout'],
    // Ollama.
    [400, '"llama3.2:3b" does not support thinking', 'unsupportedParameter'],
    [400, 'registry.ollama.ai/library/gemma3:latest does not support tools', 'unsupportedParameter'],
    [404, 'model "llama9" not found, try pulling it first', 'notFound'],
    [503, 'server busy, please try again. maximum pending requests exceeded', 'overloaded'],
    [500, 'model requires more system memory (9.1 GiB) than is available (3.0 GiB)', 'server'],
    [undefined, 'an error was encountered while running the model: CUDA error', 'server'],
  ];
  for (const [status, error, kind] of replies) {
    it(`calls ${status ?? 'a frame with'} ${JSON.stringify(error).slice(0, 90)} ${kind}`, () => {
      assert.equal(classified({ ...(status === undefined ? {} : { status }), error }).kind, kind);
    });
  }
});
