import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { classify } from '../../src/core/classify.ts';
import { ChatError, type ErrorKind } from '../../src/core/errors.ts';
import { sdkErrors } from '../support/sdkErrors.ts';

const context = { host: 'api.example.com', secrets: ['sk-secret-123456'], nowMs: Date.parse('2026-11-21T10:00:00Z') };
const classified = (thrown: unknown) => classify(thrown, context);

const caused = (code: string, message = 'x') =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });

describe('classify', () => {
  it('names the parameter and the reason', () => {
    const facts = (status: number, message: string, more = {}) =>
      classified({ status, error: { message, ...more } }).facts;
    assert.equal(facts(400, "Unsupported parameter: 'top_p' is not supported").parameter, 'top_p');
    assert.equal(facts(400, 'x', { code: 'unsupported_parameter', param: 'seed' }).parameter, 'seed');
    assert.equal(facts(400, 'temperature: Extra inputs are not permitted').parameter, 'temperature');
    assert.equal(facts(403, 'Country not supported').reason, 'region');
    assert.equal(facts(403, 'You do not have access to this model').reason, 'modelAccess');
    assert.equal(facts(403, 'Missing scopes: model.request').reason, 'modelAccess');
    assert.equal(facts(403, 'Insufficient permissions for this operation').reason, 'keyPermissions');
    assert.equal(facts(403, 'No').reason, undefined);
  });

  it('shows what the provider behind a gateway said', () => {
    const error = {
      message: 'Provider returned error',
      code: 400,
      metadata: { raw: 'prompt is too long: 9 tokens > 8 maximum' },
    };
    const { kind, facts } = classified({ error });
    assert.equal(kind, 'contextTooLong');
    assert.equal(facts.detail, 'Provider returned error: prompt is too long: 9 tokens > 8 maximum');
    assert.equal(facts.status, 400);
  });

  const frames: readonly (readonly [unknown, ErrorKind])[] = [
    [{ error: { type: 'overloaded_error', message: 'Overloaded' } }, 'overloaded'],
    [{ error: { type: 'rate_limit_error', message: 'x' } }, 'rateLimit'],
    [{ error: { type: 'api_error', message: 'x' } }, 'server'],
    [{ error: { type: 'authentication_error', message: 'x' } }, 'auth'],
    [{ error: { type: 'invalid_request_error', message: 'x' } }, 'badRequest'],
    [{ error: { type: 'not_found_error', message: 'x' } }, 'notFound'],
    [{ error: { type: 'timeout_error', message: 'x' } }, 'timeout'],
    [{ error: { code: 502, message: 'x' } }, 'server'],
    [{ error: { code: '429', message: 'x' } }, 'rateLimit'],
    [{ error: 'something broke' }, 'server'],
    [{ error: {} }, 'server'],
  ];
  for (const [frame, kind] of frames) {
    it(`calls the error frame ${JSON.stringify(frame)} ${kind}`, () => {
      assert.equal(classified(frame).kind, kind);
    });
  }

  const codes: readonly (readonly [string, ErrorKind])[] = [
    ['ECONNREFUSED', 'network'],
    ['ENOTFOUND', 'network'],
    ['EAI_AGAIN', 'network'],
    ['ECONNRESET', 'network'],
    ['ETIMEDOUT', 'network'],
    ['EPROTO', 'network'],
    ['UND_ERR_SOCKET', 'network'],
    ['UND_ERR_CONNECT_TIMEOUT', 'network'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'network'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'certificate'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
    ['HPE_INVALID_CONSTANT', 'protocol'],
  ];
  for (const [code, kind] of codes) {
    it(`calls ${code} ${kind}, however deep it lies`, () => {
      const wrapped = new Error('Connection error.', { cause: caused(code) });
      for (const thrown of [caused(code), wrapped, Object.assign(new Error('x'), { code })]) {
        const error = classified(thrown);
        assert.equal(error.kind, kind);
        assert.equal(error.facts.code, code);
      }
    });
  }

  it('looks into both addresses of a host that refuses', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' });
    const thrown = new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) });
    assert.equal(classified(thrown).facts.code, 'ECONNREFUSED');
  });

  it("reads the codes of Electron's network", () => {
    assert.equal(classified(new Error('net::ERR_CERT_AUTHORITY_INVALID')).kind, 'certificate');
    assert.equal(classified(new Error('net::ERR_PROXY_CONNECTION_FAILED')).kind, 'network');
    assert.equal(classified(new Error('net::ERR_INTERNET_DISCONNECTED')).facts.code, 'ERR_INTERNET_DISCONNECTED');
  });

  const others: readonly (readonly [unknown, ErrorKind])[] = [
    [new TypeError('fetch failed'), 'network'],
    [new TypeError('terminated'), 'network'],
    [new DOMException('This operation was aborted', 'AbortError'), 'cancelled'],
    [new OpenAI.APIUserAbortError(), 'cancelled'],
    [new Anthropic.APIUserAbortError(), 'cancelled'],
    [new DOMException('x', 'TimeoutError'), 'timeout'],
    [new OpenAI.APIConnectionTimeoutError(), 'timeout'],
    [new Anthropic.APIConnectionTimeoutError(), 'timeout'],
    [new SyntaxError('Unexpected token in "my secret prompt"'), 'protocol'],
    [new Error('surprise'), 'protocol'],
    ['a text', 'protocol'],
    [undefined, 'protocol'],
    [null, 'protocol'],
    [{}, 'protocol'],
  ];
  for (const [thrown, kind] of others) {
    it(`calls ${inspect(thrown).split('\n')[0]} ${kind}`, () => {
      const error = classified(thrown);
      assert.equal(error.kind, kind);
      assert.equal(error.message.includes('secret prompt'), false);
    });
  }

  it('finds the ChatError that an SDK wrapped', () => {
    const ours = new ChatError('redirect', { redirectedTo: 'evil.example' });
    assert.equal(classified(new OpenAI.APIConnectionError({ message: 'x', cause: ours })), ours);
    assert.equal(classified(new Error('a', { cause: new Error('b', { cause: ours }) })), ours);
    assert.equal(classified(ours), ours);
  });

  it('survives a cause that is its own cause', () => {
    const loop: Error & { cause?: unknown } = new Error('loop');
    loop.cause = loop;
    assert.equal(classified(loop).kind, 'protocol');
  });

  it('lets neither secrets nor the thrown value into the error', () => {
    const thrown = {
      status: 500,
      message: '500 x',
      error: { message: 'key sk-secret-123456', code: 'sk-secret-123456' },
      requestID: 'sk-secret-123456',
      prompt: 'private',
    };
    const shown = inspect(classified(thrown), { depth: 10, showHidden: true });
    assert.equal(shown.includes('sk-secret-123456'), false);
    assert.equal(shown.includes('private'), false);
  });

  it('makes one short line of any message', () => {
    const message = `<html><script>alert(1)</script><style>x</style><body>a\u0000b\u001b[31m\n\n c\u202e\u200b ${'d'.repeat(2_000)}`;
    const detail = classified({ status: 500, error: { message } }).facts.detail ?? '';
    assert.ok(detail.startsWith('a b [31m c d'), detail.slice(0, 40));
    assert.equal(detail.length, 500);
    assert.equal(/[<>\p{Cc}\p{Cf}]/u.test(detail), false);
  });

  it('is quick with hostile messages', () => {
    const hostile = ['<script', '<!--', '<a ', 'model '.repeat(3), 'country ', 'parameter '].map((text) =>
      text.repeat(200_000 / text.length),
    );
    for (const message of hostile) {
      const started = performance.now();
      for (const thrown of sdkErrors(400, { error: { message: `<html>${message}` } })) classified(thrown);
      assert.ok(performance.now() - started < 2_000, `${message.slice(0, 20)} took too long`);
    }
  });
});
