// What a good answer becomes, the same for every wire API.
import assert from 'node:assert/strict';
import { ChaosServer, chunk, gate, lastChunk, streamsOf } from '../support/chaos.ts';
import { ask, run } from '../support/collect.ts';
import { answer, framingOf, providerAt, wires } from '../support/wires.ts';

for (const wire of wires) {
  const { stream, streamHead } = streamsOf(framingOf(wire).contentType);

  describe(`${wire.api}: answers`, () => {
    it('yields what was sent, the model that answers, the text in order, and one finish at the end', async () => {
      await using server = await ChaosServer.start(() => stream(answer(wire, 'Hel', 'lo ', 'world')));
      const { events, text, finishes, error } = await run(await providerAt(wire, server.origin));
      assert.equal(error, undefined);
      assert.equal(text, 'Hello world');
      assert.deepEqual(finishes, ['stop']);
      const [sent, response] = events;
      const { body, path: asked } = server.requests[0] ?? {};
      const path = asked?.split('?')[0];
      assert.deepEqual(sent, { type: 'sent', url: `${server.origin}${path}`, body });
      const { id, ...named } = response?.type === 'response' ? response : {};
      assert.deepEqual(named, { type: 'response', model: 'test-model-1' });
      // Ollama numbers nothing.
      assert.equal(id === undefined, wire.api === 'ollama-chat' || wire.api === 'google-genai');
      assert.deepEqual(events.at(-1), { type: 'finish', choice: 0, reason: 'stop' });
      assert.equal(path, wire.path);
    });

    it('yields each piece as it arrives, without waiting for the next', async () => {
      const words = ['one ', 'two ', 'three'];
      const gates = words.map(() => gate());
      const pieces = words.flatMap((word, n) => [
        chunk(wire.text(word)),
        { wait: gates[n]?.passed ?? Promise.resolve() },
      ]);
      const end = [chunk(wire.finish('stop') + wire.terminal), lastChunk];
      await using server = await ChaosServer.start(() => [streamHead(), chunk(wire.start), ...pieces, ...end]);
      const provider = await providerAt(wire, server.origin);
      const texts: string[] = [];
      for await (const event of provider.stream(ask(), new AbortController().signal)) {
        if (event.type !== 'text') continue;
        texts.push(event.text);
        gates[texts.length - 1]?.open();
      }
      assert.deepEqual(texts, words);
    });

    it('emits no empty delta', async () => {
      await using server = await ChaosServer.start(() => stream(answer(wire, '', 'a', '')));
      const { events } = await run(await providerAt(wire, server.origin));
      assert.equal(
        events.some((event) => event.type === 'text' && event.text === ''),
        false,
      );
    });

    it('counts tokens with cached input inside the input', async () => {
      const usage = { input: 1_200, output: 34, cacheRead: 1_000 };
      const body = wire.start + wire.text('x') + wire.finish('stop', usage) + wire.terminal;
      await using server = await ChaosServer.start(() => stream(body));
      const collected = await run(await providerAt(wire, server.origin));
      assert.deepEqual(collected.usage, usage);
    });

    it('leaves counts that are missing or impossible undefined', async () => {
      const usage = { input: -5, output: 1.5, cacheRead: Number.NaN };
      const body = wire.start + wire.text('x') + wire.finish('stop', usage) + wire.terminal;
      await using server = await ChaosServer.start(() => stream(body));
      const collected = await run(await providerAt(wire, server.origin));
      assert.equal(collected.usage?.input, undefined);
      assert.equal(collected.usage?.cacheRead, undefined);
      assert.notEqual(collected.usage?.output, 1.5);
    });

    it('yields thinking apart from text, closed by what must go back', async () => {
      const body = wire.start + wire.thinking('Let me ') + wire.thinking('see.') + wire.text('42');
      await using server = await ChaosServer.start(() => stream(body + wire.finish('stop') + wire.terminal));
      const { text, thinking, events } = await run(await providerAt(wire, server.origin));
      assert.equal(text, '42');
      assert.equal(thinking, 'Let me see.');
      const closings = events.filter((event) => event.type === 'thinking' && event.providerData);
      assert.ok(closings.length > 0, 'no part was closed');
      assert.ok(closings.every((event) => event.type === 'thinking' && wire.api in (event.providerData ?? {})));
      const order = events.filter(({ type }) => type === 'thinking' || type === 'text').map(({ type }) => type);
      assert.equal(order.lastIndexOf('thinking') < order.indexOf('text'), true);
    });

    it('puts tool calls together and yields them whole, before the finish', async () => {
      const calls =
        wire.toolCall(0, 'call_a', 'read_file', ['{"path":', '"a.ts"}']) + wire.toolCall(1, 'call_b', 'now', []);
      const body = wire.start + wire.text('Looking.') + calls + wire.finish('tool_calls') + wire.terminal;
      await using server = await ChaosServer.start(() => stream(body));
      const { events, finishes } = await run(await providerAt(wire, server.origin));
      assert.deepEqual(events.slice(-3), [
        { type: 'toolCall', choice: 0, id: 'call_a', name: 'read_file', argumentsJson: '{"path":"a.ts"}' },
        { type: 'toolCall', choice: 0, id: 'call_b', name: 'now', argumentsJson: '{}' },
        { type: 'finish', choice: 0, reason: 'tool_calls' },
      ]);
      assert.deepEqual(finishes, ['tool_calls']);
    });

    it('never yields a tool call that the length limit cut', async () => {
      const calls =
        wire.toolCall(0, 'call_a', 'whole', ['{"a":1}']) + wire.toolCall(1, 'call_b', 'rm', ['{"path":"/ho']);
      await using server = await ChaosServer.start(() =>
        stream(wire.start + calls + wire.finish('length') + wire.terminal),
      );
      const { events, finishes } = await run(await providerAt(wire, server.origin));
      assert.deepEqual(
        events.flatMap((event) => (event.type === 'toolCall' ? [event.name] : [])),
        ['whole'],
      );
      assert.deepEqual(finishes, ['length']);
    });

    it('answers a thousand pieces in one network packet with the same text', async () => {
      const pieces = Array.from({ length: 1_000 }, (_, n) => `${n} `);
      await using server = await ChaosServer.start(() => stream(answer(wire, ...pieces)));
      const { text } = await run(await providerAt(wire, server.origin));
      assert.equal(text, pieces.join(''));
    });

    it('ignores what follows the terminal signal, and does not wait for it', async () => {
      const noise = `${wire.text('late') + wire.finish('length')}data: not json\n\n`;
      await using server = await ChaosServer.start(() => stream(answer(wire, 'done'), noise).slice(0, -1));
      const { text, finishes, error } = await run(await providerAt(wire, server.origin));
      assert.equal(error, undefined);
      assert.equal(text, 'done');
      assert.deepEqual(finishes, ['stop']);
    });

    it('uses a connection again after an answer, though its end comes after the terminal signal', async () => {
      let finished = gate();
      const script = () => [streamHead(), chunk(answer(wire, 'a')), { wait: finished.passed }, lastChunk];
      await using server = await ChaosServer.start(script);
      const provider = await providerAt(wire, server.origin);
      for (let n = 0; n < 6; n++) {
        finished = gate();
        await run(provider, {}, (event) => event.type === 'finish' && finished.open());
      }
      assert.equal(server.requests.length, 6);
      assert.ok(server.accepted <= 2, `${server.accepted} connections for 6 answers`);
    });
  });
}
