import assert from 'node:assert/strict';
import { type ConsentStore, PlainHttpConsents } from '../../../src/host/keys/plainHttp.ts';

function storeWith(value: unknown): ConsentStore {
  let kept = value;
  const get = <T>(_key: string, fallback?: T): T | undefined => (kept === undefined ? fallback : (kept as T));
  return {
    get,
    update: async (_key, next) => {
      kept = next;
    },
  };
}

describe('the consent to unencrypted connections', () => {
  it('is given per origin and can be taken back', async () => {
    const consents = new PlainHttpConsents(storeWith(undefined));
    await consents.agree('http://gpu:8000');
    await consents.agree('http://gpu:8000');
    assert.equal(consents.agreed('http://gpu:8000'), true);
    assert.equal(consents.agreed('http://gpu:8001'), false);
    await consents.withdraw('http://gpu:8000');
    assert.equal(consents.agreed('http://gpu:8000'), false);
  });

  it('is none when what is stored makes no sense', () => {
    for (const value of ['http://gpu:8000', { 'http://gpu:8000': true }, [['http://gpu:8000']], null])
      assert.equal(new PlainHttpConsents(storeWith(value)).agreed('http://gpu:8000'), false);
  });
});
