// The strict server against requests written by hand: each of its rules refuses what breaks it, by name, and lets good requests pass.
// A rule that never fired would prove nothing.
import assert from 'node:assert/strict';
import { strictModels, type WireId } from '../support/strict/models.ts';
import { chatPlants } from '../support/strict/plants/chat.ts';
import { geminiPlants } from '../support/strict/plants/gemini.ts';
import { messagesPlants } from '../support/strict/plants/messages.ts';
import { ollamaPlants } from '../support/strict/plants/ollama.ts';
import { hello, type Plant } from '../support/strict/plants/plant.ts';
import { responsesPlants } from '../support/strict/plants/responses.ts';
import { type Fields, fieldsOf } from '../support/strict/shape.ts';
import { StrictProvider, strictWires } from '../support/strictProvider.ts';

const messages = [{ role: 'user', content: hello }];

/** The smallest request that each wire takes. */
const good: Readonly<Record<WireId, Fields>> = {
  chat: { messages, stream: true },
  responses: { input: hello, stream: true, store: false },
  messages: { messages, stream: true, max_tokens: 4_096 },
  gemini: { contents: [{ role: 'user', parts: [{ text: hello }] }] },
  ollama: { messages, stream: true },
};

const plants: Readonly<Record<WireId, readonly Plant[]>> = {
  chat: chatPlants,
  responses: responsesPlants,
  messages: messagesPlants,
  gemini: geminiPlants,
  ollama: ollamaPlants,
};

const paths: Readonly<Record<WireId, (model: string) => string>> = {
  chat: () => '/v1/chat/completions',
  responses: () => '/v1/responses',
  messages: () => '/v1/messages',
  gemini: (model) => `/v1beta/models/${model}:streamGenerateContent?alt=sse`,
  ollama: () => '/api/chat',
};

const wireIds = ['chat', 'responses', 'messages', 'gemini', 'ollama'] as const satisfies readonly WireId[];

for (const wire of wireIds) {
  describe(`the strict server: ${wire}`, () => {
    let server: StrictProvider;
    before(async () => {
      server = await StrictProvider.start();
    });
    after(() => server[Symbol.asyncDispose]());

    async function send(model: string, body: Fields, headers: Readonly<Record<string, string>> = {}) {
      const whole = { ...(wire === 'gemini' ? {} : { model }), ...good[wire], ...body };
      const response = await fetch(`${server.origin}${paths[wire](model)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'anthropic-version': '2026-10-21', ...headers },
        body: JSON.stringify(whole),
      });
      const text = await response.text();
      return {
        status: response.status,
        text,
        type: response.headers.get('content-type'),
        seen: server.requests.at(-1),
      };
    }

    for (const { id } of strictModels.filter(({ wires }) => (wires as readonly string[]).includes(wire))) {
      it(`takes the smallest request for ${id}`, async () => {
        const { status, text, type } = await send(id, {});
        assert.equal(status, 200, text);
        assert.equal(type, strictWires[wire].contentType);
        assert.match(text, /Answer/);
      });
    }

    for (const { rule, model, at, body, headers } of plants[wire]) {
      it(`${rule}: refuses ${at} of ${model} in ${JSON.stringify(body).slice(0, 60)}`, async () => {
        const { status, text, seen } = await send(model, body, headers);
        assert.equal(status, rule === 'model' ? 404 : 400, text);
        assert.deepEqual({ rule: seen?.refused?.rule, at: seen?.refused?.at }, { rule, at });
        const named = wire === 'messages' ? at.replace(/\[(\d+)\]/g, '.$1') : at;
        assert.ok(text.includes(named), text);
      });
    }

    it('has a planted request for each of its rules', () => {
      const planted = new Set(plants[wire].map(({ rule }) => rule));
      const rules = ['model', 'shape', ...strictWires[wire].rules.map(({ id }) => id)];
      assert.deepEqual(planted, new Set(rules));
      assert.equal(new Set(rules).size, rules.length, 'two rules have one id');
    });

    it('looks at the type of every field of every model, by name', async () => {
      const nonsense = { '¶': [true] };
      for (const model of strictModels.filter(({ wires }) => (wires as readonly string[]).includes(wire))) {
        const { model: _id, ...fields } = strictWires[wire].shape(model).fields;
        for (const name of Object.keys(fields)) {
          const { status, seen } = await send(model.id, { [name]: nonsense });
          assert.equal(status, 400, `${model.id} took nonsense as ${name}`);
          assert.equal(seen?.refused?.rule, 'shape');
          assert.ok(seen.refused.at.startsWith(name), seen.refused.at);
        }
        const { seen } = await send(model.id, { unheard_of: 1 });
        assert.deepEqual(seen?.refused, { at: 'unheard_of', message: 'is an unknown field', rule: 'shape' });
      }
    }).timeout(30_000);

    it('refuses what is no JSON object', async () => {
      for (const body of ['', '[]', '"x"', '{']) {
        const response = await fetch(`${server.origin}${paths[wire]('x')}`, { method: 'POST', body });
        assert.equal(response.status, 400);
        assert.ok('error' in fieldsOf(await response.json()));
      }
    });
  });
}
