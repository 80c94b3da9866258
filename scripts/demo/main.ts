// The demo provider as a program. Prints `listening on http://127.0.0.1:PORT/v1`, then one line for each request.
// usage: node scripts/demo/main.ts [--port N] [--tokens-per-second N]      (Node 24)
import { parseArgs } from 'node:util';
import { startDemoProvider } from './provider.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, 'tokens-per-second': { type: 'string' } },
});
const tokensPerSecond = Number(values['tokens-per-second']);
const demo = await startDemoProvider({
  port: Number(values.port),
  log: (line) => console.log(line),
  ...(tokensPerSecond > 0 ? { pace: { tokensPerSecond, firstTokenAfter: 0 } } : {}),
});
console.log(`listening on ${demo.baseUrl}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
