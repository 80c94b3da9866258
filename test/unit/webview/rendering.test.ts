// The parts of the Markdown rendering that need no page.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { followsAfter } from '../../../src/webview/follow.ts';
import { inlinePieces, pieceLimit } from '../../../src/webview/markdown/blockLexer.ts';
import { GrowingFence } from '../../../src/webview/markdown/growingFence.ts';
import { codeStretches } from '../../../src/webview/markdown/hiddenCharacters.ts';
import { linkTarget } from '../../../src/webview/markdown/linkTarget.ts';

describe('webview: pieces of a long text', () => {
  it('joined are the text, none is too long, none splits a character', () => {
    const words = fc.array(fc.constantFrom('word ', 'word\n', '漢字', '👩‍👩‍👧', 'x'.repeat(3000)), { maxLength: 40 });
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join('');
        const pieces = inlinePieces(text);
        assert.equal(pieces.join(''), text);
        assert(pieces.every((piece) => piece.length <= pieceLimit && piece.isWellFormed()));
      }),
    );
  });

  it('do not change when the text grows, except the last', () => {
    const text = 'some words and more of them '.repeat(2000);
    const longer = inlinePieces(`${text}and the end`);
    assert.deepEqual(inlinePieces(text).slice(0, -1), longer.slice(0, inlinePieces(text).length - 1));
  });
});

describe('webview: an open fence', () => {
  it('appends the same code however it is cut, and says where it ends', () => {
    const code = 'const a = `x`;\n\n``\n  ```\nend ```\n';
    const source = `${code}\`\`\`\`  \nafter`;
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: source.length })), (cuts) => {
        let shown = '';
        const fence = new GrowingFence('````', 0, (more) => (shown += more));
        let end: number | undefined;
        for (const cut of [...cuts.sort((a, b) => a - b), source.length]) end ??= fence.grow(source, cut);
        assert.equal(shown, code.slice(0, -1));
        assert.equal(end, code.length + 6);
      }),
    );
  });
});

describe('webview: code', () => {
  it('joined from its stretches is the code', () => {
    const characters = fc.array(
      fc.constantFrom('a', ' ', '\n', '\u202E', '\u2066', '\u200B', '\u{E0041}', '👩‍👩‍👧', 'ف\u200Cا'),
    );
    fc.assert(
      fc.property(characters, (parts) => {
        const code = parts.join('');
        assert.equal(
          codeStretches(code)
            .map(({ text }) => text)
            .join(''),
          code,
        );
      }),
    );
  });

  it('names the characters one would not see, and no others', () => {
    const hidden = codeStretches('a\u202E\u{E0041}\u200Db👩‍👩‍👧').filter(({ type }) => type === 'hidden');
    assert.deepEqual(
      hidden.map((stretch) => stretch.type === 'hidden' && stretch.name),
      ['U+202E', 'U+E0041'],
    );
  });
});

describe('webview: addresses', () => {
  it('are opened in their normal form', () => {
    assert.equal(linkTarget('HTTPS://EXAMPLE.com/a b'), 'https://example.com/a%20b');
    assert.equal(linkTarget('mailto:a@example.com'), 'mailto:a@example.com');
  });

  it('that lead into VS Code, to files or to scripts are not opened', () => {
    for (const address of [
      'command:x',
      'vscode://x',
      'file:///x',
      'javascript:x',
      'data:text/html,x',
      'x',
      '//x',
      '#x',
      '',
    ]) {
      assert.equal(linkTarget(address), undefined, address);
    }
  });
});

describe('webview: following the end', () => {
  const cases: readonly (readonly [
    what: string,
    followed: boolean,
    distance: number,
    moved: number,
    follows: boolean,
  ])[] = [
    ['at the end', true, 0, 0, true],
    ['the end is reached again', false, 5, -200, true],
    ['text came below', true, 120, 0, true],
    ['content above turned out higher', true, 300, 0, true],
    ['the reader went up a little', true, 40, 40, false],
    ['the reader went up while text came', true, 400, 40, false],
    ['the reader is somewhere above', false, 400, 0, false],
    ['the reader goes down, not yet to the end', false, 100, -300, false],
    ['the content shrank to its end', true, 0, 200, true],
  ];
  for (const [what, followed, distance, moved, follows] of cases) {
    it(`${follows ? 'follows' : 'stays'} when ${what}`, () => {
      assert.equal(followsAfter(followed, distance, moved), follows);
    });
  }
});
