import assert from 'node:assert/strict';
import { inputAction, type KeyPress } from '../../../src/webview/keys.ts';

type Action = ReturnType<typeof inputAction>;
type SendKey = Parameters<typeof inputAction>[1];

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  const none = { isComposing: false, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  return { key, keyCode: key === 'Enter' ? 13 : 38, ...none, ...more };
}

const cases: readonly (readonly [what: string, pressed: KeyPress, sendKey: SendKey, draft: string, action: Action])[] =
  [
    ['Enter', press('Enter'), 'enter', 'x', 'send'],
    ['Shift+Enter', press('Enter', { shiftKey: true }), 'enter', 'x', 'type'],
    ['Ctrl+Enter', press('Enter', { ctrlKey: true }), 'enter', 'x', 'send'],
    ['Alt+Enter', press('Enter', { altKey: true }), 'enter', 'x', 'type'],
    ['Enter where Ctrl+Enter sends', press('Enter'), 'ctrlEnter', 'x', 'type'],
    ['Ctrl+Enter where it sends', press('Enter', { ctrlKey: true }), 'ctrlEnter', 'x', 'send'],
    ['Cmd+Enter where Ctrl+Enter sends', press('Enter', { metaKey: true }), 'ctrlEnter', 'x', 'send'],
    ['Ctrl+Shift+Enter', press('Enter', { ctrlKey: true, shiftKey: true }), 'ctrlEnter', 'x', 'type'],
    ['Enter while composing', press('Enter', { isComposing: true }), 'enter', 'x', 'type'],
    ['Enter that ends a composition', press('Enter', { keyCode: 229 }), 'enter', 'x', 'type'],
    ['Ctrl+Enter while composing', press('Enter', { ctrlKey: true, isComposing: true }), 'ctrlEnter', 'x', 'type'],
    ['Up in an empty input', press('ArrowUp'), 'enter', '', 'editLast'],
    ['Up while composing', press('ArrowUp', { isComposing: true }), 'enter', '', 'type'],
    ['Up in a text', press('ArrowUp'), 'enter', 'x', 'type'],
    ['Up in blank lines', press('ArrowUp'), 'enter', '\n', 'type'],
    ['Shift+Up', press('ArrowUp', { shiftKey: true }), 'enter', '', 'type'],
    ['a letter', press('a'), 'enter', '', 'type'],
  ];

describe('webview: keys in the input', () => {
  for (const [what, pressed, sendKey, draft, action] of cases) {
    it(`${what}: ${action}`, () => {
      assert.equal(inputAction(pressed, sendKey, draft), action);
    });
  }
});
