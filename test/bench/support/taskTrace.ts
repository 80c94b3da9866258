import type { Browser, Page } from 'playwright-core';

/** One task of the page's main thread, in milliseconds: of the clock, and of CPU time. */
export interface Task {
  readonly wallMs: number;
  readonly cpuMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Does `work` and resolves with the tasks of the page's main thread meanwhile. Pages themselves are told of tasks over 50 ms only. */
export async function tasksDuring<T>(
  browser: Browser,
  page: Page,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly tasks: readonly Task[] }> {
  await browser.startTracing(page, { categories: ['-*', 'disabled-by-default-devtools.timeline', '__metadata'] });
  let result: T;
  let trace: Buffer;
  try {
    result = await work();
  } finally {
    trace = await browser.stopTracing();
  }
  return { result, tasks: mainThreadTasks(JSON.parse(trace.toString()).traceEvents) };
}

/** Of all processes that show pages, ours is the one that did most. */
function mainThreadTasks(events: readonly TraceEvent[]): readonly Task[] {
  const threads = events.filter(
    ({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const tasks = threads.map((thread) =>
    events
      .filter(({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && pid === thread.pid && tid === thread.tid)
      .map(({ dur = 0, tdur = 0 }) => ({ wallMs: dur / 1000, cpuMs: tdur / 1000 })),
  );
  const busiest = tasks.toSorted((a, b) => sum(b) - sum(a))[0];
  if (!busiest || busiest.length === 0) throw new Error('the trace has no task of the page');
  return busiest;
}

function sum(tasks: readonly Task[]): number {
  return tasks.reduce((total, { cpuMs }) => total + cpuMs, 0);
}
