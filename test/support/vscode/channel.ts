import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Summary } from '../summary.ts';

/** What the tests in the extension host may ask of the runner: one POST each, JSON in and out. */
export interface ChannelHandlers {
  line(text: string): void;
  done(summary: Summary): void;
  /** Runs a step in the window; what it throws is thrown in the test. */
  ui(step: string, args: unknown): Promise<unknown>;
}

/** The channel between the tests and the runner. */
export interface Channel {
  /** http://127.0.0.1:port */
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on a free loopback port. */
export async function openChannel(handlers: ChannelHandlers): Promise<Channel> {
  const server = http.createServer(async (request, response) => {
    try {
      const answer = await handle(request.url ?? '', JSON.parse(await readBody(request)), handlers);
      response.end(JSON.stringify(answer ?? null));
    } catch (error) {
      response.statusCode = 500;
      response.end(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What the requests carry; each its own part. */
interface Message {
  readonly text: string;
  readonly summary: Summary;
  readonly step: string;
  readonly args: unknown;
}

async function handle(url: string, message: Message, handlers: ChannelHandlers): Promise<unknown> {
  switch (url) {
    case '/line':
      return handlers.line(message.text);
    case '/done':
      return handlers.done(message.summary);
    case '/ui':
      return handlers.ui(message.step, message.args);
    default:
      throw new Error(`no such request: ${url}`);
  }
}

async function readBody(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
