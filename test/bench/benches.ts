import { activation } from './activation.ts';
import { batch100 } from './batch100.ts';
import type { Bench } from './bench.ts';
import { extensionJsBytes } from './extensionJsBytes.ts';
import { panel100kB } from './panel100kB.ts';
import { panel500kB } from './panel500kB.ts';
import { pipelineOverhead } from './pipelineOverhead.ts';
import { sdkLoad } from './sdkLoad.ts';
import { stream1MChunks } from './stream1MChunks.ts';
import { streamCosts } from './streamCosts.ts';
import { ttftOverhead } from './ttftOverhead.ts';
import { vsixBytes } from './vsixBytes.ts';
import { webviewJsGzipBytes } from './webviewJsGzipBytes.ts';

/** Every bench, in the order they run: what is sensitive to a warm machine or a busy process comes early. */
export const benches: readonly Bench[] = [
  vsixBytes,
  webviewJsGzipBytes,
  extensionJsBytes,
  sdkLoad,
  ...streamCosts,
  pipelineOverhead,
  ttftOverhead,
  stream1MChunks,
  batch100,
  activation,
  panel100kB,
  panel500kB,
];
