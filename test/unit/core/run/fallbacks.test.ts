import assert from 'node:assert/strict';
import { ChatError, type ErrorKind } from '../../../../src/core/errors.ts';
import type { RunPolicy } from '../../../../src/core/run/deps.ts';
import { Pipeline, type ScriptedModel, text, whole } from '../../../support/pipeline.ts';

const fallback = { parameters: { fallback_models: ['spare/two'], retries: 0 } };
const policy: RunPolicy = {
  retries: 2,
  fallbackModels: [],
  fallBackOn: { contentFilter: 'never', auth: 'never' },
  workspace: undefined,
};

function pair(kind: ErrorKind, spare: Partial<ScriptedModel> = {}, changes = {}, facts = {}) {
  return new Pipeline(
    {
      'demo/one': { replies: [[new ChatError(kind, facts)]] },
      'spare/two': { replies: [whole('Spare')], ...spare },
    },
    changes,
  );
}

describe('fallbacks', () => {
  const others: readonly ErrorKind[] = [
    ...(['network', 'server', 'overloaded', 'rateLimit', 'timeout', 'protocol', 'quota', 'notFound'] as const),
    ...(['modelRetired', 'permission', 'incomplete'] as const),
  ];
  for (const kind of others) {
    it(`asks the next model after ${kind}, and says who answered and why`, async () => {
      const pipeline = pair(kind);
      const ran = await pipeline.run(fallback);
      assert.equal(ran.text(), 'Spare');
      const [step] = ran.of('fellBack');
      assert.deepEqual([step?.from, step?.to, step?.error.kind], ['demo/one', 'spare/two', kind]);
      const call = ran.of('settled')[0]?.call;
      assert.deepEqual([call?.asked, call?.used], ['demo/one', 'spare/two']);
      assert.deepEqual(
        call?.tries.map(({ model, outcome }) => [model, outcome]),
        [
          ['demo/one', kind],
          ['spare/two', 'answered'],
        ],
      );
    });
  }

  for (const kind of ['badRequest', 'auth', 'tooLarge', 'certificate', 'redirect', 'filtered', 'refusal'] as const) {
    it(`does not hide ${kind} behind another model`, async () => {
      const pipeline = pair(kind);
      assert.equal((await pipeline.run(fallback)).error?.kind, kind);
      assert.equal(pipeline.asked.length, 1);
    });
  }

  it('falls back on a bad key or a content filter if the user chose so', async () => {
    for (const [kind, fallBackOn] of [
      ['auth', { contentFilter: 'never', auth: 'always' }],
      ['filtered', { contentFilter: 'always', auth: 'never' }],
      ['refusal', { contentFilter: 'always', auth: 'never' }],
    ] as const) {
      const ran = await pair(kind, {}, { policy: { ...policy, fallBackOn } }).run(fallback);
      assert.equal(ran.text(), 'Spare', kind);
    }
  });

  it('counts a key without permission as a bad key', async () => {
    const pipeline = pair('permission', {}, {}, { reason: 'keyPermissions' });
    assert.equal((await pipeline.run(fallback)).error?.kind, 'permission');
  });

  it('goes to a larger window when the conversation is too long, never to a smaller one', async () => {
    const tokens = { needed: 50_000, most: 8_000 };
    const larger = pair('contextTooLong', { target: { contextWindow: 200_000 } }, {}, { tokens });
    assert.equal((await larger.run(fallback)).text(), 'Spare');
    const smaller = pair('contextTooLong', { target: { contextWindow: 16_000 } }, {}, { tokens });
    assert.equal((await smaller.run(fallback)).error?.kind, 'contextTooLong');
    assert.equal(smaller.asked.length, 1);
  });

  it('refuses before sending what can not fit', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [whole('x')], target: { contextWindow: 100 } } });
    const long = { role: 'user', parts: [{ type: 'text', text: 'word '.repeat(1_000) }] } as const;
    const ran = await pipeline.run({ messages: [long] });
    assert.equal(ran.error?.kind, 'contextTooLong');
    assert.equal(ran.error?.facts.tokens?.most, 100);
    assert.equal(pipeline.asked.length, 0);
  });

  it('never sends to a provider unasked what was meant for this machine', async () => {
    for (const said of ['no', 'yes'] as const) {
      const pipeline = new Pipeline({
        'demo/one': { replies: [[new ChatError('network')]], target: { reach: 'local' } },
        'spare/two': { replies: [whole('Spare')] },
      });
      pipeline.said = said;
      const ran = await pipeline.run(fallback);
      assert.deepEqual(pipeline.questions, [{ type: 'leavesMachine', from: 'demo/one', to: 'spare/two' }]);
      if (said === 'no') assert.equal(ran.error?.kind, 'network');
      else assert.equal(ran.text(), 'Spare');
    }
  });

  it('asks for each one that is somebody else, also where the local model could not be reached', async () => {
    const pipeline = new Pipeline({
      'demo/one': { replies: [], unreachable: new ChatError('notFound'), target: { reach: 'local' } },
      'spare/two': { replies: [[new ChatError('server')]] },
      'third/three': { replies: [whole('Third')] },
    });
    pipeline.said = 'yes';
    const fallbacks = { fallback_models: ['spare/two', 'third/three'], retries: 0 };
    assert.equal((await pipeline.run({ parameters: fallbacks })).text(), 'Third');
    assert.deepEqual(
      pipeline.questions.map((question) => question.type === 'leavesMachine' && question.to),
      ['spare/two', 'third/three'],
    );
  });

  it('goes on to the next but one when a fallback has no key, and tells of it', async () => {
    const pipeline = new Pipeline({
      'demo/one': { replies: [[new ChatError('server')]] },
      'spare/two': { replies: [], unreachable: new ChatError('notConnected') },
      'third/three': { replies: [whole('Third')] },
    });
    const ran = await pipeline.run({ parameters: { fallback_models: ['spare/two', 'third/three'], retries: 0 } });
    assert.equal(ran.text(), 'Third');
    assert.deepEqual(
      ran.of('settled')[0]?.call.tries.map(({ outcome }) => outcome),
      ['server', 'notConnected', 'answered'],
    );
  });

  it('throws the first model’s error when nobody could answer, with who else was asked', async () => {
    const pipeline = pair('overloaded', { replies: [[new ChatError('network')]] });
    const { error } = await pipeline.run(fallback);
    assert.equal(error?.kind, 'overloaded');
    assert.deepEqual(error?.facts.tried, [
      { model: 'demo/one', kind: 'overloaded' },
      { model: 'spare/two', kind: 'network' },
    ]);
  });

  it('never changes the model after the first visible token', async () => {
    const pipeline = new Pipeline({
      'demo/one': { replies: [[text('Half'), new ChatError('overloaded')]] },
      'spare/two': { replies: [whole('Spare')] },
    });
    const ran = await pipeline.run(fallback);
    assert.equal(ran.finish()?.reason, 'incomplete');
    assert.equal(pipeline.asked.length, 1);
  });

  it('gives up a long wait for another model without asking', async () => {
    const pipeline = pair('rateLimit', {}, {}, { retryAfterMs: 3_600_000 });
    const ran = await pipeline.run({ parameters: { fallback_models: ['spare/two'] } });
    assert.equal(ran.text(), 'Spare');
    assert.deepEqual(pipeline.questions, []);
  });

  it('compiles the request anew for each model', async () => {
    const pipeline = pair('server', { rules: { takes: { temperature: 'no' } } });
    const ran = await pipeline.run({ parameters: { ...fallback.parameters, temperature: 0.5 } });
    assert.deepEqual(
      pipeline.asked.map(({ request }) => request.parameters),
      [{ temperature: 0.5 }, {}],
    );
    assert.deepEqual(ran.notices(), ['unsupported temperature']);
  });

  it('uses the setting where the request names none, and none where it names none on purpose', async () => {
    const changes = { policy: { ...policy, retries: 0, fallbackModels: ['spare/two'] } };
    assert.equal((await pair('server', {}, changes).run()).text(), 'Spare');
    assert.equal(
      (await pair('server', {}, changes).run({ parameters: { fallback_models: [] } })).error?.kind,
      'server',
    );
  });
});

describe('resting providers', () => {
  it('are passed over while others can answer, probed by one request after the rest, and back after it', async () => {
    const pipeline = new Pipeline({
      'demo/one': { replies: [[new ChatError('overloaded')], whole('Back')] },
      'spare/two': { replies: [whole('Spare')] },
    });
    assert.equal((await pipeline.run(fallback)).text(), 'Spare');
    const second = await pipeline.run(fallback);
    assert.equal(second.text(), 'Spare');
    assert.equal(second.of('fellBack')[0]?.error.kind, 'overloaded');
    assert.deepEqual(
      pipeline.asked.map(({ ref }) => ref),
      ['demo/one', 'spare/two', 'spare/two'],
    );
    pipeline.clock.advance(31_000);
    assert.equal((await pipeline.run(fallback)).text(), 'Back');
    assert.equal((await pipeline.run(fallback)).text(), 'Back');
  });

  it('are asked all the same where nobody else is left', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [[new ChatError('overloaded')], whole('Back')] } });
    await pipeline.run({ parameters: { retries: 0 } });
    assert.equal((await pipeline.run({ parameters: { retries: 0 } })).text(), 'Back');
  });
});
