// The same answer, however its bytes are parcelled, terminated, commented or cut.
import assert from 'node:assert/strict';
import type { Framing } from '../../src/providers/guardedFetch.ts';
import { ChaosServer, streamsOf } from '../support/chaos.ts';
import { type Collected, run } from '../support/collect.ts';
import { fetchByBytes, fetchCutAt, fetchInPieces } from '../support/tampering.ts';
import { answer, framingOf, providerAt, type Wire, wires } from '../support/wires.ts';

/** Two, three and four bytes in UTF-8, a joined emoji, right-to-left, and what SSE and JSON could trip over. */
const awkward = 'é ß — 日本語 👋🏽 👨‍👩‍👧 𝕏 שלום "q" \\ data: x\n\nevent: y\r\n\u2028';

/** A stream with everything in it. */
function recording(wire: Wire): string {
  const calls = wire.toolCall(0, 'call_a', 'read', ['{"path":"é', '日.ts"}']);
  const usage = { input: 10, output: 5, cacheRead: 2 };
  const opening = wire.start + wire.thinking('Hm… 🤔') + wire.text(awkward) + wire.text('end') + calls;
  return opening + wire.finish('tool_calls', usage) + wire.terminal;
}

/** How many bytes must have come before the answer may count as complete. */
function completeAfter(wire: Wire): number {
  const whole = recording(wire);
  if (wire.framing === 'ndjson') return Buffer.byteLength(whole) - 1;
  const last =
    wire.api === 'openai-chat' ? whole.indexOf('"tool_calls"}]}') + '"tool_calls"}]}'.length : whole.length - 2;
  return Buffer.byteLength(whole.slice(0, last));
}

/** Every position, or a sample of them that is dense where characters are long. */
function positions(length: number, step: number): number[] {
  const every = process.env.PARLEY_LONG ? 1 : step;
  return Array.from({ length: Math.ceil(length / every) }, (_, n) => Math.min(length, n * every + (n % every)));
}

/** What must not depend on how the bytes came: everything but the borders between pieces of text. */
function essence({ events, text, thinking, finishes, usage, error }: Collected) {
  const calls = events.filter(({ type }) => type === 'toolCall');
  const closings = events.flatMap((event) =>
    event.type === 'thinking' && event.providerData ? [event.providerData] : [],
  );
  return { text, thinking, finishes, usage, calls, closings, error };
}

/** Other ways to write the same frames. */
const variants: Readonly<Record<Framing, Readonly<Record<string, (frames: string) => string>>>> = {
  sse: {
    'lines end in CR LF': (frames) => frames.replaceAll('\n', '\r\n'),
    'lines end in CR': (frames) => frames.replaceAll('\n', '\r'),
    'there is no space after the colon': (frames) => frames.replaceAll(/^(data|event): /gm, '$1:'),
    'a byte order mark comes first': (frames) => `\uFEFF${frames}`,
    'comments come between': (frames) => frames.replaceAll('\n\n', '\n\n: keep-alive\n\n:\n\n'),
    'ids, retries and unknown fields come along': (frames) =>
      `retry: 10\n\n${frames.replaceAll(/^data/gm, 'id: 1\nx: y\ndata')}`,
    'blank lines pile up': (frames) => frames.replaceAll('\n\n', '\n\n\n\n\n'),
    'the last blank line is missing': (frames) => frames.trimEnd(),
  },
  ndjson: {
    'lines end in CR LF': (frames) => frames.replaceAll('\n', '\r\n'),
    'a byte order mark comes first': (frames) => `\uFEFF${frames}`,
    'blank lines pile up': (frames) => `\n\n${frames.replaceAll('\n', '\n\n \n')}`,
    'there is space around the objects': (frames) => frames.replaceAll('\n', ' \n\t '),
    'the last line does not end': (frames) => frames.trimEnd(),
  },
};

for (const wire of wires) {
  const { stream } = streamsOf(framingOf(wire).contentType);

  describe(`${wire.api}: framing`, () => {
    const bytes = Buffer.byteLength(recording(wire));
    let server: ChaosServer;
    let whole: ReturnType<typeof essence>;

    before(async () => {
      server = await ChaosServer.start(() => stream(recording(wire)));
      whole = essence(await run(await providerAt(wire, server.origin)));
    });
    after(() => server[Symbol.asyncDispose]());

    it('reads the recording as it is', () => {
      assert.equal(whole.text, `${awkward}end`);
      assert.equal(whole.thinking, 'Hm… 🤔');
      assert.deepEqual(whole.finishes, ['tool_calls']);
      assert.equal(whole.calls.length, 1);
      assert.equal(whole.error, undefined);
    });

    it('reads the same from two pieces, wherever they part', async () => {
      for (const at of positions(bytes, 17)) {
        const provider = await providerAt(wire, server.origin, {}, { fetch: fetchInPieces([at]) });
        assert.deepEqual(essence(await run(provider)), whole, `parted at byte ${at}`);
      }
    });

    it('reads the same from single bytes', async () => {
      const provider = await providerAt(wire, server.origin, {}, { fetch: fetchByBytes });
      assert.deepEqual(essence(await run(provider)), whole);
    });

    it('is incomplete wherever it is cut before the terminal signal, and never yields a tool call then', async () => {
      const least = completeAfter(wire);
      for (const at of [...positions(bytes, 13), least - 1, least, least + 1]) {
        const provider = await providerAt(wire, server.origin, {}, { fetch: fetchCutAt(at) });
        const { events, finishes, error, text } = await run(provider);
        assert.equal(error?.kind, at < least ? 'incomplete' : undefined, `cut at byte ${at} of ${bytes}`);
        assert.deepEqual(finishes, at < least ? [] : ['tool_calls'], `cut at byte ${at}`);
        if (at < least)
          assert.equal(
            events.some(({ type }) => type === 'toolCall'),
            false,
            `cut at byte ${at}`,
          );
        assert.ok(`${awkward}end`.startsWith(text), `cut at byte ${at}: the text is no beginning of the answer`);
      }
    });

    for (const [what, vary] of Object.entries(variants[wire.framing ?? 'sse'])) {
      it(`reads the same when ${what}, whole and byte by byte`, async () => {
        await using varied = await ChaosServer.start(() => stream(vary(recording(wire))));
        for (const fetch of [globalThis.fetch, fetchByBytes]) {
          const provider = await providerAt(wire, varied.origin, {}, { fetch });
          assert.deepEqual(essence(await run(provider)), whole);
        }
      });
    }

    it('joins a surrogate pair that the provider split over two events', async () => {
      await using split = await ChaosServer.start(() => stream(answer(wire, 'a\ud83d', '\ude00b')));
      const { text } = await run(await providerAt(wire, split.origin));
      assert.equal(text, 'a😀b');
    });
  });
}
