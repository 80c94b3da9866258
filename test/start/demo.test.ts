import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import OpenAI from 'openai';
import { mended } from '../../scripts/demo/knownBugs.ts';
import { type DemoProvider, startDemoProvider } from '../../scripts/demo/provider.ts';
import { type Attachment, attachmentText } from '../../src/core/conversation/attachment.ts';
import { explainPrompt } from '../../src/core/prompts/explain.ts';
import { root } from './launch.ts';

const sample = path.join(root, 'scripts/sampleWorkspace');
const label = /^> \*\*Demo\.\*\* /;

describe('the demo provider', () => {
  const log: string[] = [];
  const waiting = new Set<() => void>();
  let demo: DemoProvider;
  let client: OpenAI;

  before(async () => {
    const say = (line: string) => {
      log.push(line);
      for (const wake of waiting) wake();
    };
    demo = await startDemoProvider({ port: 0, log: say, pace: { tokensPerSecond: 5000, firstTokenAfter: 0 } });
    client = new OpenAI({ baseURL: demo.baseUrl, apiKey: 'none', maxRetries: 0 });
  });
  after(() => demo.close());
  beforeEach(() => {
    log.length = 0;
  });

  /** Resolves when the provider has logged such a line. */
  const logged = (pattern: RegExp) =>
    new Promise<string>((resolve) => {
      const look = () => {
        const line = log.find((one) => pattern.test(one));
        if (line === undefined) return;
        waiting.delete(look);
        resolve(line);
      };
      waiting.add(look);
      look();
    });

  const ask = async (model: string, content: string) => {
    const answer = await client.chat.completions.create({ model, messages: [{ role: 'user', content }] });
    return answer.choices[0]?.message.content ?? '';
  };

  it('lists its models', async () => {
    const ids = [];
    for await (const { id } of client.models.list()) ids.push(id);
    assert.deepEqual(ids, ['prose', 'quick', 'slow', 'long', 'thinking', 'cut', 'error-429']);
  });

  it('streams an answer that says it is a demo, then usage, then the end', async () => {
    const stream = await client.chat.completions.create({
      model: 'prose',
      messages: [{ role: 'user', content: 'What can I do here?' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const text = chunks.map(({ choices: [choice] }) => choice?.delta.content ?? '').join('');
    assert.match(text, label);
    assert.match(text, /\n## .*\n[\s\S]*\n```ts\n[\s\S]*\n\| --- \|/, 'headings, code and a table');
    assert.deepEqual(
      chunks.flatMap(({ choices: [choice] }) => choice?.finish_reason ?? []),
      ['stop'],
    );
    const usage = chunks.at(-1)?.usage;
    assert.deepEqual(chunks.at(-1)?.choices, []);
    assert.equal(usage?.total_tokens, (usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
    assert.ok((usage?.completion_tokens ?? 0) > 100);
    assert.equal(text, await ask('prose', 'What can I do here?'), 'whole or streamed, the same text');
    assert.match(
      await logged(/^prose: answered /),
      new RegExp(`answered ${text.length.toLocaleString('en-US')} characters in `),
    );
  });

  it('leaves usage out when it is not asked for', async () => {
    const stream = await client.chat.completions.create({
      model: 'quick',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
    });
    for await (const { usage, choices } of stream) {
      assert.equal(usage ?? undefined, undefined);
      assert.equal(choices.length, 1);
    }
  });

  it('answers about an explained selection with its path, its lines, its code and what is wrong in it', async () => {
    const attachment = quoted('src/search.ts', 'typescript', { first: 4, last: 18 });
    const text = await ask('prose', `${attachmentText(attachment)}\n\n${explainPrompt(attachment)}`);
    assert.match(text, label);
    assert.match(text, /lines 4–18 of `src\/search\.ts`: 15 lines/);
    assert.match(text, /- \*\*`findByTitle`\*\*, a function on line 4/);
    assert.ok(text.includes(`\`\`\`typescript\n${attachment.text}\n\`\`\``), text);
    const line =
      readFileSync(path.join(sample, 'src/search.ts'), 'utf8').split('\n').indexOf('      low = middle;') + 1;
    assert.match(text, new RegExp(`never ends \\(\`src/search\\.ts\`, line ${line}\\)`));
  });

  it('counts what is in a file it has no explanation for', async () => {
    const code =
      'def first():\n    return 1\n\n\nclass Second:\n    def third(self):\n        for one in ():\n            pass\n';
    const text = await ask('prose', `File other.py (python):\n\`\`\`python\n${code}\`\`\`\n\nWhat does this file do?`);
    assert.match(text, /`other\.py`: 8 lines/);
    for (const row of [
      '`first`**, a function on line 1',
      '`Second`**, a type on line 5',
      '`third`**, a function on line 6',
    ]) {
      assert.ok(text.includes(row), `${row} is missing in:\n${text}`);
    }
    assert.match(text, /A loop begins on line 7/);
  });

  it('quotes code that contains fences without breaking out of its own', async () => {
    const attachment: Attachment = { ...quoted('README.md', 'markdown'), text: 'function a() {\n  return `````;\n}\n' };
    const text = await ask('prose', `${attachmentText(attachment)}\n\nExplain it.`);
    assert.ok(text.includes('``````markdown\nfunction a() {'), text);
  });

  it('keeps a file in view for the next question', async () => {
    const first = `${attachmentText(quoted('src/pages.ts', 'typescript'))}\n\nExplain this file.`;
    const answer = await client.chat.completions.create({
      model: 'quick',
      messages: [
        { role: 'user', content: first },
        { role: 'assistant', content: 'Done.' },
        { role: 'user', content: 'What is wrong in it?' },
      ],
    });
    assert.match(answer.choices[0]?.message.content ?? '', /One page too many \(`src\/pages\.ts`, line 3\)/);
  });

  it('thinks aloud first, apart from the answer', async () => {
    const stream = await client.chat.completions.create({
      model: 'thinking',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
    });
    const kinds: string[] = [];
    for await (const {
      choices: [choice],
    } of stream) {
      const delta = choice?.delta as { content?: string; reasoning_content?: string };
      const kind = delta.reasoning_content ? 'thinking' : delta.content ? 'text' : '';
      if (kind !== '' && kind !== kinds.at(-1)) kinds.push(kind);
    }
    assert.deepEqual(kinds, ['thinking', 'text']);
  });

  it('writes about 30 kB when asked for much', async () => {
    const { length } = Buffer.from(await ask('long', 'Hello'));
    assert.ok(length > 26_000 && length < 34_000, `${length} bytes`);
  });

  it('stops writing when the client goes away, and says so', async () => {
    const stream = await client.chat.completions.create({
      model: 'long',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
    });
    for await (const {
      choices: [choice],
    } of stream)
      if (choice?.delta.content) break;
    const line = await logged(/^long: /);
    const [, sent = ''] =
      /^long: stopped by the client after \d+\.\d s \(([\d,]+) characters? sent\)$/.exec(line) ?? [];
    assert.ok(sent !== '' && Number(sent.replaceAll(',', '')) < 20_000, line);
  });

  it('breaks the connection mid-answer as the model "cut"', async () => {
    const stream = await client.chat.completions.create({
      model: 'cut',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
    });
    const reasons: (string | null)[] = [];
    await assert.rejects(async () => {
      for await (const {
        choices: [choice],
      } of stream)
        reasons.push(choice?.finish_reason ?? null);
    });
    assert.ok(reasons.length > 10 && reasons.every((reason) => reason === null));
    await logged(/^cut: broke the connection after /);
  });

  it('answers with 429 and Retry-After as the model "error-429"', async () => {
    await assert.rejects(ask('error-429', 'Hello'), (error) => {
      assert.ok(error instanceof OpenAI.RateLimitError);
      assert.equal(error.headers.get('retry-after'), '2');
      assert.match(error.message, /Demo: /);
      return true;
    });
  });

  it('says what it does not know or understand', async () => {
    await assert.rejects(ask('gpt-9', 'Hello'), (error) => {
      assert.ok(error instanceof OpenAI.NotFoundError);
      assert.match(error.message, /no model gpt-9\. There are prose, quick/);
      return true;
    });
    for (const body of ['nonsense', '{}', '{"model":"prose","messages":[]}', '{"model":"prose","messages":[1]}']) {
      const response = await fetch(`${demo.baseUrl}/chat/completions`, { method: 'POST', body });
      assert.equal(response.status, 400, body);
    }
    assert.equal((await fetch(`${demo.baseUrl}/nothing`)).status, 404);
  });

  it('ends early at max_tokens', async () => {
    const answer = await client.chat.completions.create({
      model: 'prose',
      messages: [{ role: 'user', content: 'Hello' }],
      max_tokens: 12,
    });
    assert.equal(answer.choices[0]?.finish_reason, 'length');
    assert.equal(answer.usage?.completion_tokens, 12);
  });

  it('keeps the pace of its models', async () => {
    const slow = await startDemoProvider({
      port: 0,
      log: () => {},
      pace: { tokensPerSecond: 50, firstTokenAfter: 100 },
    });
    const start = performance.now();
    const stream = await new OpenAI({ baseURL: slow.baseUrl, apiKey: 'none' }).chat.completions.create({
      model: 'prose',
      messages: [{ role: 'user', content: 'Hello' }],
      max_tokens: 21,
      stream: true,
    });
    for await (const _ of stream);
    const took = performance.now() - start;
    await slow.close();
    assert.ok(took >= 490, `20 tokens after the first, 50 a second, 100 ms before: ${took} ms`);
  });
});

describe('the sample workspace', function () {
  this.timeout(20_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-sample-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs code that imports the sample's files; `mend` first applies the corrections that the demo provider names. */
  const run = (code: string, mend: (text: string) => string) => {
    for (const name of ['books.ts', 'search.ts', 'pages.ts']) {
      writeFileSync(path.join(folder, name), mend(readFileSync(path.join(sample, 'src', name), 'utf8')));
    }
    writeFileSync(path.join(folder, 'try.ts'), code);
    const { stdout, signal } = spawnSync(process.execPath, ['try.ts'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 2000,
    });
    return signal ?? stdout.trim();
  };
  const asItIs = (text: string) => text;
  const searching = `import { books } from './books.ts';
import { findByTitle } from './search.ts';
console.log(books.map(({ title }) => findByTitle(books, title)).join(), findByTitle(books, 'Zadig'));`;
  const counting = `import { pageCount } from './pages.ts';
console.log(pageCount(9, 3), pageCount(10, 3), pageCount(0, 3));`;

  it('has a search that never ends, until it is mended', () => {
    assert.equal(run(searching, asItIs), 'SIGTERM');
    assert.equal(run(searching, mended), '0,1,2,3,4,5,6,7,8 -1');
  });

  it('has a page too many, until it is mended', () => {
    assert.equal(run(counting, asItIs), '4 4 1');
    assert.equal(run(counting, mended), '3 4 0');
  });
});

function quoted(file: string, languageId: string, lines?: { first: number; last: number }): Attachment {
  const text = readFileSync(path.join(sample, file), 'utf8');
  const part = lines
    ? text
        .split('\n')
        .slice(lines.first - 1, lines.last)
        .join('\n')
    : text;
  return { id: '1', path: file, uri: `file:///${file}`, languageId, text: part, ...(lines ? { lines } : {}) };
}
