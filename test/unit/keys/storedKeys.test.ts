import assert from 'node:assert/strict';
import {
  freeKeyName,
  readStoredKeys,
  type StoredKey,
  type StoredKeys,
  withKey,
  withoutKey,
} from '../../../src/host/keys/storedKeys.ts';

function storedKey(id: string, origin = 'https://a.example'): StoredKey {
  return { id, name: `name ${id}`, origin, key: `secret ${id}`, headers: {}, addedAt: 1 };
}

function three(): StoredKeys {
  return withKey(withKey(withKey(undefined, storedKey('1')), storedKey('2', 'https://b.example')), storedKey('3'));
}

describe('stored keys', () => {
  it('survive being written and read', () => {
    assert.deepEqual(readStoredKeys(JSON.stringify(three())), { type: 'keys', stored: three() });
  });

  it('are none where nothing is stored', () => {
    assert.deepEqual(readStoredKeys(undefined), { type: 'none' });
  });

  it('may stand for a provider without an address, but then hold no secret', () => {
    const keyless = { ...storedKey('1', 'vscode'), key: '' };
    const stored = withKey(undefined, keyless);
    assert.deepEqual(readStoredKeys(JSON.stringify(stored)), { type: 'keys', stored });
    const secret = withKey(undefined, { ...keyless, key: 'secret' });
    assert.deepEqual(readStoredKeys(JSON.stringify(secret)), { type: 'damaged', reason: 'unreadable' });
  });

  const whole = three();
  const [first] = whole.keys;
  const damaged: Readonly<Record<string, unknown>> = {
    'an array': [],
    'no version': { ...whole, version: undefined },
    'no keys': { ...whole, keys: [] },
    'an active key that is not there': { ...whole, active: '9' },
    'two keys with one id': { ...whole, keys: [first, first] },
    'a key without a secret': { ...whole, keys: [{ ...first, key: undefined }] },
    'an origin with a path': { ...whole, keys: [{ ...first, origin: 'https://a.example/v1' }] },
    'an origin that is none': { ...whole, keys: [{ ...first, origin: 'example' }] },
    'a header that is no text': { ...whole, keys: [{ ...first, headers: { a: 1 } }] },
    'an age that is no number': { ...whole, keys: [{ ...first, addedAt: '1' }] },
  };
  for (const [what, value] of Object.entries(damaged)) {
    it(`are damaged with ${what}`, () => {
      assert.deepEqual(readStoredKeys(JSON.stringify(value)), { type: 'damaged', reason: 'unreadable' });
    });
  }

  it('are damaged when they are not JSON', () => {
    for (const text of ['', '{', 'null', '"text"'])
      assert.deepEqual(readStoredKeys(text), { type: 'damaged', reason: 'unreadable' });
  });

  it('of a newer version are left alone', () => {
    assert.deepEqual(readStoredKeys('{"version":2}'), { type: 'damaged', reason: 'newer' });
  });

  it('have the added one active', () => assert.equal(three().active, '3'));

  it('hand the active place to the newest key of the same origin', () => {
    assert.equal(withoutKey(three(), '3')?.active, '1');
    assert.equal(withoutKey(three(), '1')?.active, '3');
  });

  it('hand it to the newest where the origin has no other, and are none at the end', () => {
    const two = withoutKey(three(), '1');
    assert.ok(two);
    const one = withoutKey(two, '3');
    assert.equal(one?.active, '2');
    assert.equal(one && withoutKey(one, '2'), undefined);
  });

  it('get a name that no other has', () => {
    assert.equal(freeKeyName([]), 'Key 1');
    assert.equal(freeKeyName(['Key 1']), 'Key 2');
    assert.equal(freeKeyName(['work', 'Key 3']), 'Key 4');
  });
});
