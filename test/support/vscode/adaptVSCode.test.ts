import assert from 'node:assert/strict';
import { closeProposedApiGate } from '../../../scripts/setup/adaptVSCode.mjs';

describe('the check of proposed API', () => {
  const refusal = "`Extension '$" + '{e.identifier.value}' + "' CANNOT use API proposal: $" + '{t}`';
  const open = `function a(e,t){return!0}function b(e,t){if(!a(e,t))throw new Error(${refusal})}`;

  it('is put back', () => {
    const check = new Function(`${closeProposedApiGate(open, 'script')};return b`)();
    const extension = (more: object) => ({ identifier: { value: 'a.b' }, ...more });
    assert.throws(() => check(extension({}), 'one'), /CANNOT use API proposal: one/);
    assert.throws(() => check(extension({ enabledApiProposals: ['two'] }), 'one'));
    check(extension({ enabledApiProposals: ['one'] }), 'one');
    check(extension({ isBuiltin: true }), 'one');
  });

  it('is an error when it is not found, or twice', () => {
    assert.throws(() => closeProposedApiGate('function a(){}', 'script'), /found 0 times/);
    assert.throws(() => closeProposedApiGate(open + open, 'script'), /found 2 times/);
    assert.throws(() => closeProposedApiGate(closeProposedApiGate(open, 'script'), 'script'), /found 0 times/);
  });
});
