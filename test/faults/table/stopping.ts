// F61, F62: what the user does meanwhile.
import type { Fault, Treatment } from '../fault.ts';

const elsewhere = (file: string, ...titles: readonly string[]): Treatment => ({
  type: 'elsewhere',
  tests: titles.map((title) => ({ file, title })),
});

export const stoppingFaults: readonly Fault[] = [
  {
    id: 'F61',
    what: 'stopping',
    on: () =>
      elsewhere(
        'test/faults/cancelling.test.ts',
        'stops at once ',
        'stops once when it is stopped twice',
        'leaves no listener, no timer and no connection',
      ),
  },
  {
    id: 'F62',
    what: 'a new question while an answer streams',
    on: () => elsewhere('test/unit/host/panel.test.ts', 'puts a message sent while an answer runs back into the input'),
  },
];
