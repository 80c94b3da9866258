// From one wire API to another over real sockets: another model answers, or goes on where an answer was cut.
import assert from 'node:assert/strict';
import { foldEvent, startAnswer } from '../../src/core/chat/fold.ts';
import type { AssistantPart } from '../../src/core/chat/message.ts';
import { continuation, withoutRepetition } from '../../src/core/run/continueAnswer.ts';
import type { RunDeps, Target } from '../../src/core/run/deps.ts';
import { ChaosServer, chunk, reply, type Script, streamsOf } from '../support/chaos.ts';
import { LivePipeline, liveRequest } from '../support/livePipeline.ts';
import type { Ran } from '../support/pipeline.ts';
import { answer, framingOf, type Wire, wires } from '../support/wires.ts';

const overloaded =
  (wire: Wire): Script =>
  () =>
    reply(529, wire.error('overloaded_error', 'Busy'));
const saying = (wire: Wire, ...words: readonly string[]): Script => {
  const { stream } = streamsOf(framingOf(wire).contentType);
  return () => stream(answer(wire, ...words));
};
const cutAfter = (wire: Wire, words: string): Script => {
  const { streamHead } = streamsOf(framingOf(wire).contentType);
  return () => [streamHead(), chunk(wire.start + wire.text(words)), 'end'];
};

/** Two models, each on a server and a wire API of its own. */
interface Pair extends AsyncDisposable {
  readonly first: ChaosServer;
  readonly second: ChaosServer;
  readonly pipeline: LivePipeline;
}

async function pairOf(
  [one, script]: readonly [Wire, Script],
  [other, then]: readonly [Wire, Script],
  target: Partial<Target> = {},
  deps: Partial<RunDeps> = {},
): Promise<Pair> {
  const first = await ChaosServer.start(script);
  const second = await ChaosServer.start(then);
  const pipeline = new LivePipeline(
    {
      'test/model': { wire: one, origin: first.origin, target },
      'spare/model': { wire: other, origin: second.origin },
    },
    deps,
  );
  const close = async () => {
    await first[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
  };
  return { first, second, pipeline, [Symbol.asyncDispose]: close };
}

const fallback = { parameters: { fallback_models: ['spare/model'], retries: 0 } };

for (const [index, wire] of wires.entries()) {
  const other = wires[(index + 1) % wires.length] ?? wire;

  describe(`${wire.api} to ${other.api}`, () => {
    it('another model answers before the first word, and it is said who and why', async () => {
      await using pair = await pairOf([wire, overloaded(wire)], [other, saying(other, 'Spare')]);
      const ran = await pair.pipeline.run(fallback);
      assert.equal(ran.text(), 'Spare');
      assert.equal(ran.finish()?.reason, 'stop');
      assert.deepEqual(
        ran.of('started').map(({ model }) => model),
        ['test/model', 'spare/model'],
      );
      const [step] = ran.of('fellBack');
      assert.deepEqual([step?.from, step?.to, step?.error.kind], ['test/model', 'spare/model', 'overloaded']);
      const call = ran.of('settled')[0]?.call;
      assert.deepEqual(
        call?.tries.map(({ model, outcome }) => [model, outcome]),
        [
          ['test/model', 'overloaded'],
          ['spare/model', 'answered'],
        ],
      );
    });

    it('never after the first word', async () => {
      await using pair = await pairOf([wire, cutAfter(wire, 'Half')], [other, saying(other, 'Spare')]);
      const ran = await pair.pipeline.run(fallback);
      assert.deepEqual([ran.text(), ran.finish()?.reason, pair.second.requests.length], ['Half', 'incomplete', 0]);
    });

    it('a provider that rests is passed over, and probed after the rest', async () => {
      await using pair = await pairOf([wire, overloaded(wire)], [other, saying(other, 'Spare')]);
      const { pipeline, first } = pair;
      await pipeline.run(fallback);
      assert.equal((await pipeline.run(fallback)).text(), 'Spare');
      assert.equal(first.requests.length, 1);
      pipeline.clock.skip(31_000);
      first.play(saying(wire, 'Back'));
      assert.equal((await pipeline.run(fallback)).text(), 'Back');
      assert.equal((await pipeline.run(fallback)).text(), 'Back');
    });

    it('a model elsewhere answers for one on this machine only if the user says so', async () => {
      for (const said of ['no', 'yes'] as const) {
        const local = { reach: 'local' } as const;
        await using pair = await pairOf([wire, overloaded(wire)], [other, saying(other, 'Spare')], local);
        pair.pipeline.books.said = said;
        const ran = await pair.pipeline.run(fallback);
        assert.deepEqual(pair.pipeline.books.questions, [
          { type: 'leavesMachine', from: 'test/model', to: 'spare/model' },
        ]);
        assert.equal(pair.second.requests.length, said === 'yes' ? 1 : 0);
        if (said === 'yes') assert.equal(ran.text(), 'Spare');
        else assert.equal(ran.error?.kind, 'overloaded');
      }
    });

    it('a cut answer goes on in the other model, without what it repeats', async () => {
      const words = 'The quick brown fo';
      await using pair = await pairOf(
        [wire, cutAfter(wire, words)],
        [other, saying(other, 'The quick brown', ' fox jumps.')],
      );
      const cut = await pair.pipeline.run();
      assert.equal(cut.finish()?.reason, 'incomplete');
      const next = continuation(liveRequest.messages, partsOf(cut));
      assert.equal(next.type, 'messages');
      if (next.type !== 'messages') return;
      const asked = { model: 'spare/model', messages: next.messages };
      const rest: string[] = [];
      const events = pair.pipeline.stream(new AbortController().signal, asked);
      for await (const event of withoutRepetition(words, events)) if (event.type === 'text') rest.push(event.text);
      assert.equal(words + rest.join(''), 'The quick brown fox jumps.');
      assert.ok(pair.second.requests[0]?.body.includes(words), 'the other model is told what came');
    });

    it('a cut answer can be cut again, and go on again', async () => {
      await using pair = await pairOf([wire, cutAfter(wire, 'One two ')], [other, cutAfter(other, 'three four ')]);
      const first = await pair.pipeline.run();
      const next = continuation(liveRequest.messages, partsOf(first));
      if (next.type !== 'messages') throw new Error(next.reason);
      const second = await pair.pipeline.run({ model: 'spare/model', messages: next.messages });
      assert.deepEqual([second.finish()?.reason, second.text()], ['incomplete', 'three four ']);
    });

    it('half a tool call is neither kept nor continued', async () => {
      const half = wire.start + wire.toolCall(0, 'call_a', 'rm', ['{"path":']);
      const script: Script = () => [streamsOf(framingOf(wire).contentType).streamHead(), chunk(half), 'end'];
      await using pair = await pairOf([wire, script], [other, saying(other, 'x')]);
      const cut = await pair.pipeline.run({ parameters: { retries: 0 } });
      assert.equal(cut.error?.kind, 'incomplete');
      assert.deepEqual(partsOf(cut), []);
      assert.equal(continuation(liveRequest.messages, partsOf(cut)).type, 'refused');
    });
  });
}

/** The parts of the answer as the panel keeps them. */
function partsOf(ran: Ran): readonly AssistantPart[] {
  return ran.events.reduce((folded, event) => foldEvent(folded, event, 0), startAnswer('test/model', 0)).parts;
}
