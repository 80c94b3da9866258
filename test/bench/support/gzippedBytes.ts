import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Chunk } from './bundle.ts';

/** The sum of each file's size under gzip at its best, which is what the tables of bundle sizes compare. */
export function gzippedBytes(extension: string, chunks: readonly Chunk[]): number {
  const sizes = chunks.map(
    ({ file }) => gzipSync(readFileSync(path.join(extension, 'dist', file)), { level: 9 }).length,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
