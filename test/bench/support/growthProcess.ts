// Reads one long answer without keeping any of it, and watches the heap. In a process of its own, for the heap must be nobody else's.
// Started by stream1MChunks.ts with --expose-gc. arguments: FOLDER of the built pipeline, WIRE API, ORIGIN of the server, CHUNKS
import { type NetworkApi, piecesOf } from './frames.ts';
import { loadPipeline } from './pipelineBuild.ts';
import { depsFor, providerAt, questionTo } from './pipelineDeps.ts';

/** What was found, sent to the parent. Sizes are in bytes. */
export interface Growth {
  /** After one hundredth of the answer. */
  readonly before: number;
  /** After each further tenth, the last before the answer's end. */
  readonly after: readonly number[];
}

const [folder = '', api = '', origin = '', chunks = ''] = process.argv.slice(2);
const growth = await read(api as NetworkApi, Number(chunks));
process.send?.(growth);
process.disconnect();

async function read(api: NetworkApi, chunks: number): Promise<Growth> {
  const pipeline = await loadPipeline(folder);
  const deps = depsFor(await providerAt(pipeline, api, origin), api, origin);
  const length = lengthOf(chunks);
  const sampled: number[] = [];
  let seen = 0;
  for await (const event of pipeline.complete(questionTo(`deltas-${chunks}`), deps, new AbortController().signal)) {
    if (event.type === 'finish' && event.reason !== 'stop') throw new Error(`the answer ended with ${event.reason}`);
    if (event.type !== 'text') continue;
    seen += event.text.length;
    // The hundredth that is read first warms up; then ten stretches.
    if (seen >= length * (0.01 + sampled.length * 0.0989)) sampled.push(used());
  }
  if (seen !== length) throw new Error(`the answer has ${seen} characters instead of ${length}`);
  const [before = Number.NaN, ...after] = sampled;
  return { before, after };
}

function used(): number {
  if (!globalThis.gc) throw new Error('started without --expose-gc');
  globalThis.gc();
  // What a collection frees outside of the heap is given back in the background; the next one waits for that.
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function lengthOf(chunks: number): number {
  let length = 0;
  for (const piece of piecesOf(chunks)) length += piece.length;
  return length;
}
