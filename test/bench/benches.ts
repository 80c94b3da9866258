import { activation } from './activation.ts';
import type { Bench } from './bench.ts';
import { extensionJsBytes } from './extensionJsBytes.ts';
import { panel100kB } from './panel100kB.ts';
import { panel500kB } from './panel500kB.ts';
import { streamCostAnthropic } from './streamCostAnthropic.ts';
import { streamCostOpenai } from './streamCostOpenai.ts';
import { ttftOverhead } from './ttftOverhead.ts';
import { vsixBytes } from './vsixBytes.ts';
import { webviewJsGzipBytes } from './webviewJsGzipBytes.ts';

/** Every bench, in the order they run: what is sensitive to a warm machine or a busy process comes early. */
export const benches: readonly Bench[] = [
  vsixBytes,
  webviewJsGzipBytes,
  extensionJsBytes,
  streamCostOpenai,
  streamCostAnthropic,
  ttftOverhead,
  activation,
  panel100kB,
  panel500kB,
];
