import type { Sent } from './panelFeed.ts';

/** What the page saw of its own frames and tasks. */
export interface Played {
  /** Milliseconds between frames; a screen's are 16.7. */
  readonly frameGaps: readonly number[];
  /** Milliseconds of each task longer than 50 ms, as the browser reports them to pages. */
  readonly longTasks: readonly number[];
}

/**
 * Runs in the page. Sends the messages at their times, each in a task of its own as from another process, and watches the frames
 * until all is shown.
 */
export async function playFeed(sent: readonly Sent[]): Promise<Played> {
  const longTasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    longTasks.push(...list.getEntries().map(({ duration }) => duration));
  });
  observer.observe({ type: 'longtask' });
  const frameGaps: number[] = [];
  let last: number | undefined;
  let watching = true;
  const watch = (time: number) => {
    if (last !== undefined) frameGaps.push(time - last);
    last = time;
    if (watching) requestAnimationFrame(watch);
  };
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => window.dispatchEvent(new MessageEvent('message', { data }));

  requestAnimationFrame(watch);
  const start = performance.now();
  for (const { at, message } of sent) {
    const wait = start + at - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    port2.postMessage(message);
  }
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  do {
    await frame();
    await frame();
  } while (document.querySelector('.markdown[aria-busy]'));
  await frame();
  watching = false;
  observer.disconnect();
  port1.close();
  return { frameGaps, longTasks };
}
