import { demoModels } from '../models.ts';

/** An answer that was written beforehand, and the questions it fits. */
interface Prepared {
  readonly fits: RegExp;
  readonly text: string;
}

/** The answer to a question that is not about a file. */
export function preparedAnswer(question: string): string {
  return prepared.find(({ fits }) => fits.test(question))?.text ?? tour;
}

const asyncIterators = `## Async iterators

An **async iterator** hands out values that are not there yet. \`for await\` waits for each one:

\`\`\`ts
async function* countdown(from: number): AsyncGenerator<number> {
  for (let left = from; left > 0; left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    yield left;
  }
}

for await (const left of countdown(3)) {
  console.log(left);
}
\`\`\`

1. \`async function*\` makes a generator whose \`next()\` returns a promise.
2. \`yield\` hands over one value and pauses until the next one is asked for.
3. Leaving the loop early (\`break\`, an error) calls \`return()\`, so a \`finally\` in the generator can close what it opened.

That third point is how a chat panel stops a stream: it leaves the loop, and the request is aborted.`;

const groupBy = `## Grouping by a key

\`\`\`ts
/** The items of a list by the key that \`keyOf\` gives each of them; order is kept. */
export function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
\`\`\`

\`\`\`ts
const byAuthor = groupBy(books, (book) => book.author);
byAuthor.get('Jane Austen'); // Emma, Persuasion
\`\`\`

A \`Map\` takes keys of any type and keeps their order. Newer engines have it built in, as \`Map.groupBy(items, keyOf)\`.`;

const isoDates = `## ISO 8601 dates

\`\`\`js
const isoDate = /^(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$/;
\`\`\`

| Part | Matches |
| --- | --- |
| \`^\` … \`$\` | the whole text, nothing around it |
| \`(\\d{4})\` | the year, four digits |
| \`(0[1-9]\\|1[0-2])\` | the month, 01 to 12 |
| \`(0[1-9]\\|[12]\\d\\|3[01])\` | the day, 01 to 31 |

It lets \`2026-02-31\` pass: how long a month is can't be said in a regular expression. Check that with \`Date\`:

\`\`\`js
function isRealDate(text) {
  return isoDate.test(text) && new Date(\`\${text}T00:00:00Z\`).toISOString().startsWith(text);
}
\`\`\``;

const largestFiles = `## The ten largest files

\`\`\`sh
find . -type f -printf '%s\\t%p\\n' | sort -rn | head -n 10
\`\`\`

- \`find . -type f\`: files only, here and in all folders below
- \`-printf '%s\\t%p\\n'\`: size in bytes, a tab, the path
- \`sort -rn\`: by number, largest first
- \`head -n 10\`: the first ten lines

On macOS \`find\` has no \`-printf\`:

\`\`\`sh
find . -type f -exec stat -f '%z %N' {} + | sort -rn | head -n 10
\`\`\``;

const tour = `## What you can do in Parley

Parley is a chat with the models *you* choose, with your own keys, inside your editor.

1. **Ask.** Answers stream in here. \`Esc\` or **Stop** ends the request itself, not only the display.
2. **Attach** the open file with one click above the input; it becomes a chip that says what goes along.
3. **Explain a selection**: select code, right-click, **Parley › Explain Selection**.
4. **Generate inline**: **Parley: Generate Inline…** writes code at the cursor or over the selection. *Accept* keeps it, *Reject* restores your text, and one undo takes it all back.

### Try it on the sample

\`src/search.ts\` has a loop that never ends. Select \`findByTitle\` and ask why.

\`\`\`ts
while (low <= high) {
  const middle = Math.floor((low + high) / 2);
  // …
}
\`\`\`

### The demo's models

Click the model's name below the input to choose another one.

| Model | What it shows |
| --- | --- |
${demoModels.map(({ id, purpose }) => `| \`${id}\` | ${purpose} |`).join('\n')}

Tokens and cost stand below each answer; the prices of the demo are invented.

### When you want a real model

Run **Parley: Add API Key…**, paste a key, and choose a model. The key is kept in VS Code's secret storage and goes to its provider only.`;

const prepared: readonly Prepared[] = [
  { fits: /async iterator|for await/i, text: asyncIterators },
  { fits: /\bgroups?\b.*\b(key|by)\b|groupBy/i, text: groupBy },
  { fits: /iso[ -]?8601|regular expression|\bregex/i, text: isoDates },
  { fits: /shell command|largest files/i, text: largestFiles },
];
