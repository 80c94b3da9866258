import assert from 'node:assert/strict';
import { ChatError, type ErrorKind } from '../../../../src/core/errors.ts';
import { backoffMs } from '../../../../src/core/run/backoff.ts';
import { Pipeline, text, whole } from '../../../support/pipeline.ts';

const failing = (kind: ErrorKind, times: number, facts = {}) => [
  ...Array.from({ length: times }, () => [new ChatError(kind, facts)]),
  whole('Hello'),
];

function one(kind: ErrorKind, times: number, facts = {}) {
  return new Pipeline({ 'demo/one': { replies: failing(kind, times, facts) } });
}

describe('retries', () => {
  for (const kind of ['network', 'server', 'overloaded', 'rateLimit'] as const) {
    it(`asks again after ${kind}, twice, and says so before each wait`, async () => {
      const pipeline = one(kind, 2);
      const ran = await pipeline.run();
      assert.equal(ran.text(), 'Hello');
      assert.deepEqual(
        ran.of('waiting').map(({ attempt, attempts, error, waitMs }) => [attempt, attempts, error?.kind, waitMs]),
        [
          [2, 3, kind, 500],
          [3, 3, kind, 1_000],
        ],
      );
      assert.deepEqual(
        pipeline.records[0]?.tries.map(({ outcome }) => outcome),
        [kind, kind, 'answered'],
      );
      const thirdTime = await one(kind, 3).run();
      assert.equal(thirdTime.error?.kind, kind);
    });
  }

  for (const kind of ['timeout', 'protocol', 'incomplete'] as const) {
    it(`asks once more after ${kind}`, async () => {
      assert.equal((await one(kind, 1).run()).text(), 'Hello');
      const pipeline = one(kind, 2);
      assert.equal((await pipeline.run()).error?.kind, kind);
      assert.equal(pipeline.asked.length, 2);
    });
  }

  const final: readonly ErrorKind[] = [
    ...(['auth', 'permission', 'quota', 'notFound', 'badRequest', 'tooLarge', 'contextTooLong', 'redirect'] as const),
    ...(['notAnApi', 'certificate', 'filtered', 'refusal', 'insecureAddress', 'invalidSetting'] as const),
  ];
  for (const kind of final) {
    it(`does not ask again after ${kind}`, async () => {
      const pipeline = one(kind, 1);
      const ran = await pipeline.run();
      assert.equal(ran.error?.kind, kind);
      assert.equal(pipeline.asked.length, 1);
      assert.equal(ran.events.at(-1)?.type, 'settled');
    });
  }

  it('waits as long as the provider asks, and no longer', async () => {
    const pipeline = one('rateLimit', 1, { retryAfterMs: 4_000 });
    const ran = await pipeline.run();
    assert.equal(ran.of('waiting')[0]?.waitMs, 4_000);
    const [first, second] = pipeline.asked;
    const waited = (second?.at ?? 0) - (first?.at ?? 0);
    assert.ok(waited >= 4_000 && waited < 4_200, `${waited}`);
  });

  it('asks the user about a wait of more than a minute', async () => {
    for (const said of ['yes', 'no'] as const) {
      const pipeline = one('rateLimit', 1, { retryAfterMs: 61_000 });
      pipeline.said = said;
      const ran = await pipeline.run();
      assert.deepEqual(pipeline.questions, [{ type: 'longWait', model: 'demo/one', waitMs: 61_000 }]);
      if (said === 'yes') assert.equal(ran.text(), 'Hello');
      else assert.equal(ran.error?.kind, 'rateLimit');
    }
  });

  it('takes `retries` as additional tries, of any kind that may be tried again, and 0 as none', async () => {
    const patient = one('network', 8);
    assert.equal((await patient.run({ parameters: { retries: 8 } })).text(), 'Hello');
    assert.equal(patient.asked.length, 9, 'more than the usual cap, for the user said so');
    const slow = one('timeout', 3);
    assert.equal((await slow.run({ parameters: { retries: 3 } })).text(), 'Hello');
    const none = one('server', 1);
    assert.equal((await none.run({ parameters: { retries: 0 } })).error?.kind, 'server');
    assert.equal(none.asked.length, 1);
  });

  it('sends at most six requests over the whole chain', async () => {
    const models = Object.fromEntries(
      ['demo/one', 'b/two', 'c/three', 'd/four'].map((ref) => [ref, { replies: [[new ChatError('server')]] }]),
    );
    const pipeline = new Pipeline(models);
    const ran = await pipeline.run({ parameters: { fallback_models: ['b/two', 'c/three', 'd/four'] } });
    assert.equal(ran.error?.kind, 'server');
    assert.equal(pipeline.asked.length, 6);
  });

  it('does what the provider says about trying again, against the kind', async () => {
    const never = one('server', 1, { shouldRetry: false });
    assert.equal((await never.run()).error?.kind, 'server');
    assert.equal((await one('badRequest', 1, { shouldRetry: true }).run()).text(), 'Hello');
  });

  it('asks a server on this machine that is not running once more, no oftener', async () => {
    const replies = failing('network', 2, { code: 'ECONNREFUSED' });
    const pipeline = new Pipeline({ 'demo/one': { replies, target: { reach: 'local' } } });
    assert.equal((await pipeline.run()).error?.kind, 'network');
    assert.equal(pipeline.asked.length, 2);
  });

  it('never asks again after the first visible token', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [[text('Half'), new ChatError('network')], whole('x')] } });
    const ran = await pipeline.run();
    assert.equal(ran.finish()?.reason, 'incomplete');
    assert.equal(ran.text(), 'Half');
    assert.equal(pipeline.asked.length, 1);
    assert.equal(pipeline.records[0]?.finish, 'incomplete');
  });

  it('ends at once when it is stopped while it waits', async () => {
    const pipeline = one('rateLimit', 1, { retryAfterMs: 30_000 });
    const abort = new AbortController();
    const running = pipeline.run({}, pipeline.deps, abort);
    pipeline.clock.after(2_000, () => abort.abort());
    const ran = await running;
    assert.equal(ran.finish()?.reason, 'cancelled');
    assert.ok(pipeline.clock.now() < 5_000, 'it did not wait to the end');
    assert.equal(pipeline.asked.length, 1);
  });

  it('gives the whole call the time the user allowed', async () => {
    const pipeline = one('rateLimit', 1, { retryAfterMs: 30_000 });
    const ran = await pipeline.run({ parameters: { timeout: 5 } });
    assert.equal(ran.error?.kind, 'timeout');
    assert.equal(ran.error?.facts.limitMs, 5_000);
  });

  it('keeps what had come when the time is up in the middle of an answer', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [[text('Half'), 'hang']] } });
    const ran = await pipeline.run({ parameters: { timeout: 5 } });
    const finish = ran.finish();
    assert.equal(finish?.reason, 'incomplete');
    assert.equal(finish?.error?.kind, 'timeout');
  });
});

describe('backoff', () => {
  it('is full jitter: from 0 to a second doubled with every failure, at most a minute', () => {
    assert.equal(
      backoffMs(1, undefined, () => 0),
      0,
    );
    assert.equal(
      backoffMs(1, undefined, () => 0.999),
      999,
    );
    assert.equal(
      backoffMs(3, undefined, () => 0.5),
      2_000,
    );
    assert.equal(
      backoffMs(20, undefined, () => 0.5),
      30_000,
    );
  });

  it('is what the provider asked for, where it did', () => {
    assert.equal(
      backoffMs(1, 0, () => 0.9),
      900,
      'no time at all is no wait to go by',
    );
    assert.equal(
      backoffMs(5, 90_000, () => 0.9),
      90_000,
    );
  });
});
