import assert from 'node:assert/strict';
import { ChatError } from '../../../../src/core/errors.ts';
import type { Reservation } from '../../../../src/core/run/deps.ts';
import { end, Pipeline, text, whole } from '../../../support/pipeline.ts';

describe('the cache', () => {
  const usage = { type: 'usage', usage: { input: 5, output: 2 } } as const;

  it('gives the same answer again without asking, and says so', async () => {
    const pipeline = new Pipeline({
      'demo/one': { replies: [[text('Hel'), text('lo'), usage, end()], whole('other')] },
    });
    const deps = pipeline.useCache();
    assert.equal((await pipeline.run({}, deps)).text(), 'Hello');
    const again = await pipeline.run({}, deps);
    assert.equal(again.text(), 'Hello');
    assert.equal(pipeline.asked.length, 1);
    const call = again.of('settled')[0]?.call;
    assert.deepEqual([call?.source, call?.cost, call?.finish], ['cached', { type: 'estimated', usd: 0 }, 'stop']);
    assert.equal(pipeline.records.length, 2);
  });

  it('is off unless it is there', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [whole('a'), whole('b')] } });
    await pipeline.run();
    assert.equal((await pipeline.run()).text(), 'b');
  });

  it('tells requests apart by everything that makes an answer', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [whole('x')] }, 'demo/two': { replies: [whole('y')] } });
    const deps = pipeline.useCache();
    const policy = { ...deps.policy, workspace: 'other' };
    const messages = [{ role: 'user', parts: [{ type: 'text', text: 'Ho' }] } as const];
    await pipeline.run({}, deps);
    await pipeline.run({ parameters: { temperature: 1 } }, deps);
    await pipeline.run({ model: 'demo/two' }, deps);
    await pipeline.run({ messages }, deps);
    await pipeline.run({}, { ...deps, policy });
    assert.equal(pipeline.asked.length, 5);
    await pipeline.run({ parameters: { temperature: 1 } }, deps);
    assert.equal(pipeline.asked.length, 5);
  });

  it('keeps no error, no cut answer, no refusal and nothing with tools', async () => {
    const tools = [{ name: 'look', description: '', parameters: {} }];
    const replies = [
      [text('Half'), new ChatError('network')],
      [text('No'), end('refusal')],
      [text('L'), end('length')],
    ];
    for (const reply of replies) {
      const pipeline = new Pipeline({ 'demo/one': { replies: [reply] } });
      await pipeline.run({}, pipeline.useCache());
      assert.equal(pipeline.cacheEntries.size, 0);
    }
    const pipeline = new Pipeline({ 'demo/one': { replies: [whole('x')] } });
    await pipeline.run({ tools }, pipeline.useCache());
    assert.equal(pipeline.cacheEntries.size, 0);
  });

  it('does not make several answers one', async () => {
    const rules = { n: 'parallel' } as const;
    const pipeline = new Pipeline({ 'demo/one': { replies: [whole('A'), whole('B')], rules } });
    const ran = await pipeline.run({ parameters: { n: 2 } }, pipeline.useCache());
    assert.deepEqual([ran.text(0), ran.text(1)], ['A', 'B']);
  });
});

describe('the budget', () => {
  function withBudget(reservation: Reservation, target = {}) {
    const asked: (number | undefined)[] = [];
    const settled: string[] = [];
    const pipeline = new Pipeline({
      'demo/one': { replies: [whole('x')], target: { prices: { input: 1_000, output: 10_000 }, ...target } },
    });
    const budget = {
      reserve: (_: string, usd: number | undefined) => {
        asked.push(usd);
        return Promise.resolve(reservation);
      },
      settle: (id: string) => {
        settled.push(id);
        return Promise.resolve();
      },
    };
    return { pipeline, deps: { ...pipeline.deps, budget }, asked, settled };
  }

  it('reserves what a request may cost and takes it back when it is over', async () => {
    const { pipeline, deps, asked, settled } = withBudget({ type: 'reserved', id: 'r1', warning: undefined });
    await pipeline.run({ parameters: { max_tokens: 100 } }, deps);
    assert.ok(asked[0] !== undefined && asked[0] > 1 && asked[0] < 1.1, `${asked[0]}`);
    assert.deepEqual(settled, ['r1']);
  });

  it('gives a reservation back only when the call stands in the ledger', async () => {
    const { pipeline, deps } = withBudget({ type: 'reserved', id: 'r1', warning: undefined });
    const order: string[] = [];
    const budget = { ...deps.budget, settle: async () => void order.push('settle') };
    await pipeline.run({}, { ...deps, budget, ledger: { record: async () => void order.push('record') } });
    assert.deepEqual(order, ['record', 'settle']);
  });

  it('stops before anything is sent when it is used up', async () => {
    const { pipeline, deps, settled } = withBudget({ type: 'exceeded', sentence: 'Used up.' });
    const ran = await pipeline.run({}, deps);
    assert.deepEqual([ran.error?.kind, ran.error?.facts.detail], ['budget', 'Used up.']);
    assert.equal(pipeline.asked.length, 0);
    assert.deepEqual(settled, []);
  });

  it('warns in the answer', async () => {
    const { pipeline, deps } = withBudget({ type: 'reserved', id: 'r', warning: '80 % is used.' });
    assert.deepEqual((await pipeline.run({}, deps)).notices(), ['answer budget']);
  });

  it('gives its reservation back also when the request fails or is stopped', async () => {
    const { deps, settled } = withBudget({ type: 'reserved', id: 'r', warning: undefined });
    const failing = new Pipeline({ 'demo/one': { replies: [[new ChatError('auth')]] } });
    await failing.run({}, { ...failing.deps, budget: deps.budget });
    assert.deepEqual(settled, ['r']);
  });

  it('says nothing of what runs on this machine', async () => {
    const { pipeline, deps, asked } = withBudget({ type: 'exceeded', sentence: 'x' }, { reach: 'local' });
    assert.equal((await pipeline.run({}, deps)).text(), 'x');
    assert.deepEqual(asked, []);
  });
});

