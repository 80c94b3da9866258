import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { startDemoProvider } from '../../scripts/demo/provider.ts';
import { type DemoClient, label, startDemoClient } from './demoClient.ts';

describe('the demo provider', () => {
  let demo: DemoClient;

  before(async () => {
    demo = await startDemoClient();
  });
  after(() => demo.close());
  beforeEach(() => demo.forget());

  it('lists its models', async () => {
    const ids = [];
    for await (const { id } of demo.openai.models.list()) ids.push(id);
    const ways = ['json', 'limited', 'overloaded', 'picky', 'short', 'cut', 'error-429'];
    assert.deepEqual(ids, ['prose', 'quick', 'slow', 'long', 'thinking', ...ways]);
  });

  it('streams an answer that says it is a demo, then usage, then the end', async () => {
    const stream = await demo.openai.chat.completions.create({
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
    assert.equal(text, await demo.ask('prose', 'What can I do here?'), 'whole or streamed, the same text');
    assert.match(
      await demo.logged(/^prose: answered /),
      new RegExp(`answered ${text.length.toLocaleString('en-US')} characters in `),
    );
  });

  it('leaves usage out when it is not asked for', async () => {
    const stream = await demo.openai.chat.completions.create({
      model: 'quick',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
    });
    for await (const { usage, choices } of stream) {
      assert.equal(usage ?? undefined, undefined);
      assert.equal(choices.length, 1);
    }
  });

  it('thinks aloud first, apart from the answer', async () => {
    const stream = await demo.openai.chat.completions.create({
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
    const { length } = Buffer.from(await demo.ask('long', 'Hello'));
    assert.ok(length > 26_000 && length < 34_000, `${length} bytes`);
  });

  it('stops writing when the client goes away, and says so', async () => {
    const stream = await demo.openai.chat.completions.create({
      model: 'long',
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
    });
    for await (const {
      choices: [choice],
    } of stream)
      if (choice?.delta.content) break;
    const line = await demo.logged(/^long: /);
    const [, sent = ''] =
      /^long: stopped by the client after \d+\.\d s \(([\d,]+) characters? sent\)$/.exec(line) ?? [];
    assert.ok(sent !== '' && Number(sent.replaceAll(',', '')) < 20_000, line);
  });

  it('breaks the connection mid-answer as the model "cut"', async () => {
    const stream = await demo.openai.chat.completions.create({
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
    await demo.logged(/^cut: broke the connection after /);
  });

  it('answers with 429 and Retry-After as the model "error-429"', async () => {
    await assert.rejects(demo.ask('error-429', 'Hello'), (error) => {
      assert.ok(error instanceof OpenAI.RateLimitError);
      assert.equal(error.headers.get('retry-after'), '2');
      assert.match(error.message, /Demo: /);
      return true;
    });
  });

  it('says what it does not know or understand', async () => {
    await assert.rejects(demo.ask('gpt-9', 'Hello'), (error) => {
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
    const answer = await demo.openai.chat.completions.create({
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
