// Imports one file and tells how long that took, in milliseconds. In a process of its own: only the first import of a file loads it.
import { pathToFileURL } from 'node:url';

const url = pathToFileURL(process.argv[2] ?? '').href;
const start = performance.now();
await import(url);
process.send?.(performance.now() - start);
process.disconnect();
