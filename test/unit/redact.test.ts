import assert from 'node:assert/strict';
import { redact } from '../../src/core/text/redact.ts';

describe('redact', () => {
  const key = 'sk-abc/def+123=';

  it('replaces a secret plain, URL-encoded and in base64, everywhere', () => {
    const text = `a ${key} b ${encodeURIComponent(key)} c ${btoa(key)} d ${key}`;
    assert.equal(redact(text, [key]), 'a [redacted] b [redacted] c [redacted] d [redacted]');
  });

  it('replaces several secrets, also when one begins with the other', () => {
    assert.equal(
      redact('secret-one-two and secret-one', ['secret-one-two', 'secret-one']),
      '[redacted] and [redacted]',
    );
  });

  it('leaves what is too short to be a secret', () => {
    assert.equal(redact('it is true', ['true', '']), 'it is true');
  });

  it('takes secrets that base64 cannot carry, and pattern characters, literally', () => {
    assert.equal(redact('x schlüssel…… y .*.*.*.* z', ['schlüssel……', '.*.*.*.*']), 'x [redacted] y [redacted] z');
  });
});
