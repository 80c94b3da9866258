import { browser, closeBrowser } from '../../support/panelPage/browser.ts';
import { PanelPage } from '../../support/panelPage/panelPage.ts';
import { type Bench, lineWithGoal } from '../bench.ts';
import { rejectsOnAbort } from './abort.ts';
import { lastWords, markdownAnswer } from './markdownAnswer.ts';
import { type Feed, feedOf } from './panelFeed.ts';
import { type Played, playFeed } from './playFeed.ts';
import { rounded } from './statistics.ts';
import { type Task, tasksDuring } from './taskTrace.ts';

/** Milliseconds from one frame of a screen to the next. */
const frameMs = 1000 / 60;

/** How long the page is watched while nothing happens, to tell the panel's dropped frames from the machine's. */
const idleMs = 3000;

/** How a Markdown answer of `kilobytes` comes into the built panel, in a browser without a window, at 1,000 deltas a second. */
export function panelStreaming(kilobytes: number, when: Bench['when']): Bench {
  const longestTask = `panel_${kilobytes}kB_longest_task_ms`;
  const dropped = `panel_${kilobytes}kB_dropped_pct`;
  return {
    names: [longestTask, dropped],
    when,
    async run(given) {
      const text = markdownAnswer(kilobytes * 1000);
      const feed = feedOf(text);
      const { streaming, tasks, idle } = await play(feed, given.signal);
      const frames = describeFrames(streaming);
      const taskDetail = {
        characters: text.length,
        deltas: feed.deltas,
        messages: feed.sent.length,
        longestCpuMs: rounded(longest(tasks, 'cpuMs'), 1),
        over16ms: tasks.filter(({ wallMs }) => wallMs > frameMs).length,
        over50ms: streaming.longTasks.map((duration) => rounded(duration, 1)),
        mainThreadBusyPct: rounded((100 * total(tasks.map(({ cpuMs }) => cpuMs))) / total(streaming.frameGaps), 1),
      };
      return [
        lineWithGoal(longestTask, rounded(longest(tasks, 'wallMs'), 1), 'ms', 50, taskDetail),
        { name: dropped, value: frames.droppedPct, unit: '%', detail: { ...frames, whenIdle: describeFrames(idle) } },
      ];
    },
  };
}

interface Watched {
  readonly streaming: Played;
  readonly tasks: readonly Task[];
  readonly idle: Played;
}

async function play(feed: Feed, signal: AbortSignal): Promise<Watched> {
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(closeBrowser);
  const panel = await PanelPage.open({ width: 400, height: 720 });
  await panel.post(...feed.before);
  await panel.shown();
  const run = async (): Promise<Watched> => {
    const { page } = panel;
    const { result, tasks } = await tasksDuring(await browser(), page, () => page.evaluate(playFeed, feed.sent));
    requireWholeAnswer(await panel.html(), panel.errors);
    const last = { type: 'inputFocused', seq: (feed.sent.at(-1)?.message.seq ?? 0) + 1 } as const;
    const idle = await page.evaluate(playFeed, [{ at: idleMs, message: last }]);
    return { streaming: result, tasks, idle };
  };
  return await Promise.race([run(), rejectsOnAbort(signal)]);
}

/** What is fast because it shows nothing must not count. */
function requireWholeAnswer(html: string, errors: readonly string[]): void {
  if (errors.length > 0) throw new Error(`the panel failed:\n${errors.join('\n')}`);
  if (!html.includes('1. What to change') || !html.includes(lastWords)) throw new Error('the answer is not shown');
}

function describeFrames({ frameGaps }: Played) {
  const missed = total(frameGaps.map((gap) => Math.max(0, Math.round(gap / frameMs) - 1)));
  return {
    droppedPct: rounded((100 * missed) / (missed + frameGaps.length)),
    frames: frameGaps.length,
    missed,
    longestGapMs: rounded(Math.max(...frameGaps), 1),
  };
}

function longest(tasks: readonly Task[], by: keyof Task): number {
  return Math.max(...tasks.map((task) => task[by]));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
