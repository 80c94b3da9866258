// F88: many requests against a server that takes ten a second.
import assert from 'node:assert/strict';
import { type Load, runLoad } from '../support/loadRun.ts';
import { wireOf, wires } from '../support/wires.ts';

const hundred = { requests: 100, concurrency: 5, perSecond: 10 } as const;

async function holds(load: Load): Promise<void> {
  const { finished, wrong, rejections, durationMs } = await runLoad(load);
  const seconds = (durationMs / 1_000).toFixed(1);
  console.log(
    `load, ${load.wire.api}, ${load.header}, ${load.speed} x: ${finished} of ${load.requests} finished in ${seconds} s, ${rejections} rejections`,
  );
  assert.deepEqual([finished, wrong], [load.requests, 0]);
  assert.ok(rejections <= 60, `${rejections} rejections`);
}

describe('a hundred requests at ten a second', () => {
  const wire = wireOf('openai-chat');
  const speed = process.env.PARLEY_LONG ? 1 : 8;
  for (const header of ['Retry-After: 1', 'none'] as const) {
    it(`all finish, with few rejections (${header})`, () => holds({ ...hundred, wire, header, speed })).timeout(60_000);
  }

  if (process.env.PARLEY_LONG) {
    for (const other of wires.filter(({ api }) => api !== 'openai-chat')) {
      it(`all finish over ${other.api} too`, () => holds({ ...hundred, wire: other, header: 'none', speed: 4 }));
    }
    it('all finish, twenty at a time', () => holds({ ...hundred, concurrency: 20, wire, header: 'none', speed: 1 }));
  }
});
