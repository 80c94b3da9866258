// A window of its own: writes to a store until it is done or killed, and says what is safe, line by line.
// usage: node writer.ts FOLDER append NAME COUNT | node writer.ts FOLDER reserve USD COUNT LIMIT
import { createInterface } from 'node:readline';
import { systemClock } from '../../../../../src/host/clock.ts';
import { createStore } from '../../../../../src/host/store/store.ts';
import { callOf } from './tempStore.ts';

const [folder = '', mode, first = '', count = '0', limit = '0'] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);
const store = createStore({
  folder,
  clock: systemClock,
  wall: Date.now,
  random: Math.random,
  problem: (sentence) => say(`problem ${sentence}`),
  budget: () => ({ perDayUsd: Number(limit), warnAt: 1, unknownPrice: 'allow' }),
  ask: async () => 'no',
  keyPrefixes: [],
  secrets: () => [],
});
// Opened before the start, so that all begin at the same moment.
await store.ledger.recent(1);
const input = createInterface({ input: process.stdin });
say('ready');
await new Promise((resolve) => input.once('line', resolve));
if (mode === 'append') {
  for (let n = 0; n < Number(count); n++) {
    await store.ledger.record(callOf({ at: Date.now(), asked: `${first}/${n}` }));
    say(`kept ${n}`);
  }
} else {
  for (let n = 0; n < Number(count); n++) {
    const answer = await store.budget.reserve('openai/gpt-6', Number(first), new AbortController().signal);
    say(answer.type);
  }
}
say('done');
await store.close();
input.close();
process.stdin.unref();
