import type { Page } from 'playwright-core';
import type { ToWebview } from '../../../src/protocol/panel.ts';
import { PanelPage } from './panelPage.ts';
import { answer, answering, panelState, turn } from './states.ts';

/** What it costs the page to show an answer while it streams. */
export interface StreamingCost {
  /** The longest task on the main thread, in milliseconds, as the clock saw it and as the processor did. */
  readonly longestTaskMs: number;
  readonly longestTaskCpuMs: number;
  /** Processor time of the main thread. */
  readonly cpuMs: number;
  /** Frames that came too late, of those there was time for. */
  readonly droppedPct: number;
  readonly seconds: number;
}

export interface StreamingLoad {
  readonly text: string;
  /** Length of one message in UTF-16 units, and the time between two in milliseconds. The host joins deltas for 30 ms. */
  readonly messageLength: number;
  readonly everyMs: number;
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

const lastWords = 'The very end.';

const section = `## What happens in the loop

The counter is reset **inside** the body, so \`attempt\` never reaches \`maxAttempts\`; see [the manual](https://example.com/loops) for
how a block is scoped, and *why* that matters here. Each pass starts again, and each pass fails in the same way.

- The first attempt fails because the server is not up yet.
- The second one fails for the same reason:
  - the counter says 1 again,
  - so nothing waits.

\`\`\`ts
export async function retry<T>(work: () => Promise<T>, maxAttempts = 5): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === maxAttempts) throw error;
    }
  }
}
\`\`\`

| attempt | wait | total |
|---|---:|---:|
| 1 | 200 ms | 0.2 s |
| 2 | 400 ms | 0.6 s |

`;

/** An answer as models write them, of about some length. */
export function longAnswer(length: number): string {
  return `${section.repeat(Math.ceil(length / section.length))}${lastWords}`;
}

/** Streams an answer into the panel, ends it, and says what that cost. */
export async function measureStreaming(load: StreamingLoad): Promise<StreamingCost> {
  const panel = await PanelPage.open({ width: 420, height: 800 });
  await panel.snapshot(panelState([turn('t', 'Why?', answer('', { type: 'streaming' }))], { composer: answering }));
  const browser = panel.page.context().browser();
  if (!browser) throw new Error('The page has no browser.');
  await browser.startTracing(panel.page, { categories: ['disabled-by-default-devtools.timeline'] });
  const { seconds, frames } = await panel.page.evaluate(streamInPage, load);
  await panel.shown();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  await checkComplete(panel.page);
  await panel.close();
  return { ...taskCosts(traceEvents), droppedPct: Math.max(0, 100 * (1 - frames / (seconds * 60))), seconds };
}

/** Plays the messages in the page, as evenly as timers are, and counts the frames. */
async function streamInPage({
  text,
  messageLength,
  everyMs,
}: StreamingLoad): Promise<{ readonly seconds: number; readonly frames: number }> {
  let seq = 1;
  const say = (message: object) =>
    window.dispatchEvent(new MessageEvent('message', { data: { ...message, seq: ++seq } as ToWebview }));
  let frames = 0;
  const start = performance.now();
  const count = () => {
    frames += 1;
    if (!done) requestAnimationFrame(count);
  };
  let done = false;
  requestAnimationFrame(count);
  await new Promise<void>((resolve) => {
    let at = 0;
    const timer = setInterval(() => {
      const due = Math.min(text.length, Math.floor((performance.now() - start) / everyMs) * messageLength);
      while (at < due) {
        say({ type: 'appended', turnId: 't', kind: 'text', text: text.slice(at, at + messageLength) });
        at += messageLength;
      }
      if (at < text.length) return;
      clearInterval(timer);
      const ended = { model: 'm', state: { type: 'complete', note: '' }, notices: [], facts: '', number: 1, count: 1 };
      say({ type: 'answerChanged', turnId: 't', answer: ended });
      resolve();
    }, everyMs);
  });
  done = true;
  return { seconds: (performance.now() - start) / 1000, frames };
}

/** Nothing was cut: the last words are there. */
async function checkComplete(page: Page): Promise<void> {
  const shown = await page.locator('.answer .markdown').evaluate((element) => element.textContent ?? '');
  if (!shown.endsWith(lastWords)) throw new Error(`The answer ends with ${JSON.stringify(shown.slice(-40))}.`);
}

function taskCosts(events: readonly TraceEvent[]): Pick<StreamingCost, 'longestTaskMs' | 'longestTaskCpuMs' | 'cpuMs'> {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const tasks = events.filter(
    ({ name, ph, pid, tid }) =>
      name === 'RunTask' && ph === 'X' && mains.some((main) => main.pid === pid && main.tid === tid),
  );
  const wall = tasks.map(({ dur = 0 }) => dur / 1000);
  const cpu = tasks.map(({ tdur = 0 }) => tdur / 1000);
  return {
    longestTaskMs: Math.max(0, ...wall),
    longestTaskCpuMs: Math.max(0, ...cpu),
    cpuMs: cpu.reduce((sum, one) => sum + one, 0),
  };
}
