// Recorded streams through the whole pipeline: split anywhere, cut anywhere, and read by the vendor's own SDK.
import assert from 'node:assert/strict';
import { ChaosServer, streamsOf } from '../support/chaos.ts';
import { LivePipeline } from '../support/livePipeline.ts';
import type { Ran } from '../support/pipeline.ts';
import { fetchOf, type Recording, recordingsOf } from '../support/recordings.ts';
import { readBySdk } from '../support/sdkOracles.ts';
import { framingOf, wires } from '../support/wires.ts';

const isLong = process.env.PARLEY_LONG !== undefined;

/** A pipeline that is answered with these pieces. */
function fed({ wire, choices }: Recording, ...pieces: readonly Uint8Array[]): Promise<Ran> {
  const fetch = fetchOf(wire, ...pieces);
  const pipeline = new LivePipeline({ 'test/model': { wire, origin: 'http://127.0.0.1:1', fetch } });
  return pipeline.run({ parameters: { retries: 0, ...(choices > 1 ? { n: choices } : {}) } });
}

/** What must not depend on how the bytes came: everything but the borders between pieces of text. */
function essence(ran: Ran, { choices }: Pick<Recording, 'choices'>) {
  const call = ran.of('settled')[0]?.call;
  return {
    answers: Array.from({ length: choices }, (_, choice) => ({
      text: ran.text(choice),
      thinking: thinkingOf(ran, choice),
      finish: ran.of('finish').find((event) => event.choice === choice)?.reason,
    })),
    calls: ran.of('toolCall'),
    closings: ran.of('thinking').flatMap(({ providerData }) => (providerData ? [providerData] : [])),
    notices: ran.notices(),
    answered: call?.answered,
    usage: call?.usage,
    error: ran.error?.kind ?? ran.of('finish')[0]?.error?.kind,
  };
}

function thinkingOf(ran: Ran, choice: number): string {
  return ran
    .of('thinking')
    .map((event) => (event.choice === choice ? event.text : ''))
    .join('');
}

/** Every offset in the long form, else every seventh, another one in each recording, and those around the signal. */
function offsets({ bytes, wholeFrom = bytes.length }: Recording, place: number): readonly number[] {
  const all = Array.from({ length: bytes.length + 1 }, (_, at) => at);
  return isLong ? all : all.filter((at) => at % 7 === place % 7 || Math.abs(at - wholeFrom) <= 3);
}

for (const wire of wires) {
  describe(`${wire.api}: recorded streams`, () => {
    const recordings = recordingsOf(wire);

    it('are at least four, with tools, thinking and an error', () => {
      const names = recordings.map(({ name }) => name);
      assert.ok(names.length >= 4);
      for (const name of ['text', 'tools', 'thinking', 'error']) assert.ok(names.includes(name), name);
    });

    for (const [place, recording] of recordings.entries()) {
      const { name, bytes, wholeFrom, choices } = recording;
      const whole = async () => essence(await fed(recording, bytes), recording);

      it(`${name} ends as it should`, async () => {
        const { answers, usage, error } = await whole();
        const ends = answers.map(({ finish }) => finish);
        if (wholeFrom === undefined) {
          assert.deepEqual([ends, answers[0]?.text], [['incomplete'], 'Ein halber Satz']);
          assert.match(error ?? '', /^(overloaded|server)$/);
        } else {
          const end = { tools: 'tool_calls', limit: 'length' }[name] ?? 'stop';
          assert.deepEqual(ends, Array(choices).fill(end));
          assert.ok((usage?.input ?? 0) > 0 && (usage?.output ?? 0) > 0);
        }
      });

      it(`${name} is the same from two pieces, wherever they part`, async () => {
        const expected = await whole();
        for (const at of offsets(recording, place)) {
          const ran = await fed(recording, bytes.slice(0, at), bytes.slice(at));
          assert.deepEqual(essence(ran, recording), expected, `parted at byte ${at} of ${bytes.length}`);
        }
      });

      it(`${name} is the same from single bytes`, async () => {
        const ran = await fed(recording, ...Array.from(bytes, (byte) => Uint8Array.of(byte)));
        assert.deepEqual(essence(ran, recording), await whole());
      });

      it(`${name} is whole from its terminal signal on and never before, wherever it is cut`, async () => {
        const expected = await whole();
        for (const at of offsets(recording, place)) {
          const ran = await fed(recording, bytes.slice(0, at));
          const { answers, calls, error } = essence(ran, recording);
          const what = `cut at byte ${at} of ${bytes.length}`;
          if (wholeFrom !== undefined && at >= wholeFrom) {
            assert.deepEqual([answers, calls, error], [expected.answers, expected.calls, undefined], what);
            continue;
          }
          for (const [choice, { text, thinking, finish }] of answers.entries()) {
            assert.ok(finish === undefined || finish === 'incomplete', `${what}: ${finish}`);
            assert.ok(expected.answers[choice]?.text.startsWith(text), `${what}: ${text}`);
            assert.ok(expected.answers[choice]?.thinking.startsWith(thinking), `${what}: ${thinking}`);
          }
          assert.notEqual(error, undefined, what);
          assert.deepEqual(calls, [], what);
        }
      });

      if (wholeFrom === undefined) continue;
      it(`${name} is what the SDK reads`, async () => {
        const { stream } = streamsOf(framingOf(wire).contentType);
        await using server = await ChaosServer.start(() => stream(bytes));
        const { answers, usage } = await readBySdk(wire.api, server.origin);
        const pipeline = new LivePipeline({ 'test/model': { wire, origin: server.origin } });
        const ran = await pipeline.run({ parameters: choices > 1 ? { n: choices } : {} });
        const calls = ran.of('toolCall');
        const ours = Array.from({ length: choices }, (_, choice) => ({
          text: ran.text(choice),
          thinking: thinkingOf(ran, choice),
          calls: calls.flatMap((one) => (one.choice === choice ? [[one.name, JSON.parse(one.argumentsJson)]] : [])),
        }));
        assert.deepEqual(ours, answers);
        const counted = { ...ran.of('settled')[0]?.call.usage };
        const named = Object.keys(usage);
        assert.ok(named.includes('input') && named.includes('output'));
        assert.deepEqual(Object.fromEntries(Object.entries(counted).filter(([key]) => named.includes(key))), usage);
      });
    }
  });
}
