import { type Bench, lineWithGoal } from './bench.ts';
import { type Activation, activateInFreshVSCode, type Candidate, emptyExtension } from './support/activations.ts';
import { median, rounded, spread } from './support/statistics.ts';

const launches = 5;

/**
 * What it takes to load and activate Parley without a key, each time in a fresh extension host, and how that compares to an
 * extension that does nothing, activated in the same hosts.
 */
export const activation: Bench = {
  names: ['activation_ms', 'activation_vs_empty'],
  when: 'always',
  async run(given) {
    const parley: Candidate = { id: 'parley.parley', folder: (await given.packed()).folder };
    const found: Record<'parley' | 'empty', Activation[]> = { parley: [], empty: [] };
    for (let launch = 0; launch < launches; launch += 1) {
      given.signal.throwIfAborted();
      const order = launch % 2 === 0 ? [parley, emptyExtension] : [emptyExtension, parley];
      for (const one of await activateInFreshVSCode(given, order)) {
        found[one.id === parley.id ? 'parley' : 'empty'].push(one);
      }
    }
    const walls = found.parley.map(({ wallMs }) => wallMs);
    const ratios = found.parley.map(({ wallMs }, index) => wallMs / (found.empty[index]?.wallMs ?? Number.NaN));
    const detail = { launches, wallMs: spread(walls), cpuMs: spread(found.parley.map(({ cpuMs }) => cpuMs)) };
    const empty = {
      wallMs: spread(found.empty.map(({ wallMs }) => wallMs)),
      cpuMs: spread(found.empty.map(({ cpuMs }) => cpuMs)),
    };
    return [
      lineWithGoal('activation_ms', rounded(median(walls)), 'ms', 12, detail),
      lineWithGoal('activation_vs_empty', rounded(median(ratios)), 'ratio', 3, { ratios: spread(ratios), empty }),
    ];
  },
};
