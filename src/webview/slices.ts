/** Work that can pause: each `yield` is a place where the page may paint. `return` ends it early. */
export type Work = Iterator<void>;

/** How long one slice may take, in milliseconds: half a frame. */
const sliceMs = 8;

const waiting: Work[] = [];
let scheduled = false;
const channel = new MessageChannel();
channel.port1.onmessage = doSlice;

/**
 * Does work in slices, so that the page stays responsive. What was asked for last is done first: the reader is at the end
 * of the conversation. The first slice comes before the next paint.
 */
export function doInSlices(work: Work): void {
  waiting.push(work);
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(doSlice);
}

function doSlice(): void {
  const end = performance.now() + sliceMs;
  while (performance.now() < end) {
    const work = waiting.at(-1);
    if (!work) {
      scheduled = false;
      return;
    }
    doStep(work);
  }
  channel.port2.postMessage(undefined);
}

/** Work that fails is over; the rest goes on. */
function doStep(work: Work): void {
  let isDone: boolean | undefined = true;
  try {
    isDone = work.next().done;
  } catch (error) {
    reportError(error);
  }
  const place = waiting.lastIndexOf(work);
  if (isDone && place >= 0) waiting.splice(place, 1);
}
