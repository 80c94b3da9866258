// Errors of VS Code's language model API, by their shapes alone: what really arrives is tested inside VS Code (test/host).
import assert from 'node:assert/strict';
import { ChatError, type ErrorKind } from '../../../src/core/errors.ts';
import { explainLmError } from '../../../src/host/models/vscodeLmFailure.ts';

const { signal } = new AbortController();

function lmError(code: string, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { name: 'LanguageModelError', code });
}

describe("errors of VS Code's language models", () => {
  const cases: readonly (readonly [Error, ErrorKind])[] = [
    [lmError('NoPermissions', 'Language model cannot be used'), 'permission'],
    [lmError('NotFound', 'Model is gone'), 'notFound'],
    [lmError('Blocked', 'No more for today'), 'quota'],
    [lmError('Blocked', 'Rate limit exceeded: too many requests'), 'rateLimit'],
    [lmError('Blocked', 'Response was flagged by the content filter'), 'filtered'],
    [
      lmError('Unknown', 'Request Failed', new Error('The input is too long: maximum context length is 8')),
      'contextTooLong',
    ],
    [lmError('Unknown', 'Request Failed', new Error('The model is overloaded')), 'overloaded'],
    [lmError('Unknown', 'odd'), 'server'],
    [new Error('odd'), 'server'],
    [Object.assign(new Error('Canceled'), { name: 'Canceled' }), 'cancelled'],
  ];
  for (const [thrown, kind] of cases) {
    it(`are ${kind}: ${thrown.message}${thrown.cause instanceof Error ? `, ${thrown.cause.message}` : ''}`, () => {
      const { kind: found, facts } = explainLmError(thrown, signal);
      assert.equal(found, kind);
      if (kind !== 'cancelled') {
        assert.equal(facts.detail, thrown.cause instanceof Error ? thrown.cause.message : thrown.message);
      }
    });
  }

  it('are what they are where they are ours already, and cancelled where the signal aborted', () => {
    const ours = new ChatError('contentNotTaken');
    assert.equal(explainLmError(ours, signal), ours);
    assert.equal(explainLmError(ours, AbortSignal.abort()).kind, 'cancelled');
  });

  it('have a sentence whatever was thrown', () => {
    for (const thrown of [undefined, null, {}, { isTrusted: true }, 7]) {
      assert.equal(explainLmError(thrown, signal).facts.detail, 'VS Code gave no reason.');
    }
    assert.equal(explainLmError('no', signal).facts.detail, 'no');
  });
});
