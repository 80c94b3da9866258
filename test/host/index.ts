// VS Code loads this module in the extension host (`extensionTestsPath`) and calls run().
import { globSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { loadTests } from '../support/loadTests.ts';
import { reportTo } from '../support/mochaReporter.ts';
import type { Summary } from '../support/summary.ts';
import { askRunner } from './ui.ts';

/** Runs every test beside this file; rejects when one failed, which becomes VS Code's exit code. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  let said: Promise<unknown> = Promise.resolve();
  let summary: Summary | undefined;
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 20_000,
    forbidOnly: Boolean(process.env.CI),
    grep: process.env.PARLEY_HARNESS_GREP ?? '',
    reporter: reportTo({
      line: (text) => {
        said = said.then(() => askRunner('line', { text })); // One after the other, so that they stay in order.
      },
      done: (result) => {
        summary = result;
      },
    }),
  });
  const files = globSync('**/*.test.js', { cwd: import.meta.dirname }).sort();
  await loadTests(
    mocha,
    files.map((file) => path.join(import.meta.dirname, file)),
  );
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  await said;
  await askRunner('done', { summary });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
