import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Indenter } from '../../../src/core/code/indentation.ts';
import type { Placement } from '../../../src/core/code/placement.ts';

const nowhere: Placement = {
  target: { start: 0, end: 0 },
  begins: 'line',
  base: '',
  present: '',
  head: '',
  tail: '',
  tabSize: 4,
};

function indent(placement: Partial<Placement>, pieces: readonly string[]): string {
  const indenter = new Indenter({ ...nowhere, ...placement });
  return pieces.map((piece) => indenter.push(piece)).join('') + indenter.end();
}

describe('Indenter', () => {
  const base = '    ';
  const inFile = '    if (a) {\n        b();\n    }';

  it('leaves code that is indented as in the file', () => assert.equal(indent({ base }, [inFile]), inFile));
  it('does not repeat what stands before the cursor', () => {
    assert.equal(indent({ base, present: base }, [inFile]), inFile.slice(4));
  });
  it('moves code that starts at the first column', () => {
    assert.equal(
      indent({ base }, ['if (a) {\n    b();\n\n    c();\n}']),
      '    if (a) {\n        b();\n\n        c();\n    }',
    );
    assert.equal(indent({ base, present: base }, ['a();\nb();']), 'a();\n    b();');
  });
  it('moves code that has another base', () => {
    assert.equal(indent({ base: '\t\t' }, ['\ta {\n\t\tb\nc']), '\t\ta {\n\t\t\tb\n\t\tc');
  });
  it('indents only the first line where only that one lacks it', () => {
    assert.equal(indent({ base }, ['if (a) {\n        b();\n    }']), inFile);
    assert.equal(indent({ base }, ['a();\n    b();']), '    a();\n    b();');
    assert.equal(indent({ base: '  ', tabSize: 2 }, ['<p>\n    a\n  </p>']), '  <p>\n    a\n  </p>');
  });
  it('moves a comment that goes over several lines', () => {
    assert.equal(indent({ base }, ['/**\n * A.\n */\na();']), '    /**\n     * A.\n     */\n    a();');
  });
  it('indents a single line', () => assert.equal(indent({ base }, ['a();']), '    a();'));
  it('counts tabs as wide as they are shown', () =>
    assert.equal(indent({ base }, ['\ta();\n\tb();']), '\ta();\n\tb();'));
  it('drops the indentation of what begins in the middle of a line', () => {
    assert.equal(
      indent({ begins: 'inLine' }, ['    f(() => {\n        a();\n    })']),
      'f(() => {\n        a();\n    })',
    );
  });
  it('adds nothing to nothing', () => assert.equal(indent({ base }, []), ''));
  it('holds nothing back where the first line is indented', () => {
    const indenter = new Indenter({ ...nowhere, base, present: base });
    assert.equal(indenter.push('    a'), 'a');
    assert.equal(indenter.push(' ='), ' =');
  });
});

const indents = fc.constantFrom('', '  ', '    ', '\t', '        ');
const lines = fc.array(
  fc.tuple(indents, fc.constantFrom('a();', 'if (b) {', '}', 'c', '', '* d')).map(([space, text]) => space + text),
);
const codes = lines.map((all) =>
  all
    .join('\n')
    .replace(/^\s*\n/, '')
    .trimEnd(),
);
const placements = fc
  .tuple(indents, fc.nat({ max: 8 }), fc.constantFrom(2, 4))
  .map(([base, cut, tabSize]) => ({ base, present: base.slice(0, cut), tabSize }));

describe('Indenter, whatever the code', () => {
  const numRuns = process.env.PARLEY_LONG ? 50_000 : 2_000;
  it('yields the same however the code is cut', () => {
    fc.assert(
      fc.property(codes, placements, (code, placement) => {
        assert.equal(indent(placement, code.split('')), indent(placement, [code]));
      }),
      { numRuns },
    );
  });
  it('changes nothing but white space at the beginning of lines', () => {
    fc.assert(
      fc.property(codes, placements, (code, placement) => {
        const bare = (text: string) => text.split('\n').map((line) => line.trimStart());
        assert.deepEqual(bare(indent(placement, [code])), bare(code));
      }),
      { numRuns },
    );
  });
});
