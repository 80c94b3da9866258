// The provider of the stream benches, in a process of its own so that its work is nobody's else. Started by streamServer.ts.
// It answers every POST with a stream, as fast as the connection takes it, each frame in an HTTP chunk of its own as vendors do.
// The model that is asked for says how many pieces of text: `deltas-20000`.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { framesOf, type NetworkApi, piecesOf } from './frames.ts';

const server = http.createServer(async (request, response) => {
  const body = await text(request);
  const url = request.url ?? '';
  const api = apiOf(url);
  const deltas = deltasOf(url, body);
  response.writeHead(200, { 'content-type': framesOf[api].contentType, 'cache-control': 'no-cache' });
  for (const frame of framesFor(api, deltas)) if (!response.write(frame)) await once(response, 'drain');
  response.end();
});

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit());

/** Frames of the same text are the same bytes, made once. */
function* framesFor(api: NetworkApi, deltas: number): Generator<string | Buffer> {
  const { opening, piece, closing } = framesOf[api];
  yield* opening;
  const made = new Map<string, Buffer>();
  for (const said of piecesOf(deltas)) {
    const frame = made.get(said) ?? Buffer.from(piece(said));
    made.set(said, frame);
    yield frame;
  }
  yield* closing(deltas);
}

function apiOf(url: string): NetworkApi {
  if (url.includes(':streamGenerateContent')) return 'google-genai';
  if (url.endsWith('/api/chat')) return 'ollama-chat';
  if (url.endsWith('/responses')) return 'openai-responses';
  return url.endsWith('/messages') ? 'anthropic-messages' : 'openai-chat';
}

/** Google's model stands in the address. */
function deltasOf(url: string, body: string): number {
  const { model }: { model?: string } = JSON.parse(body);
  const count = /^deltas-(\d+)$/.exec(model ?? '') ?? /\/deltas-(\d+):/.exec(url);
  if (!count) throw new Error(`no such model: ${model} at ${url}`);
  return Number(count[1]);
}
