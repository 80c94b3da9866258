import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { demoModels } from '../../scripts/demo/models.ts';
import { Refusals } from '../../scripts/demo/refusals.ts';
import { readRequest } from '../../scripts/demo/request.ts';
import { textOf } from '../../src/core/chat/message.ts';
import { continuation } from '../../src/core/run/continueAnswer.ts';
import { type DemoClient, label, startDemoClient } from './demoClient.ts';

const hello: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello' }];

/** The messages with which Parley asks for the rest of an answer. */
function askForRest(text: string): OpenAI.ChatCompletionMessageParam[] {
  const rest = continuation([{ role: 'user', parts: [{ type: 'text', text: 'Hello' }] }], [{ type: 'text', text }]);
  assert.equal(rest.type, 'messages');
  return rest.messages.map((message) => {
    assert.ok(message.role === 'user' || message.role === 'assistant');
    return { role: message.role, content: textOf(message.parts) };
  });
}

describe("the demo's models that show the pipeline", () => {
  let demo: DemoClient;

  beforeEach(async () => {
    demo = await startDemoClient();
  });
  afterEach(() => demo.close());

  /** The text that comes before a stream ends or breaks. */
  const streamed = async (model: string, messages: OpenAI.ChatCompletionMessageParam[]) => {
    let text = '';
    try {
      for await (const { choices } of await demo.openai.chat.completions.create({ model, messages, stream: true })) {
        text += choices[0]?.delta.content ?? '';
      }
      return { text, end: 'whole' };
    } catch {
      return { text, end: 'broken' };
    }
  };

  it('"limited" refuses the first request with 429 and Retry-After 4, as long as it said, then answers and says so', () => {
    const limited = demoModels.find(({ id }) => id === 'limited');
    assert.ok(limited);
    const refusals = new Refusals();
    const asked = readRequest(JSON.stringify({ model: 'limited', messages: hello }));
    const first = refusals.refusalOf(limited, asked, 0);
    assert.equal(first?.status, 429);
    assert.deepEqual(first?.headers, { 'Retry-After': '4' });
    assert.equal(refusals.refusalOf(limited, asked, 3_999)?.status, 429);
    assert.equal(refusals.refusalOf(limited, asked, 4_000), undefined);
    assert.equal(refusals.takeLast(limited, 4_000), 'refused');
    assert.equal(refusals.refusalOf(limited, asked, 5_000)?.status, 429, 'the next question begins anew');
  });

  it('"limited" does so over HTTP', async () => {
    await assert.rejects(demo.ask('limited', hello), (error) => {
      assert.ok(error instanceof OpenAI.RateLimitError);
      assert.equal(error.headers.get('retry-after'), '4');
      return true;
    });
  });

  it('"overloaded" answers 503 always', async () => {
    for (const _ of [1, 2]) {
      await assert.rejects(demo.ask('overloaded', hello), (error) => {
        assert.ok(error instanceof OpenAI.APIError);
        assert.equal(error.status, 503);
        assert.match(error.message, /fallback_models/);
        return true;
      });
    }
  });

  it('"picky" refuses temperature by name, answers without it, and says what happened', async () => {
    const request = { model: 'picky', messages: hello } as const;
    await assert.rejects(demo.openai.chat.completions.create({ ...request, temperature: 0.5 }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.param, 'temperature');
      assert.equal(error.code, 'unsupported_parameter');
      return true;
    });
    assert.match(await demo.ask('picky', hello), /You set a temperature\. This model refused it/);
    assert.match(await demo.ask('picky', hello), /No temperature came with this request/);
  });

  it('"short" ends at a length limit, and goes on to the end when asked for the rest', async () => {
    const answer = await demo.openai.chat.completions.create({ model: 'short', messages: hello });
    const [choice] = answer.choices;
    assert.equal(choice?.finish_reason, 'length');
    const begin = choice?.message.content ?? '';
    assert.match(begin, label);
    assert.match(begin, /Press \*\*Continue\*\*/);
    const rest = await demo.openai.chat.completions.create({ model: 'short', messages: askForRest(begin) });
    assert.equal(rest.choices[0]?.finish_reason, 'stop');
    const prose = await demo.ask('prose', hello);
    assert.ok(`${begin}${rest.choices[0]?.message.content}`.endsWith(prose.slice(prose.indexOf('## '))));
  });

  it('"cut" breaks off, and what it or another model is asked for then is exactly the rest', async () => {
    const cut = await streamed('cut', hello);
    assert.equal(cut.end, 'broken');
    assert.match(cut.text, /The connection will break/);
    const prose = await demo.ask('prose', hello);
    for (const model of ['cut', 'prose']) {
      const rest = await streamed(model, askForRest(cut.text));
      assert.equal(rest.end, 'whole');
      assert.ok(`${cut.text}${rest.text}`.endsWith(prose.slice(prose.indexOf('## '))), model);
    }
  });

  it('"cut" breaks an answer off that is asked for whole, too', async () => {
    await assert.rejects(demo.ask('cut', hello), /terminated/);
  });

  it('answers with JSON when it is asked for, and "json" says how', async () => {
    assert.match(await demo.ask('json', hello), /Nothing asked for JSON/);
    const request = { model: 'json', messages: hello } as const;
    const plain = await demo.openai.chat.completions.create({ ...request, response_format: { type: 'json_object' } });
    assert.match(JSON.parse(plain.choices[0]?.message.content ?? '').demo, /there is no model behind it/);
    const schema = {
      type: 'object',
      properties: {
        title: { type: 'string' },
        pages: { type: 'integer', minimum: 12 },
        tags: { type: 'array', items: { enum: ['novel', 'essay'] } },
      },
    };
    const shaped = await demo.openai.chat.completions.create({
      ...request,
      response_format: { type: 'json_schema', json_schema: { name: 'book', schema } },
    });
    const book = { title: 'demo', pages: 12, tags: ['novel'] };
    assert.deepEqual(JSON.parse(shaped.choices[0]?.message.content ?? ''), book);
  });

  it('gives several answers at once, each numbered, and counts them together', async () => {
    const stream = await demo.openai.chat.completions.create({
      model: 'quick',
      messages: hello,
      n: 3,
      stream: true,
      stream_options: { include_usage: true },
    });
    const texts = ['', '', ''];
    const ends: string[] = [];
    let counted = 0;
    for await (const { choices, usage } of stream) {
      counted = usage?.completion_tokens ?? counted;
      for (const { index, delta, finish_reason: reason } of choices) {
        texts[index] += delta.content ?? '';
        if (reason) ends.push(`${index} ${reason}`);
      }
    }
    assert.deepEqual(ends, ['0 stop', '1 stop', '2 stop']);
    for (const [index, text] of texts.entries()) assert.match(text, new RegExp(`\\*Answer ${index + 1} of 3\\.\\*`));
    const one = await demo.openai.chat.completions.create({ model: 'quick', messages: hello });
    assert.ok(counted > 3 * (one.usage?.completion_tokens ?? 0), `${counted}`);
    const tooMany = demo.openai.chat.completions.create({ model: 'quick', messages: hello, n: 9 });
    await assert.rejects(tooMany, OpenAI.BadRequestError);
  });

  it('counts thinking as a part of what it wrote', async () => {
    const { usage } = await demo.openai.chat.completions.create({ model: 'thinking', messages: hello });
    const thinking = usage?.completion_tokens_details?.reasoning_tokens ?? 0;
    assert.ok(thinking > 50 && thinking < (usage?.completion_tokens ?? 0));
  });
});
