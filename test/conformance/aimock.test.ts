// Against a mock that is not ours: what it believes of the wire formats, and what we do, must meet.
import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import { run } from '../support/collect.ts';
import { providerAt, wires } from '../support/wires.ts';

for (const wire of wires) {
  describe(`${wire.api}: against aimock`, () => {
    const mock = new LLMock({ port: 0, host: '127.0.0.1' });

    before(async () => {
      mock.onMessage('weather', { toolCalls: [{ name: 'weather', arguments: '{"city":"Zürich"}' }] });
      const usage = { prompt_tokens: 12, completion_tokens: 7, input_tokens: 12, output_tokens: 7 };
      mock.onMessage('hello', { content: 'Hi there! 👋 How are you?', usage });
      mock.onMessage('think', { content: 'Four.', reasoning: 'Two and two.' });
      mock.onMessage('fail', { error: { message: 'Slow down', type: 'rate_limit_error' }, status: 429 });
      await mock.start();
    });
    after(() => mock.stop());

    const asking = async (text: string) =>
      run(await providerAt(wire, mock.url), { messages: [{ role: 'user', parts: [{ type: 'text', text }] }] });

    it('gets an answer with usage', async () => {
      const { text, finishes, usage, error } = await asking('hello');
      assert.equal(error, undefined);
      assert.equal(text, 'Hi there! 👋 How are you?');
      assert.deepEqual(finishes, ['stop']);
      assert.deepEqual([usage?.input, usage?.output], [12, 7]);
    });

    it('gets thinking', async () => {
      const { text, thinking, error } = await asking('think');
      assert.equal(error, undefined);
      assert.equal(thinking, 'Two and two.');
      assert.equal(text, 'Four.');
    });

    it('gets a tool call', async () => {
      const { events, finishes } = await asking('weather');
      const call = events.find((event) => event.type === 'toolCall');
      assert.equal(call?.name, 'weather');
      assert.deepEqual(JSON.parse(call.argumentsJson), { city: 'Zürich' });
      assert.deepEqual(finishes, ['tool_calls']);
    });

    it('gets an error', async () => {
      const { error } = await asking('fail');
      assert.equal(error?.kind, 'rateLimit');
      assert.equal(error.facts.detail, 'Slow down');
    });

    it('gets the list of models', async () => {
      const models = await (await providerAt(wire, mock.url)).listModels(new AbortController().signal);
      assert.ok(models.length > 0);
    });
  });
}