describe('the ledger', () => {
  it('has one line for every call that was sent: who was asked and answered, tokens, cost, times, tries and end', async () => {
    const usage = { type: 'usage', usage: { input: 1_000, output: 100, cacheRead: 400 } } as const;
    const reply = [{ type: 'response', model: 'one-2026', id: 'chatcmpl-1' } as const, usage, ...whole('x')];
    const prices = { input: 2, output: 10, cacheRead: 0.2 };
    const pipeline = new Pipeline({ 'demo/one': { replies: [reply], target: { prices } } });
    await pipeline.run();
    const [record] = pipeline.records;
    assert.deepEqual(
      [record?.asked, record?.used, record?.answered, record?.finish, record?.source, record?.at],
      ['demo/one', 'demo/one', 'one-2026', 'stop', 'provider', 1_800_000_000_000],
    );
    assert.equal(record?.id, 'chatcmpl-1');
    assert.deepEqual(record?.usage, usage.usage);
    assert.equal(record?.cost.type, 'estimated');
    const expected = (600 * 2 + 400 * 0.2 + 100 * 10) / 1e6;
    assert.ok(record?.cost.type === 'estimated' && Math.abs(record.cost.usd - expected) < 1e-12);
  });

  it('has no line for what was refused before anything was sent', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [whole('x')] } });
    await pipeline.run({ messages: [] });
    assert.equal(pipeline.records.length, 0);
  });

  it('never says $0 for what is not known', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [whole('x')] } });
    await pipeline.run();
    assert.deepEqual(pipeline.records[0]?.cost, { type: 'unknown' });
  });

  it('is written also when the consumer leaves early', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [[text('a'), 'hang']] } });
    const { complete } = await import('../../../../src/core/run/complete.ts');
    const { request } = await import('../../../support/pipeline.ts');
    for await (const event of complete(request, pipeline.deps, new AbortController().signal))
      if (event.type === 'text') break;
    assert.equal(pipeline.records[0]?.finish, 'cancelled');
  });
});

describe('parameters a model refuses all the same', () => {
  const refusing = (facts: object) => [[new ChatError('unsupportedParameter', facts)], whole('x')];

  it('are left out of a second request, with a notice, and remembered', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: refusing({ parameter: 'seed' }) } });
    const ran = await pipeline.run({ parameters: { seed: 1, temperature: 1 } });
    assert.equal(ran.text(), 'x');
    assert.deepEqual(ran.notices(), ['unsupported seed']);
    assert.deepEqual(
      pipeline.asked.map(({ request }) => request.parameters),
      [{ seed: 1, temperature: 1 }, { temperature: 1 }],
    );
    assert.deepEqual(pipeline.remembered, ['seed']);
    await pipeline.run({ parameters: { seed: 1 } });
    assert.equal(pipeline.asked.length, 3, 'asked once, without it');
  });

  const names: readonly [string, string, object][] = [
    ['max_completion_tokens', 'max_tokens', { max_tokens: 5 }],
    ['generationConfig.topP', 'top_p', { top_p: 0.5 }],
    ['output_config.effort', 'reasoning_effort', { reasoning_effort: 'low' }],
    ['stop_sequences', 'stop', { stop: ['a'] }],
    ['stream_options', 'stream_options', {}],
  ];
  for (const [said, ours, parameters] of names) {
    it(`are known by the vendor's name ${said}`, async () => {
      const pipeline = new Pipeline({ 'demo/one': { replies: refusing({ parameter: said }) } });
      assert.equal((await pipeline.run({ parameters })).text(), 'x');
      assert.deepEqual(pipeline.remembered, [ours]);
    });
  }

  it('are found in the sentence where they stand nowhere else', async () => {
    const detail = "Unsupported parameter: 'temperature' is not supported with this model.";
    const pipeline = new Pipeline({ 'demo/one': { replies: refusing({ detail }) } });
    assert.equal((await pipeline.run({ parameters: { temperature: 1 } })).text(), 'x');
  });

  it('fail where it is not one of ours, and after the first retry without it', async () => {
    const foreign = new Pipeline({ 'demo/one': { replies: refusing({ parameter: 'store' }) } });
    assert.equal((await foreign.run({ parameters: { seed: 1 } })).error?.kind, 'unsupportedParameter');
    const stubborn = new Pipeline({
      'demo/one': { replies: [[new ChatError('unsupportedParameter', { parameter: 'seed' })]] },
    });
    assert.equal((await stubborn.run({ parameters: { seed: 1 } })).error?.kind, 'unsupportedParameter');
    assert.equal(stubborn.asked.length, 2);
  });
});
