import assert from 'node:assert/strict';
import { headerNameProblem, headerValueProblem } from '../../../src/core/models/requestHeaders.ts';

describe('a further request header', () => {
  it('has a name that is a token, is not set by every request, and is new', () => {
    assert.equal(headerNameProblem('X-Team', []), undefined);
    assert.match(headerNameProblem('X Team', []) ?? '', /letters, digits and dashes/);
    assert.match(headerNameProblem('', []) ?? '', /letters, digits and dashes/);
    assert.match(headerNameProblem('Host', []) ?? '', /sets this header itself/);
    assert.match(headerNameProblem('x-team', ['X-Team']) ?? '', /there already/);
  });

  it('has a value that can not break out of its line', () => {
    assert.equal(headerValueProblem('blue team'), undefined);
    assert.match(headerValueProblem(' ') ?? '', /needs a value/);
    assert.match(headerValueProblem('a\r\nHost: evil') ?? '', /can not carry/);
    assert.match(headerValueProblem('日本') ?? '', /can not carry/);
  });
});
