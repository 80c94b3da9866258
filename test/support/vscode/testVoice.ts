import type { Summary } from '../summary.ts';
import type { ChannelHandlers } from './channel.ts';
import { steps } from './steps/all.ts';
import type { Step, StepContext } from './steps/step.ts';

/** What the tests inside VS Code say to the runner, and how it answers. */
export interface TestVoice {
  readonly handlers: ChannelHandlers;
  /** Resolves with the first word of the tests. */
  readonly started: Promise<void>;
  /** What the tests have reported at their end; `undefined` before. */
  summary(): Summary | undefined;
}

/** Prints what the tests say, runs the steps they ask for in `context()`, and keeps their summary. */
export function listenToTests(context: () => Promise<StepContext>): TestVoice {
  const { promise: started, resolve: hear } = Promise.withResolvers<void>();
  let reported: Summary | undefined;
  const handlers: ChannelHandlers = {
    line(text) {
      hear();
      console.log(`  ${text}`);
    },
    done(summary) {
      hear();
      reported = summary;
    },
    async ui(name, args) {
      const step = (steps as Record<string, Step>)[name];
      if (!step) throw new Error(`no step is called ${name}`);
      return step(await context(), args as never);
    },
  };
  return { handlers, started, summary: () => reported };
}
