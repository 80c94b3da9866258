import assert from 'node:assert/strict';
import { ChatError } from '../../../../src/core/errors.ts';
import { Cooldowns } from '../../../../src/core/run/cooldowns.ts';
import { RateGate } from '../../../../src/core/run/rateGate.ts';
import { sleep } from '../../../../src/core/run/sleep.ts';
import { ManualClock } from '../../../support/manualClock.ts';
import { Pipeline, whole } from '../../../support/pipeline.ts';
import { settled } from '../../../support/script.ts';

describe('the rate gate', () => {
  const signal = new AbortController().signal;

  function passing(gate: RateGate, clock: ManualClock, count: number, name = 'a'): number[] {
    const at: number[] = [];
    for (let one = 0; one < count; one += 1) void gate.pass(name, signal).then(() => at.push(clock.now()));
    return at;
  }

  async function tick(clock: ManualClock, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 50) {
      await settled();
      clock.advance(50);
    }
    await settled();
  }

  it('lets everybody through at once while nobody was refused', async () => {
    const clock = new ManualClock();
    const at = passing(new RateGate(clock), clock, 20);
    await settled();
    assert.deepEqual(new Set(at), new Set([1_000]));
    assert.equal(at.length, 20);
  });

  it('is closed for everybody by one refusal, then lets them pass one by one', async () => {
    const clock = new ManualClock();
    const gate = new RateGate(clock);
    gate.close('a', 2_000);
    assert.equal(gate.waitMs('a'), 2_000);
    const at = passing(gate, clock, 5);
    const other = passing(gate, clock, 1, 'another key');
    await settled();
    assert.equal(at.length, 0);
    assert.equal(other.length, 1, 'another key has its own gate');
    await tick(clock, 1_950);
    assert.equal(at.length, 0);
    await tick(clock, 1_000);
    assert.equal(at.length, 5);
    for (const [index, moment] of at.entries()) if (index > 0) assert.ok(moment - (at[index - 1] ?? 0) >= 100);
  });

  it('closes again for those who wait when another refusal comes', async () => {
    const clock = new ManualClock();
    const gate = new RateGate(clock);
    gate.close('a', 500);
    const at = passing(gate, clock, 3);
    await tick(clock, 400);
    gate.close('a', 5_000);
    await tick(clock, 3_000);
    assert.equal(at.length, 0);
    await tick(clock, 3_000);
    assert.equal(at.length, 3);
  });

  it('is closed for the others also by a request that gives up', async () => {
    const error = new ChatError('rateLimit', { retryAfterMs: 20_000 });
    const pipeline = new Pipeline({ 'demo/one': { replies: [[error]] } });
    await pipeline.run({ parameters: { retries: 0 } });
    assert.equal(pipeline.deps.gate.waitMs('demo'), 20_000);
  });

  it('forgets after ten quiet seconds', async () => {
    const clock = new ManualClock();
    const gate = new RateGate(clock);
    gate.close('a', 100);
    clock.advance(11_000);
    const at = passing(gate, clock, 10);
    await settled();
    assert.equal(at.length, 10);
  });

  it('gives out new places after another refusal, and none is lost', async () => {
    const clock = new ManualClock();
    const gate = new RateGate(clock);
    gate.close('a', 100);
    const at = passing(gate, clock, 4);
    await tick(clock, 100);
    assert.equal(at.length, 1);
    gate.close('a', 1_000);
    await tick(clock, 2_000);
    assert.equal(at.length, 4);
    assert.ok((at.at(-1) ?? 0) <= 2_700, `the last passed at ${at.at(-1)}`);
  });

  it('passes more slowly the oftener it was too fast, and as fast as before when it was calm', async () => {
    const clock = new ManualClock();
    const gate = new RateGate(clock);
    const pause = async (): Promise<number> => {
      const at = passing(gate, clock, 2);
      await tick(clock, 3_000);
      return (at[1] ?? 0) - (at[0] ?? 0);
    };
    gate.close('a', 50);
    gate.close('a', 50);
    for (let time = 0; time < 3; time += 1) {
      clock.advance(100);
      await gate.pass('a', signal);
      gate.close('a', 50);
    }
    const slow = await pause();
    assert.ok(slow >= 800 && slow < 1_000, `${slow}`);
    clock.advance(60_000);
    assert.ok((await pause()) <= 100);
  });

  it('never pauses longer than ten seconds', async () => {
    const clock = new ManualClock();
    const gate = new RateGate(clock);
    for (let time = 0; time < 40; time += 1) {
      gate.close('a', 10);
      clock.advance(20);
      await gate.pass('a', signal);
    }
    const at = passing(gate, clock, 3);
    await tick(clock, 35_000);
    assert.equal(at.length, 3);
    assert.ok((at[2] ?? 0) - (at[1] ?? 0) >= 9_900);
  });

  it('is closed for others also by a call that gives up', async () => {
    const refused = [new ChatError('rateLimit', { retryAfterMs: 7_000 })];
    const pipeline = new Pipeline({ 'demo/one': { replies: [refused] } });
    await pipeline.run({ parameters: { retries: 0 } });
    assert.equal(pipeline.deps.gate.waitMs('demo'), 7_000);
  });

  it('does not hold whoever stops', async () => {
    const clock = new ManualClock();
    const gate = new RateGate(clock);
    gate.close('a', 5_000);
    const abort = new AbortController();
    const waiting = gate.pass('a', abort.signal);
    abort.abort();
    await assert.rejects(waiting, (error) => error instanceof ChatError && error.kind === 'cancelled');
    assert.equal(clock.pending, 0);
  });

  it('is said to be waited for, and a very long closing is a failure with its time', async () => {
    const pipeline = new Pipeline({ 'demo/one': { replies: [whole('x')] } });
    pipeline.deps.gate.close('demo', 3_000);
    const ran = await pipeline.run();
    assert.equal(ran.of('waiting')[0]?.waitMs, 3_000);
    assert.equal(ran.text(), 'x');
    pipeline.deps.gate.close('demo', 600_000);
    const long = await pipeline.run({ parameters: { retries: 0 } });
    assert.equal(long.error?.kind, 'rateLimit');
    assert.ok((long.error?.facts.retryAfterMs ?? 0) > 500_000);
    assert.equal(pipeline.asked.length, 1);
  });
});

