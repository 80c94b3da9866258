import { statSync } from 'node:fs';
import { readVsix } from '../support/vsix.ts';
import { type Bench, lineWithGoal } from './bench.ts';

/** What users download. */
export const vsixBytes: Bench = {
  names: ['vsix_bytes'],
  when: 'always',
  async run(given) {
    const { vsix } = await given.packed();
    const sizes = [...readVsix(vsix)].map(([name, content]) => [name, content.length] as const);
    const largest = sizes.toSorted(([, a], [, b]) => b - a).slice(0, 5);
    const unpacked = sizes.reduce((sum, [, size]) => sum + size, 0);
    const detail = { files: sizes.length, unpacked, largest: Object.fromEntries(largest) };
    return [lineWithGoal('vsix_bytes', statSync(vsix).size, 'bytes', 1_000_000, detail)];
  },
};
