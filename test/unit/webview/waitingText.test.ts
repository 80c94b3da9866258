import assert from 'node:assert/strict';
import { waitingText } from '../../../src/webview/waitingText.ts';

const said = (ms: number, left = ms) =>
  waitingText({ sentence: 'Overloaded. Trying again', ms }, left).replace('Overloaded. Trying again in ', '');

describe('webview: a wait in words', () => {
  it('counts whole seconds, and never below none', () => {
    assert.deepEqual(
      [3000, 2001, 2000, 1, 0, -50].map((left) => said(3000, left)),
      ['3\u00a0s', '3\u00a0s', '2\u00a0s', '1\u00a0s', '0\u00a0s', '0\u00a0s'],
    );
  });

  it('keeps its width when a digit goes', () => {
    assert.equal(said(12_000, 9000), '\u20079\u00a0s');
    assert.equal(said(119_000, 5000), '\u2007\u20075\u00a0s');
    assert.equal(said(9000, 5000), '5\u00a0s');
  });

  it('names minutes from two minutes on', () => {
    assert.deepEqual([said(119_000), said(120_000), said(121_000)], ['119\u00a0s', '2\u00a0min', '3\u00a0min']);
  });
});
