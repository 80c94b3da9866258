// F11, F12: how long to wait before another try.
import type { Step } from '../../support/chaos.ts';
import { always, type Fault, type FaultCase, failed, whole } from '../fault.ts';
import { good, refusal } from '../scripts.ts';

/** The server's clock is two days behind; a date in the header counts from the server's own. */
const servedAt = Date.parse('2026-11-19T10:00:00Z');
const httpDate = (offsetMs: number): string => new Date(servedAt + offsetMs).toUTCString();

/** The first wait of a backoff as the tests' chance has it. */
const backoff = 1;

const forms: readonly (readonly [string, Readonly<Record<string, string>>, number])[] = [
  ['seconds', { 'retry-after': '7' }, 7_000],
  ['a date, by a clock that is two days behind', { 'retry-after': httpDate(30_000), date: httpDate(0) }, 30_000],
  ['milliseconds', { 'retry-after-ms': '1250' }, 1_250],
  ['milliseconds beside seconds', { 'retry-after-ms': '1250', 'retry-after': '9' }, 1_250],
  ['just a minute', { 'retry-after': '60' }, 60_000],
  ['a date that is past', { 'retry-after': httpDate(-60_000), date: httpDate(0) }, backoff],
  ['a negative number', { 'retry-after': '-5' }, backoff],
  ['no number', { 'retry-after': 'abc' }, backoff],
  ['zero', { 'retry-after': '0' }, backoff],
];

const limited = (headers: Readonly<Record<string, string>>): FaultCase['scripts'] => {
  return (scene) => [refusal(scene.wire, 429, 'rate_limit_error', 'Slow down', headers), good(scene)];
};

const day = { 'retry-after': '86400' };

const honoured: readonly FaultCase[] = [
  ...forms.map(([what, headers, waitMs]) => ({
    title: `as ${what}`,
    scripts: limited(headers),
    expected: { end: whole(), text: 'Hello', requests: 2, waits: [waitMs] },
  })),
  {
    title: 'as a day, which is asked about and refused',
    scripts: limited(day),
    expected: {
      end: failed('rateLimit', 'Test is limiting requests. It asks to wait 24 h.'),
      requests: 1,
      questions: ['longWait'],
    },
  },
  {
    title: 'as a day, which is asked about and agreed to',
    scripts: limited(day),
    setUp: { said: 'yes' },
    expected: { end: whole(), text: 'Hello', requests: 2, waits: [86_400_000], questions: ['longWait'] },
  },
  {
    title: 'as a day, which another model answers in place of',
    scripts: limited(day),
    setUp: { parameters: { fallback_models: ['test/spare'] }, spare: (scene) => [good(scene)] },
    expected: { end: whole(), text: 'Hello', requests: 1 },
  },
];

const limits = (times: number): FaultCase['scripts'] => {
  const no = (wire: Parameters<typeof refusal>[0]): readonly Step[] => refusal(wire, 429, 'rate_limit_error', 'Slow');
  return (scene) => [...Array.from({ length: times }, () => no(scene.wire)), good(scene)];
};

export const waitingFaults: readonly Fault[] = [
  { id: 'F11', what: '429 with Retry-After', on: always(...honoured) },
  {
    id: 'F12',
    what: '429 without Retry-After',
    on: always(
      {
        title: 'waits longer each time',
        scripts: limits(2),
        expected: { end: whole(), text: 'Hello', requests: 3, waits: [1, 2] },
      },
      {
        title: 'gives up after two tries more',
        scripts: limits(3),
        expected: { end: failed('rateLimit', 'Test is limiting requests.'), requests: 3, waits: [1, 2] },
      },
      {
        title: 'waits by chance, up to a second and then two',
        scripts: limits(2),
        setUp: { deps: { random: () => 0.999 } },
        expected: { end: whole(), text: 'Hello', requests: 3, waits: [999, 1_998] },
      },
    ),
  },
];
