import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { framesOf, piecesOf } from './frames.ts';

/** A provider of Chat Completions that answers so many requests in a second and refuses the others, as providers do. */
export interface LimitedServer extends AsyncDisposable {
  /** http://127.0.0.1:port */
  readonly origin: string;
  readonly counts: { readonly answered: number; readonly rejected: number };
}

/** Pieces of text in each answer. */
const deltas = 5;

/** `perSecond`: how many requests it answers within any second. Beyond that: 429 with `Retry-After: 1`. */
export async function startLimitedServer(perSecond: number): Promise<LimitedServer> {
  const counts = { answered: 0, rejected: 0 };
  let recent: number[] = [];
  const server = http.createServer((request, response) => {
    request.resume();
    const now = performance.now();
    recent = recent.filter((at) => now - at < 1_000);
    if (recent.length >= perSecond) {
      counts.rejected += 1;
      const error = { message: 'Rate limit reached for requests.', type: 'requests', code: 'rate_limit_exceeded' };
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' });
      response.end(JSON.stringify({ error }));
      return;
    }
    recent.push(now);
    counts.answered += 1;
    const { contentType, opening, piece, closing } = framesOf['openai-chat'];
    response.writeHead(200, { 'content-type': contentType });
    response.end([...opening, ...[...piecesOf(deltas)].map(piece), ...closing(deltas)].join(''));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
