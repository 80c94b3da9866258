import assert from 'node:assert/strict';
import { ChatError, errorKinds } from '../../../src/core/errors.ts';
import { describeFailure, failureDetails } from '../../../src/host/failures.ts';

const openai = { provider: 'OpenAI', model: 'openai/gpt-6-luna', reach: 'cloud' } as const;
const say = (error: ChatError, context: Parameters<typeof describeFailure>[1] = openai) =>
  describeFailure(error, context).sentence;

describe('the words for a failure', () => {
  it('are one or two whole sentences and one labelled action for every kind, even without a single fact', () => {
    for (const kind of errorKinds) {
      const failure = describeFailure(new ChatError(kind), openai);
      assert.match(failure.sentence, /^\S[^{}]*[.?]$/, kind);
      assert.doesNotMatch(failure.sentence, /undefined|NaN|\(\)/, kind);
      assert.match(failure.label, /^[A-Z]/, kind);
    }
  });

  it('name whose side it is on', () => {
    assert.equal(say(new ChatError('auth', { host: 'api.openai.com' })), 'OpenAI rejected the key for api.openai.com.');
    assert.equal(
      say(new ChatError('rateLimit', { retryAfterMs: 3_600_000 })),
      'OpenAI is limiting requests. It asks to wait 60 min.',
    );
    assert.equal(
      say(new ChatError('redirect', { host: 'api.openai.com', redirectedTo: 'evil.example' })),
      'api.openai.com redirected to evil.example; Parley did not follow, to protect the key.',
    );
  });

  it('ask whether a server on this machine is running, whether it is a known one or the user’s own', () => {
    const refused = new ChatError('network', { code: 'ECONNREFUSED', host: '127.0.0.1:11434' });
    const sentence = 'Nothing answers at 127.0.0.1:11434. Is Ollama running?';
    for (const reach of ['local', 'custom'] as const) {
      assert.equal(say(refused, { provider: 'Ollama', model: 'ollama/x', reach }), sentence);
    }
    assert.match(say(new ChatError('network', { code: 'ECONNREFUSED', host: 'api.openai.com' })), /can't be reached/);
  });

  it('keep the raw facts for Details, and nothing twice', () => {
    const error = new ChatError('server', { status: 500, requestId: 'req_1', host: 'api.openai.com', detail: 'boom' });
    assert.equal(failureDetails(error, 'shown'), 'boom\nHost: api.openai.com\nStatus: 500\nRequest id: req_1');
    assert.equal(failureDetails(new ChatError('badRequest', { detail: 'no' }), 'no'), '');
    const tried = [
      { model: 'openai/x', kind: 'overloaded' },
      { model: 'anthropic/y', kind: 'quota' },
    ] as const;
    const everyone = new ChatError('quota', { host: 'api.anthropic.com', tried });
    assert.equal(
      failureDetails(everyone, ''),
      'Host: api.anthropic.com\nTried: openai/x (overloaded), anthropic/y (quota)',
    );
  });
});
