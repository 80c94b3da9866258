/** Work that can pause: each `yield` is a place where the page may paint. */
export type Work = Iterator<void>;

/** How long one slice may take, in milliseconds: half a frame. */
const sliceMs = 8;

const waiting: Work[] = [];
let scheduled = false;
const channel = new MessageChannel();
channel.port1.onmessage = runSlice;

/**
 * Does work in slices, so that the page stays responsive. What was asked for last is done first: the reader is at the end
 * of the conversation. The first slice runs before the next paint. Cancel what is no longer wanted with `return`.
 */
export function doInSlices(work: Work): void {
  waiting.push(work);
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(runSlice);
}

function runSlice(): void {
  const end = performance.now() + sliceMs;
  while (performance.now() < end) {
    const work = waiting.at(-1);
    if (!work) {
      scheduled = false;
      return;
    }
    const step = work.next();
    const place = waiting.lastIndexOf(work);
    if (step.done && place >= 0) waiting.splice(place, 1);
  }
  channel.port2.postMessage(undefined);
}
