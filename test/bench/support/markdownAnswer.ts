// A long answer as a model would write it: half prose with lists and tables, half code; one block is very long.

const prose = [
  'The reader keeps a **bounded queue** between the socket and the parser, so that a slow consumer stops the sender instead of',
  'filling the memory. That is what `highWaterMark` is for; the default of *16 kB* is too small for this, see',
  '[the documentation](https://nodejs.org/api/stream.html). It also explains the pauses you saw: each of them is one full queue.',
].join(' ');

const list = [
  '1. Read until the queue is full.',
  '2. Wait for `drain`:',
  '   - at most *30 s*,',
  '   - then give up.',
].join('\n');

const table = [
  '| size | pauses | time |',
  '|---:|---:|:--|',
  '| 16 kB | 212 | **4.1 s** |',
  '| 256 kB | 3 | 0.9 s |',
].join('\n');

const quote = '> A queue without a limit only moves the problem to where nobody looks.';

function code(lines: number, seed: number): string {
  const body = Array.from({ length: lines }, (_, index) => {
    const name = `value${(index * 7 + seed) % 23}`;
    const kinds = [
      `const ${name} = await queue.take({ timeout: ${index * 10}, signal });`,
      `if (${name} === undefined) throw new Error(\`nothing came in \${elapsed} ms\`);`,
      `  return parse(${name}).map((row) => ({ ...row, index: ${index} })); // as above`,
      `for (const one of ${name}.items) total += one.length * ${seed};`,
    ];
    return kinds[index % kinds.length];
  });
  return ['```ts', ...body, '```'].join('\n');
}

/** What every answer ends with. */
export const lastWords = 'That is all.';

/** The text, of at least `length` characters. */
export function markdownAnswer(length: number): string {
  const blocks: string[] = [];
  for (let section = 1, written = 0; written < length; section += 1) {
    const codeLines = section === 4 ? 300 : 6 + ((section * 5) % 25);
    const text = [`## ${section}. What to change`, prose, list, code(codeLines, section), quote, table].join('\n\n');
    blocks.push(text);
    written += text.length + 2;
  }
  return [...blocks, lastWords].join('\n\n');
}
