/** One of several streams gave something, or ended. */
export type Merged<T> =
  | { readonly from: number; readonly type: 'value'; readonly value: T }
  | { readonly from: number; readonly type: 'ended' }
  | { readonly from: number; readonly type: 'failed'; readonly error: unknown };

/** What several streams yield, in the order it comes. One that fails does not end the others; leaving early ends all. */
export async function* mergeStreams<T>(streams: readonly AsyncGenerator<T>[]): AsyncGenerator<Merged<T>> {
  const step = async (from: number): Promise<Merged<T>> => {
    const stream = streams[from];
    if (!stream) throw new RangeError(`there is no stream ${from}`);
    try {
      const next = await stream.next();
      return next.done ? { from, type: 'ended' } : { from, type: 'value', value: next.value };
    } catch (error) {
      return { from, type: 'failed', error };
    }
  };
  const waiting = new Map(streams.map((_, from) => [from, step(from)]));
  try {
    while (waiting.size > 0) {
      const merged = await Promise.race(waiting.values());
      if (merged.type === 'value') waiting.set(merged.from, step(merged.from));
      else waiting.delete(merged.from);
      yield merged;
    }
  } finally {
    // A stream that waits on the network ends with its own signal; it is told, not awaited.
    for (const stream of streams) void stream.return(undefined).catch(() => {});
  }
}
