import assert from 'node:assert/strict';
import { choicesOf, type PendingState } from '../../../src/core/code/pendingState.ts';

const labels = (state: PendingState) => choicesOf(state, { accept: 'A', reject: 'R' }).map(({ label }) => label);

describe('what can be done with generated code', () => {
  it('can be stopped while it streams', () => {
    assert.deepEqual(labels({ type: 'streaming' }), ['Stop', 'Accept (A)', 'Reject (R)']);
  });
  it('is accepted or rejected when it is whole', () => {
    assert.deepEqual(labels({ type: 'pending', ending: 'complete' }), ['Accept (A)', 'Reject (R)']);
    assert.deepEqual(labels({ type: 'pending', ending: 'inserted' }), ['Accept (A)', 'Reject (R)']);
  });
  it('says why it is not whole, and can be asked for again', () => {
    const ending = 'interrupted';
    const expected = ['Interrupted: Accept what arrived (A)', 'Reject (R)', 'Try Again'];
    assert.deepEqual(labels({ type: 'pending', ending }), expected);
  });
  it('is put in or discarded when it stands outside', () => {
    const expected = ['Stopped by saving: Insert received code (A)', 'Discard (R)', 'Try Again'];
    assert.deepEqual(labels({ type: 'offered', reason: 'saved' }), expected);
  });
  it('is nothing any more when it is over', () => {
    assert.deepEqual(labels({ type: 'settled' }), []);
    assert.deepEqual(labels({ type: 'restoring' }), []);
  });
});
