import assert from 'node:assert/strict';
import { ChatError, type ErrorKind, errorKinds } from '../../../src/core/errors.ts';
import { connectionParts, connectionReport, type Scheme } from '../../../src/host/keys/connectionReport.ts';
import type { KeyProof, Listing } from '../../../src/host/keys/listing.ts';

function failed(kind: ErrorKind): Listing {
  return { type: 'failed', error: new ChatError(kind) };
}

function listed(key: KeyProof): Listing {
  return { type: 'listed', models: [{ id: 'm' }], key };
}

function states(listing: Listing, scheme: Scheme, hasKey: 'key' | 'none'): readonly string[] {
  const report = connectionReport(listing, scheme, hasKey);
  return connectionParts.map((part) => report[part]);
}

describe('the report on a connection (address, TLS, key, model list)', () => {
  it('has all passed when the models are listed', () => {
    assert.deepEqual(states(listed('proven'), 'https', 'key'), ['passed', 'passed', 'passed', 'passed']);
  });

  it('does not claim a key that the provider never looked at', () => {
    assert.deepEqual(states(listed('unproven'), 'https', 'key'), ['passed', 'passed', 'unknown', 'passed']);
  });

  it('knows connections without TLS and without a key', () => {
    assert.deepEqual(states(listed('none'), 'http', 'none'), ['passed', 'notUsed', 'notUsed', 'passed']);
  });

  it('knows the models of the editor, where there is only the list, and an empty one is no connection', () => {
    const empty: Listing = { type: 'listed', models: [], key: 'none' };
    const others = ['notUsed', 'notUsed', 'notUsed'];
    assert.deepEqual(states(listed('none'), 'none', 'none'), [...others, 'passed']);
    assert.deepEqual(states(empty, 'none', 'none'), [...others, 'failed']);
    assert.deepEqual(states(failed('permission'), 'none', 'none'), [...others, 'failed']);
  });

  const table: readonly (readonly [kind: ErrorKind, states: readonly string[]])[] = [
    ['network', ['failed', 'unknown', 'unknown', 'unknown']],
    ['redirect', ['failed', 'unknown', 'unknown', 'unknown']],
    ['certificate', ['passed', 'failed', 'unknown', 'unknown']],
    ['auth', ['passed', 'passed', 'failed', 'unknown']],
    ['permission', ['passed', 'passed', 'failed', 'unknown']],
    ['notFound', ['passed', 'passed', 'unknown', 'failed']],
    ['notAnApi', ['passed', 'passed', 'unknown', 'failed']],
    ['quota', ['passed', 'passed', 'passed', 'failed']],
    ['timeout', ['unknown', 'unknown', 'unknown', 'failed']],
    ['notConnected', ['unknown', 'unknown', 'failed', 'unknown']],
  ];
  for (const [kind, expected] of table) {
    it(`names what failed for ${kind}`, () => assert.deepEqual(states(failed(kind), 'https', 'key'), expected));
  }

  it('names the missing encryption of plain http', () => {
    assert.deepEqual(states(failed('insecureAddress'), 'http', 'key'), ['unknown', 'failed', 'unknown', 'unknown']);
  });

  it('has exactly one failed part for every kind of error', () => {
    for (const kind of errorKinds) {
      for (const scheme of ['http', 'https'] as const)
        assert.equal(states(failed(kind), scheme, 'none').filter((state) => state === 'failed').length, 1, kind);
    }
  });
});
