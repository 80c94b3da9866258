import assert from 'node:assert/strict';
import { ChatError } from '../../../../src/core/errors.ts';
import { end, Pipeline, text, whole } from '../../../support/pipeline.ts';

const parallel = { n: 'parallel' } as const;

describe('several answers to one question', () => {
  it('come from one request where the model gives several', async () => {
    const reply = [text('A'), text('B', 1), end(), end('stop', 1)];
    const pipeline = new Pipeline({ 'demo/one': { replies: [reply] } });
    const ran = await pipeline.run({ parameters: { n: 2 } });
    assert.deepEqual([ran.text(0), ran.text(1)], ['A', 'B']);
    assert.equal(pipeline.asked.length, 1);
    assert.equal(pipeline.asked[0]?.request.parameters.n, 2);
  });

  it('come from as many requests where it gives one, with the same shape and one notice', async () => {
    const usage = { type: 'usage', usage: { input: 10, output: 3 } } as const;
    const replies = ['A', 'B', 'C'].map((words) => [usage, ...whole(words)]);
    const pipeline = new Pipeline({ 'demo/one': { replies, rules: parallel } });
    const ran = await pipeline.run({ parameters: { n: 3 } });
    assert.deepEqual(
      [0, 1, 2].map((choice) => [ran.text(choice), ran.finish(choice)?.reason]),
      [
        ['A', 'stop'],
        ['B', 'stop'],
        ['C', 'stop'],
      ],
    );
    assert.deepEqual(ran.notices(), ['emulated n']);
    assert.equal(pipeline.asked.length, 3);
    for (const { request } of pipeline.asked) assert.equal(request.parameters.n, undefined);
    assert.deepEqual(ran.of('settled')[0]?.call.usage?.input, 30);
    assert.equal(pipeline.records.length, 1, 'one call, one line in the ledger');
  });

  it('keep what came when one of them fails', async () => {
    const replies = [whole('A'), [new ChatError('badRequest')], whole('C')];
    const pipeline = new Pipeline({ 'demo/one': { replies, rules: parallel } });
    const ran = await pipeline.run({ parameters: { n: 3 } });
    const ends = [0, 1, 2].map((choice) => ran.finish(choice));
    assert.deepEqual(
      ends.map((finish) => finish?.reason),
      ['stop', 'incomplete', 'stop'],
    );
    assert.equal(ends[1]?.error?.kind, 'badRequest');
  });

  it('fail together only when all fail', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [[new ChatError('auth')]], rules: parallel } });
    const ran = await pipeline.run({ parameters: { n: 2 } });
    assert.equal(ran.error?.kind, 'auth');
    assert.equal(ran.of('finish').length, 0);
  });

  it('are retried one by one', async () => {
    const replies = [whole('A'), [new ChatError('server')], whole('B')];
    const pipeline = new Pipeline({ 'demo/one': { replies, rules: parallel } });
    const ran = await pipeline.run({ parameters: { n: 2 } });
    assert.deepEqual([ran.text(0), ran.text(1)].sort(), ['A', 'B']);
    assert.equal(ran.of('waiting').length, 1);
  });

  it('are asked about when they need more than eight requests', async () => {
    for (const said of ['no', 'yes'] as const) {
      const pipeline = new Pipeline({ 'demo/one': { replies: [whole('x')], rules: parallel } });
      pipeline.said = said;
      const ran = await pipeline.run({ parameters: { n: 9 } });
      assert.deepEqual(pipeline.questions, [{ type: 'manyRequests', model: 'demo/one', count: 9 }]);
      assert.equal(pipeline.asked.length, said === 'yes' ? 9 : 0);
      if (said === 'no') assert.equal(ran.error?.kind, 'declined');
    }
  });

  it('all end when the user stops, what came staying', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [[text('A'), 'hang']], rules: parallel } });
    const abort = new AbortController();
    pipeline.clock.after(500, () => abort.abort());
    const ran = await pipeline.run({ parameters: { n: 2 } }, pipeline.deps, abort);
    assert.deepEqual(
      [0, 1].map((choice) => ran.finish(choice)?.reason),
      ['cancelled', 'cancelled'],
    );
  });

  it('are asked for one by one when the model refuses several after all, and from then on', async () => {
    const refusal = new ChatError('unsupportedParameter', { parameter: 'n' });
    const pipeline = new Pipeline({ 'demo/one': { replies: [[refusal], whole('A'), whole('B')] } });
    const ran = await pipeline.run({ parameters: { n: 2 } });
    assert.deepEqual([ran.text(0), ran.text(1)].sort(), ['A', 'B']);
    assert.deepEqual(ran.notices(), ['emulated n']);
    await pipeline.run({ parameters: { n: 2 } });
    assert.deepEqual(
      pipeline.asked.map(({ request }) => request.parameters.n),
      [2, undefined, undefined, undefined, undefined],
    );
  });

  it('come from a fallback in its own way', async () => {
    const pipeline = new Pipeline({
      'demo/one': { replies: [[new ChatError('server')]] },
      'spare/two': { replies: [whole('A'), whole('B')], rules: parallel },
    });
    const ran = await pipeline.run({ parameters: { n: 2, retries: 0, fallback_models: ['spare/two'] } });
    assert.deepEqual([ran.text(0), ran.text(1)], ['A', 'B']);
  });
});
