// The provider of the stream benches, in a process of its own so that its work is nobody's else. Started by streamServer.ts.
// It answers every POST with a stream, as fast as the connection takes it, each frame in an HTTP chunk of its own as vendors do.
// The model that is asked for says how many pieces of text: `deltas-20000`.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { answerOf } from './frames.ts';

const answers = new Map<string, readonly Buffer[]>();

const server = http.createServer(async (request, response) => {
  const { model }: { model: string } = JSON.parse(await text(request));
  const frames = framesFor(request.url ?? '', model);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  for (const frame of frames) if (!response.write(frame)) await once(response, 'drain');
  response.end();
});

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit());

function framesFor(url: string, model: string): readonly Buffer[] {
  const key = `${url} ${model}`;
  const api = url.endsWith('/messages') ? 'anthropic-messages' : 'openai-chat';
  const frames = answers.get(key) ?? answerOf(api, deltasOf(model)).frames.map((frame) => Buffer.from(frame));
  answers.set(key, frames);
  return frames;
}

function deltasOf(model: string): number {
  const count = Number(model.replace(/^deltas-/, ''));
  if (!Number.isInteger(count)) throw new Error(`no such model: ${model}`);
  return count;
}
