// Markdown as models write it, and as it goes wrong. Every prefix of each text is rendered both ways.

export interface MarkdownSample {
  readonly name: string;
  readonly text: string;
  /**
   * 'exact': while it streams, the rendering is at every moment what a full render of the text so far gives.
   * 'late': something further down changes what stands above it (a link's definition, a list that turns loose), so only
   * the end is compared.
   */
  readonly whileOpen: 'exact' | 'late';
}

const exact: Readonly<Record<string, string>> = {
  paragraphs:
    'One line.\nStill the same paragraph, with two spaces  \nand a break.\n\nAnother one.\\\nHard break. The end\n',
  emphasis: 'Some *em*, **strong**, ***both***, ~~gone~~, __under__, _scores_ and snake_case_names * alone **.\n',
  headings: '# One\ntext\n## Two ##\n### Three\n##### Five\n\nSetext\n======\n\nAlso\n---\n\n#Not a heading\n',
  fences:
    'Before\n```ts\nconst a = 1;\n\nif (a) {\n\tb();\n}\n```\nafter\n\n~~~\n```\nnested\n```\n~~~\n\n```js {highlight: [1]}\nx\n```\n',
  longFence: `Text\n\n\`\`\`\`md\n${'```js\ncode\n```\n\n'.repeat(20)}\`\`\`\`\n\nDone.\n`,
  openFence: 'It starts\n\n```python\ndef f(x):\n    return x\n\n\n',
  emptyFence: '```\n```\n\n```sh\n\n```\n\n``` \n',
  inlineCode: 'Use `a`, ``b ` c``, ` d `, and `unclosed\nnext line` then `` ` ``.\n',
  bullets: '- one\n- two\n  continued\n- three\n\nAfter.\n\n* a\n* b\n+ c\n',
  numbers: '3. three\n4. four\n   - nested\n     - deeper\n   - again\n5. five\n\ntext\n\n1) one\n2) two\n',
  listWithCode: '1. Do this:\n   ```sh\n   npm ci\n   npm test\n   ```\n2. Then `that`.\n\nDone.\n',
  tasks: '- [x] done\n- [ ] open **bold**\n- [X] done too\n',
  looseList: '- one\n\n- two\n\n- three\n\nEnd.\n',
  quotes: '> quoted\n> still\n\n> another\nlazy\n\n> - list in quote\n>   more\n> \n> ```\n> code\n> ```\n\nafter\n',
  table: 'Before\n\n| a | b |\n|:--|--:|\n| 1 | `x` |\n| **2** | a \\| b |\n| 3 |\n\nAfter\n',
  tableAtOnce: 'a | b | c\n--|:-:|--\n1 | 2 | 3 <br> 4\n',
  rules: 'a\n\n---\n\nb\n\n***\n\n- - -\nc\n',
  links:
    'See [docs](https://example.com/a?b=c&d=e "title"), <https://example.com>, https://example.com/x_(y). and me@example.com.\n',
  deadLinks:
    '[a](javascript:alert(1)) [b](command:x) [c](./file.ts) [d](#top) [e](vscode://x) [f](file:///etc/passwd)\n',
  images:
    'An ![image *alt*](https://example.com/a.png "t") and ![](data:image/png;base64,AAAA) and ![x](a.png)\n\n![alone](https://example.com/b.png)\n',
  html: 'Inline <b>bold</b>, <br>, <img src=x onerror=alert(1)>.\n\n<div>\n**not** block\n</div>\n\n<!-- comment\n\nover -->\n\n<script>\nalert(1)\n</script>\n',
  entities: '&copy; &amp; &lt;b&gt; &#65; &#x1F600; &nosuch; &amp;lt; AT&T & co\n',
  escapes: '\\*not em\\* \\# \\[x\\](y) \\\\ 1\\. \\`\n',
  indentedCode: 'Text\n\n    indented\n      more\n\n    again\n\nafter\n',
  unicode: 'Emoji 👩‍👩‍👧‍👦 and 漢字、かな。العربية `שלום` ends\u0301.\n\nمرحبا **بك**\n',
  crlf: 'one\r\ntwo\r\n\r\n```\r\ncode\r\n```\r\n\r\n- a\r\n- b\r\n',
  hiddenCharacters: '```js\nif (a\u202E) { /* \u2066x\u2069 */ }\n\u200B\n```\n\n`b\u202Ec`\n',
  blankStart: '\n\n\n   \n# Title\n\n\n\ntext\n\n\n',
  mixed:
    '## Steps\n\n1. **First**: run `a`\n   > note\n2. Second\n\n| x |\n|---|\n| y |\n\n```ts\nlet z;\n```\n\nBye *now*.\n',
  deepQuote: `${'>'.repeat(60)} deep\n\nflat\n`,
  ordinaryAnswer:
    'The loop never ends because `i` is reset.\n\n**Fix:**\n\n```diff\n- let i = 0;\n+ i += 1;\n```\n\nThat is it. Want me to also:\n\n- write a test,\n- or look at `main.ts`?\n',
};

const late: Readonly<Record<string, string>> = {
  references:
    'See [the docs][d] and [d], ![pic][d].\n\nMore text.\n\n- [d]\n- two\n\n[d]: https://example.com "T"\n[e]: <https://example.com/e>\n\nUses [e].\n',
  definitionTitle: '[d]: https://example.com\n"a title\n\nthat goes on" and so on\n\n[d]\n',
  lateLoose: '- one\n- two\n- three\n\n- four\n- five\n\n\nafter\n',
  nestedLoose: '- one\n  - a\n  - b\n\n  - c\n- two\n\n  paragraph\n',
  listAndRule: '- one\n- two\n- - -\n- three\n---\nfour\n-\n- five\n--\n',
  setext: 'para\n-\npara\n--\npara\n---x\n==\n',
  headingsInBlocks: '# One\n\n- ### in list\n- text\n\n> ###### in quote\n\n#### after\n',
  indentedFence: '  ```js\n  a\n    b\n  ```\n\n- x\n\n      code\n',
};

/** A paragraph, a list and a table too long to be read anew with every delta. */
const long: Readonly<Record<string, string>> = {
  longParagraph: 'Some words with **strong** and `code` and a [link](https://example.com), again and again. '.repeat(
    260,
  ),
  longList: Array.from({ length: 120 }, (_, i) => `- item ${i} with *emphasis* and \`code\`\n`).join(''),
  longTable: `| n | square |\n|---|---|\n${Array.from({ length: 230 }, (_, i) => `| ${i} | **${i * i}** |\n`).join('')}`,
};

function samples(texts: Readonly<Record<string, string>>, whileOpen: 'exact' | 'late'): MarkdownSample[] {
  return Object.entries(texts).map(([name, text]) => ({ name, text, whileOpen }));
}

/** Short texts, of which every prefix is worth rendering. */
export const shortSamples: readonly MarkdownSample[] = [...samples(exact, 'exact'), ...samples(late, 'late')];

/** Long ones, of which some are. */
export const longSamples: readonly MarkdownSample[] = samples(long, 'exact');