describe('cooldowns', () => {
  const error = new ChatError('overloaded');

  it('close for 30 s, or as long as the provider says, then let one probe through', () => {
    const clock = new ManualClock();
    const cooldowns = new Cooldowns(clock);
    assert.deepEqual(cooldowns.enter('a'), { type: 'open' });
    cooldowns.failed('a', error);
    clock.advance(29_000);
    assert.deepEqual(cooldowns.enter('a'), { type: 'closed', error });
    clock.advance(2_000);
    assert.deepEqual(cooldowns.enter('a'), { type: 'probe' });
    assert.deepEqual(cooldowns.enter('a'), { type: 'closed', error }, 'one probe at a time');
    cooldowns.released('a');
    assert.deepEqual(cooldowns.enter('a'), { type: 'probe' });
    cooldowns.failed('a', new ChatError('rateLimit', { retryAfterMs: 90_000 }));
    clock.advance(60_000);
    assert.equal(cooldowns.enter('a').type, 'closed');
    clock.advance(31_000);
    cooldowns.succeeded('a');
    assert.deepEqual(cooldowns.enter('a'), { type: 'open' });
  });
});

describe('sleep', () => {
  it('ends with its signal, before and during, and leaves no timer', async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const during = sleep(1_000, clock, abort.signal);
    abort.abort();
    await assert.rejects(during, ChatError);
    await assert.rejects(sleep(1_000, clock, abort.signal), ChatError);
    assert.equal(clock.pending, 0);
  });
});
