import assert from 'node:assert/strict';
import { classify } from '../../src/core/classify.ts';
import type { ErrorKind } from '../../src/core/errors.ts';
import { sdkErrors } from '../support/sdkErrors.ts';

const context = { host: 'api.example.com', secrets: [], nowMs: Date.parse('2026-11-21T10:00:00Z') };
const classified = (thrown: unknown) => classify(thrown, context);

describe('classify: replies', () => {
  const replies: readonly (readonly [number, object | string, ErrorKind])[] = [
    // Context overflow in the words of each vendor; few give it a code.
    [
      400,
      { error: { message: "This model's maximum context length is 128000 tokens.", code: 'context_length_exceeded' } },
      'contextTooLong',
    ],
    [400, { error: { message: 'Your input exceeds the context window of this model.' } }, 'contextTooLong'],
    [
      400,
      { error: { type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' } },
      'contextTooLong',
    ],
    [
      400,
      { error: { message: 'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000' } },
      'contextTooLong',
    ],
    [
      400,
      [
        {
          error: {
            code: 400,
            message: 'The input token count (1200000) exceeds the maximum number of tokens allowed',
            status: 'INVALID_ARGUMENT',
          },
        },
      ],
      'contextTooLong',
    ],
    [400, { error: { message: 'Please reduce the length of the messages or completion.' } }, 'contextTooLong'],
    [
      422,
      {
        message: 'Prompt contains 40000 tokens, too large for model with 32768 maximum context length',
        type: 'invalid_request',
      },
      'contextTooLong',
    ],
    [
      500,
      { error: { message: 'the request exceeds the available context size (4096 tokens), try increasing it' } },
      'contextTooLong',
    ],
    [400, { error: 'The number of tokens to keep is greater than the context length' }, 'contextTooLong'],
    [429, { error: { message: 'Too many tokens, please wait before trying again.' } }, 'rateLimit'],
    [413, { error: { message: 'Request too large' } }, 'tooLarge'],
    [
      429,
      {
        error: {
          message: 'Request too large for gpt-6 on tokens per min (TPM): Limit 30000, Requested 45000.',
          code: 'rate_limit_exceeded',
        },
      },
      'tooLarge',
    ],
    // Money or pace.
    [402, {}, 'quota'],
    [
      429,
      {
        error: {
          code: 'insufficient_quota',
          message: 'You exceeded your current quota, please check your plan and billing details.',
        },
      },
      'quota',
    ],
    [
      429,
      { error: { type: 'rate_limit_error', message: 'x', details: { error_code: 'enforced_spend_limit_reached' } } },
      'quota',
    ],
    [
      400,
      { error: { type: 'invalid_request_error', message: 'Your credit balance is too low to access the API.' } },
      'quota',
    ],
    [
      400,
      { error: { message: 'You have reached your specified API usage limits. You will regain access on 2026-12-01.' } },
      'quota',
    ],
    [403, { error: { message: 'Key limit exceeded. This request requires more credits' } }, 'quota'],
    [
      429,
      [
        {
          error: {
            message: 'You exceeded your current quota',
            status: 'RESOURCE_EXHAUSTED',
            details: [{ retryDelay: '17s' }],
          },
        },
      ],
      'rateLimit',
    ],
    [429, { error: { message: 'Rate limit reached for requests', code: 'rate_limit_exceeded' } }, 'rateLimit'],
    // The key.
    [401, {}, 'auth'],
    [400, { error: { message: 'API key not valid. Please pass a valid API key.' } }, 'auth'],
    [400, { error: 'Incorrect API key provided: sk-***' }, 'auth'],
    [403, { error: { message: 'Invalid API key' } }, 'auth'],
    // What the account may not do.
    [
      403,
      {
        error: { code: 'unsupported_country_region_territory', message: 'Country, region, or territory not supported' },
      },
      'permission',
    ],
    [
      400,
      { error: { message: 'User location is not supported for the API use.', status: 'FAILED_PRECONDITION' } },
      'permission',
    ],
    [403, { error: { message: 'You do not have access to this model' } }, 'permission'],
    [403, { error: { code: 403, message: 'Your input was flagged', metadata: { reasons: ['violence'] } } }, 'filtered'],
    [400, { error: { code: 'content_filter', message: 'The response was filtered' } }, 'filtered'],
    // The model.
    [404, { error: { code: 'model_not_found', message: 'The model `x` does not exist' } }, 'notFound'],
    [400, { error: { code: 'model_decommissioned', message: 'The model has been decommissioned' } }, 'notFound'],
    [
      400,
      { object: 'error', message: 'Invalid model: mistral-large-2411', type: 'invalid_model', code: '1500' },
      'notFound',
    ],
    [404, { detail: 'Not Found' }, 'notFound'],
    // Parameters.
    [
      400,
      {
        error: { code: 'unsupported_parameter', param: 'temperature', message: "Unsupported parameter: 'temperature'" },
      },
      'unsupportedParameter',
    ],
    [400, { error: { message: 'temperature: Extra inputs are not permitted' } }, 'unsupportedParameter'],
    [
      422,
      { detail: [{ type: 'extra_forbidden', loc: ['body', 'verbosity'], msg: 'Extra inputs are not permitted' }] },
      'unsupportedParameter',
    ],
    [
      400,
      [{ error: { message: 'Invalid JSON payload received. Unknown name "seed": Cannot find field.' } }],
      'unsupportedParameter',
    ],
    [400, { error: { message: "Unrecognized request argument supplied: 'verbosity'" } }, 'unsupportedParameter'],
    // The rest.
    [400, {}, 'badRequest'],
    [409, {}, 'server'],
    [500, {}, 'server'],
    [503, {}, 'overloaded'],
    [529, {}, 'overloaded'],
    [524, 'error code: 524', 'timeout'],
    [407, 'Proxy Authentication Required', 'network'],
    [404, '<!doctype html><html><body>nginx</body></html>', 'notAnApi'],
    [403, '<html><body>Blocked by the firewall</body></html>', 'notAnApi'],
    [502, '<html><body>Bad gateway</body></html>', 'server'],
  ];
  for (const [status, body, kind] of replies) {
    it(`calls ${status} ${JSON.stringify(body).slice(0, 90)} ${kind}, from either SDK`, () => {
      for (const thrown of sdkErrors(status, body)) {
        const error = classified(thrown);
        assert.equal(error.kind, kind);
        assert.equal(error.facts.status, status);
        assert.equal(error.facts.host, 'api.example.com');
      }
    });
  }

  it('keeps the raw facts', () => {
    const body = { error: { code: 'insufficient_quota', message: 'No money left.' } };
    for (const thrown of sdkErrors(429, body, { 'x-request-id': 'req_7', 'retry-after': '3' })) {
      const { code, detail, requestId, retryAfterMs } = classified(thrown).facts;
      assert.deepEqual(
        [code, detail, requestId, retryAfterMs],
        ['insufficient_quota', 'No money left.', 'req_7', 3_000],
      );
    }
  });
});
