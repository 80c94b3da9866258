import assert from 'node:assert/strict';
import { ChatError } from '../../../../src/core/errors.ts';
import type { Question } from '../../../../src/core/run/deps.ts';
import { type BudgetSettings, dollars } from '../../../../src/host/store/budgetVerdict.ts';
import { callOf, noon, sqliteHere, TempStores } from './support/tempStore.ts';

const never = new AbortController().signal;
const hour = 60 * 60 * 1000;
const day = 24 * hour;

for (const [name, loadSqlite] of [
  ['SQLite', sqliteHere],
  ['memory', () => undefined],
] as const) {
  describe(`the budget over ${name}`, () => {
    const temp = new TempStores();
    let settings: BudgetSettings;
    let asked: Question[];
    let answers: ('yes' | 'no')[];
    beforeEach(() => {
      settings = { perDayUsd: 2, warnAt: 0.8, unknownPrice: 'allow' };
      asked = [];
      answers = [];
    });
    afterEach(() => temp.end());

    function open() {
      const ask = async (question: Question) => {
        asked.push(question);
        return answers.shift() ?? 'no';
      };
      const { budget, ledger } = temp.store(temp.folder(), { loadSqlite, ask, budget: () => settings });
      const spend = (usd: number, at = temp.now) => ledger.record(callOf({ at, cost: { type: 'estimated', usd } }));
      const reserve = (usd: number | undefined) => budget.reserve('a/b', usd, never);
      return { budget, spend, reserve };
    }

    /** The id of a reservation that must succeed. */
    async function idOf(reservation: ReturnType<ReturnType<typeof open>['reserve']>): Promise<string> {
      const made = await reservation;
      assert.equal(made.type, 'reserved');
      return made.id;
    }

    it('lets everything through without a limit', async () => {
      settings = { warnAt: 0.8, unknownPrice: 'block' };
      const { reserve, spend } = open();
      await spend(1000);
      for (const usd of [5000, undefined]) await idOf(reserve(usd));
      assert.deepEqual(asked, []);
    });

    it('says what is used up, how much, when and what to do', async () => {
      const { reserve, spend } = open();
      await spend(2.01);
      assert.deepEqual(await reserve(0.01), {
        type: 'exceeded',
        sentence:
          "Today's budget of $2.00 is used up ($2.01 spent). Raise it in the settings (parley.budget) or go on tomorrow.",
      });
      settings = { perMonthUsd: 1, warnAt: 0.8, unknownPrice: 'allow' };
      assert.deepEqual(await reserve(0.01), {
        type: 'exceeded',
        sentence:
          "This month's budget of $1.00 is used up ($2.01 spent). Raise it in the settings (parley.budget) or go on next month.",
      });
    });

    it('counts what running requests may cost, until they are settled', async () => {
      const { budget, reserve, spend } = open();
      await spend(0.5);
      const first = await idOf(reserve(1));
      assert.deepEqual(await reserve(0.6), {
        type: 'exceeded',
        sentence:
          "This request may cost $0.60, which does not fit into today's budget of $2.00 ($0.50 spent, $1.00 reserved for running requests). Raise it in the settings (parley.budget) or go on tomorrow.",
      });
      await idOf(reserve(0.5)); // exactly what is left
      await budget.settle(first);
      await budget.settle(first);
      await budget.settle('never made');
      await idOf(reserve(1));
      assert.equal((await reserve(0.01)).type, 'exceeded');
    });

    it('never stops what costs nothing', async () => {
      const { reserve, spend } = open();
      await spend(5);
      await idOf(reserve(0));
    });

    it('does not let a killed window hold money for ever', async () => {
      const { reserve } = open();
      await idOf(reserve(2));
      temp.now = noon + hour - 1;
      assert.equal((await reserve(2)).type, 'exceeded');
      temp.now = noon + hour;
      await idOf(reserve(2));
    });

    it('begins again with the day and with the month, local time', async () => {
      settings = { perDayUsd: 2, perMonthUsd: 3, warnAt: 1, unknownPrice: 'allow' };
      const { reserve, spend } = open();
      await spend(1.5);
      assert.equal((await reserve(1)).type, 'exceeded');
      temp.now = new Date(2026, 10, 19).getTime() - 1;
      assert.equal((await reserve(1)).type, 'exceeded');
      temp.now = new Date(2026, 10, 19).getTime();
      await spend(1.2);
      const month = await reserve(0.5);
      assert.match(month.type === 'exceeded' ? month.sentence : '', /does not fit into this month's budget of \$3\.00/);
      temp.now = new Date(2026, 11, 1).getTime();
      await idOf(reserve(0.5));
    });

    it('warns once of each limit in each period', async () => {
      const { reserve, spend } = open();
      const warned = async (usd: number) => {
        const made = await reserve(usd);
        assert.equal(made.type, 'reserved');
        return made.warning;
      };
      await spend(1.5);
      assert.equal(await warned(0.05), undefined);
      assert.equal(
        await warned(0.1),
        "Today's budget of $2.00 is 82 % used, this request included ($1.50 spent). It can be raised in the settings (parley.budget).",
      );
      assert.equal(await warned(0.1), undefined);
      settings = { ...settings, perDayUsd: 2.1 };
      assert.match((await warned(0.1)) ?? '', /budget of \$2\.10/);
      temp.now += day;
      await spend(1.9);
      assert.match((await warned(0.01)) ?? '', /budget of \$2\.10 is 90 % used/);
    });

    it('does with an unknown price what the user has chosen', async () => {
      const { reserve, spend } = open();
      await idOf(reserve(undefined));
      settings = { ...settings, unknownPrice: 'block' };
      const blocked = await reserve(undefined);
      assert.match(blocked.type === 'exceeded' ? blocked.sentence : '', /No price is known for a\/b, .*parley\.budget/);
      settings = { ...settings, unknownPrice: 'ask' };
      const isDeclined = (error: unknown) => error instanceof ChatError && error.kind === 'declined';
      await assert.rejects(reserve(undefined), isDeclined);
      answers = ['yes'];
      // Several at once make one question, and a yes holds as long as the window is open.
      await Promise.all([1, 2, 3].map(() => idOf(reserve(undefined))));
      await idOf(reserve(undefined));
      assert.deepEqual(asked, Array(2).fill({ type: 'unknownPrice', model: 'a/b' }));
      // A limit that is reached stops what costs nobody knows what.
      await spend(2);
      assert.match(JSON.stringify(await reserve(undefined)), /is used up/);
    });

    it('stops asking when the request is cancelled', async () => {
      settings = { ...settings, unknownPrice: 'ask' };
      const { promise: nobodyAnswers } = Promise.withResolvers<'yes'>();
      const ask = () => nobodyAnswers;
      const { budget } = temp.store(temp.folder(), { loadSqlite, ask, budget: () => settings });
      const isCancelled = (error: unknown) => error instanceof ChatError && error.kind === 'cancelled';
      const controllers = [new AbortController(), new AbortController()];
      const waiting = controllers.map(({ signal }) => budget.reserve('a/b', undefined, signal));
      for (const [n, controller] of controllers.toReversed().entries()) {
        controller.abort();
        await assert.rejects(waiting.toReversed()[n] ?? Promise.resolve(), isCancelled);
      }
      const before = AbortSignal.abort();
      await assert.rejects(budget.reserve('a/b', 0.1, before), isCancelled);
    });
  });
}

describe('an amount of money', () => {
  for (const [usd, text] of [
    [0, '$0.00'],
    [2, '$2.00'],
    [1204.5, '$1,204.50'],
    [0.999, '$1.00'],
    [0.01, '$0.01'],
    [0.0041, '$0.0041'],
    [0.001, '$0.0010'],
    [0.000_001_234, '$0.0000012'],
  ] as const) {
    it(`of ${usd} is ${text}`, () => assert.equal(dollars(usd), text));
  }
});
