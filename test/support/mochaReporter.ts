import Mocha from 'mocha';
import type { Failure, Summary } from './summary.ts';

/** Where a reporter's words go: the console, or the runner outside VS Code. */
export interface ReportSink {
  line(text: string): void;
  /** Called once, after the last test. */
  done(summary: Summary): void;
}

type ReporterConstructor = new (runner: Mocha.Runner, options: Mocha.MochaOptions) => Mocha.reporters.Base;

/** A mocha reporter that prints one line per suite and test, and counts. A test that is left out counts as failed. */
export function reportTo(sink: ReportSink): ReporterConstructor {
  const events = Mocha.Runner.constants;
  return class extends Mocha.reporters.Base {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      const failures: Failure[] = [];
      let passed = 0;
      let depth = 0;
      const line = (text: string) => sink.line('  '.repeat(depth) + text);
      const fail = (test: Mocha.Runnable, error: unknown) => {
        failures.push({ title: test.fullTitle(), detail: describeError(error) });
        line(`✗ ${test.title}\n${describeError(error)}`);
      };
      runner.on(events.EVENT_SUITE_BEGIN, (suite) => {
        if (!suite.root) line(suite.title);
        if (!suite.root) depth += 1;
      });
      runner.on(events.EVENT_SUITE_END, (suite) => {
        if (!suite.root) depth -= 1;
      });
      runner.on(events.EVENT_TEST_PASS, (test) => {
        passed += 1;
        line(`✓ ${test.title}${(test.duration ?? 0) > test.slow() ? ` (${test.duration} ms)` : ''}`);
      });
      runner.on(events.EVENT_TEST_FAIL, fail);
      runner.on(events.EVENT_TEST_PENDING, (test) => fail(test, 'left out (skip): a test runs or does not exist'));
      runner.on(events.EVENT_RUN_END, () => sink.done({ passed, failed: failures.length, failures }));
    }
  };
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by: ${describeError(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
