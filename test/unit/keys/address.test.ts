import assert from 'node:assert/strict';
import {
  crossesNetworkInPlain,
  freeProviderId,
  otherAddresses,
  serverName,
  typedAddressProblem,
  wholeAddress,
} from '../../../src/core/models/address.ts';

describe('a typed address', () => {
  it('gets the scheme it lacks: http on this machine, else https', () => {
    assert.equal(wholeAddress('localhost:8000/v1/'), 'http://localhost:8000/v1');
    assert.equal(wholeAddress(' 127.0.0.1:1234 '), 'http://127.0.0.1:1234');
    assert.equal(wholeAddress('[::1]:1234/v1'), 'http://[::1]:1234/v1');
    assert.equal(wholeAddress('llm.example.com/v1'), 'https://llm.example.com/v1');
    assert.equal(wholeAddress('http://gpu:8000/v1'), 'http://gpu:8000/v1');
  });

  it('is refused with a reason', () => {
    assert.match(typedAddressProblem('') ?? '', /Type the address/);
    assert.match(typedAddressProblem('ftp://host/v1') ?? '', /https:\/\/ or http:\/\//);
    assert.match(typedAddressProblem('https://me:secret@host/v1') ?? '', /user name or password/);
    assert.match(typedAddressProblem('https://host/v1?key=1') ?? '', /must not contain \? or #/);
    assert.match(typedAddressProblem('not an address') ?? '', /whole address/);
    assert.equal(typedAddressProblem('host:8000'), undefined);
  });

  it('is plain on a network only when it is http elsewhere', () => {
    assert.equal(crossesNetworkInPlain('http://gpu:8000/v1'), true);
    assert.equal(crossesNetworkInPlain('http://127.0.0.1.example.com/v1'), true);
    assert.equal(crossesNetworkInPlain('http://127.0.0.1:8000/v1'), false);
    assert.equal(crossesNetworkInPlain('https://gpu:8000/v1'), false);
  });
});

describe('other addresses of a server', () => {
  const table: readonly (readonly [given: string, others: readonly string[]])[] = [
    ['https://host', ['https://host/v1']],
    ['https://host/v1', ['https://host']],
    ['https://host/v1/v1', ['https://host/v1', 'https://host']],
    ['https://host/v1/chat/completions', ['https://host/v1', 'https://host']],
    ['https://host/v1/models', ['https://host/v1', 'https://host']],
    ['https://host/openai', ['https://host/openai/v1']],
    ['https://host/api/paas/v4', ['https://host/api/paas']],
  ];
  for (const [given, others] of table) {
    it(`of ${given}`, () => assert.deepEqual(otherAddresses(given), others));
  }

  it('never leave the origin', () => {
    for (const [given] of table)
      for (const other of otherAddresses(given)) assert.equal(new URL(other).origin, new URL(given).origin);
  });
});

describe('the name of a server', () => {
  it('is its host, with an unusual port', () => {
    assert.equal(serverName('https://llm.example.com/v1'), 'llm.example.com');
    assert.equal(serverName('http://127.0.0.1:8000/v1'), '127.0.0.1:8000');
    assert.equal(serverName('http://[::1]:8000/v1'), '::1:8000');
  });

  it('becomes an id that no provider has and that holds no slash', () => {
    assert.equal(freeProviderId('My Server', []), 'my-server');
    assert.equal(freeProviderId('OpenAI', ['openai', 'openai-2']), 'openai-3');
    assert.equal(freeProviderId('127.0.0.1:8000', []), '127.0.0.1-8000');
    assert.equal(freeProviderId('Größe / 大', []), 'gr-e');
    assert.equal(freeProviderId('大', []), 'server');
  });
});
