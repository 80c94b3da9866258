// The fault table F1–F62: what a user sees of each, on every wire API, over real sockets.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { wires } from '../support/wires.ts';
import { type Fault, type OtherTest, prove } from './fault.ts';
import { connectionFaults } from './table/connection.ts';
import { contentFaults } from './table/content.ts';
import { framingFaults } from './table/framing.ts';
import { statusFaults } from './table/status.ts';
import { stoppingFaults } from './table/stopping.ts';
import { toolCallFaults } from './table/toolCalls.ts';
import { waitingFaults } from './table/waiting.ts';

const root = path.resolve(import.meta.dirname, '../..');
const last = 62;
const table: readonly Fault[] = [
  ...statusFaults,
  ...waitingFaults,
  ...connectionFaults,
  ...framingFaults,
  ...contentFaults,
  ...toolCallFaults,
  ...stoppingFaults,
].sort((a, b) => numberOf(a) - numberOf(b));

function numberOf({ id }: Fault): number {
  return Number(id.slice(1));
}

function exists({ file, title }: OtherTest): boolean {
  const whole = path.join(root, file);
  return existsSync(whole) && readFileSync(whole, 'utf8').includes(title);
}

describe('the fault table', () => {
  it(`has a row for each fault from F1 to F${last}`, () => {
    assert.deepEqual(
      table.map(({ id }) => id),
      Array.from({ length: last }, (_, index) => `F${index + 1}`),
    );
  });
});

for (const wire of wires) {
  describe(`${wire.api}: faults`, () => {
    const survived = new Map<string, 'here' | 'elsewhere'>();
    const reasons = new Map<string, string>();

    for (const { id, what, on } of table) {
      const treatment = on(wire);
      if (treatment.type === 'leftOut') reasons.set(id, treatment.why);
      else if (treatment.type === 'elsewhere') {
        it(`${id} ${what}: is proved by tests that exist`, () => {
          for (const test of treatment.tests) assert.ok(exists(test), `${test.file} has no "${test.title}"`);
          survived.set(id, 'elsewhere');
        });
      } else {
        let passed = 0;
        for (const fault of treatment.cases) {
          it(`${id} ${what}: ${fault.title}`, async () => {
            await prove(fault, wire);
            passed += 1;
            if (passed === treatment.cases.length) survived.set(id, 'here');
          });
        }
      }
    }

    after(() => {
      const here = [...survived.values()].filter((where) => where === 'here').length;
      const elsewhere = [...survived].flatMap(([id, where]) => (where === 'elsewhere' ? [id] : []));
      const named = elsewhere.length > 0 ? ` and ${elsewhere.length} by other tests (${elsewhere.join(', ')})` : '';
      console.log(`${wire.api}: faults survived ${survived.size} of ${last}: ${here} here${named}`);
      for (const [id, why] of reasons) console.log(`${wire.api}: ${id} is left out: ${why}`);
    });
  });
}
