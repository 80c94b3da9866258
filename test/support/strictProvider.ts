// A provider that forgives nothing: it plays five wire APIs and refuses, with 400 and in each vendor's own words, whatever the vendor
// does not document for the model that is asked. A good request gets a proper stream that does what was asked. Its rules are written
// from the vendors' words, apart from src/: that the two agree is what the tests show.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerTo } from './strict/answer.ts';
import { chatWire } from './strict/chatWire.ts';
import { geminiWire } from './strict/geminiWire.ts';
import { messagesWire } from './strict/messagesWire.ts';
import { listReply } from './strict/modelLists.ts';
import { strictModel, type WireId } from './strict/models.ts';
import { ollamaWire } from './strict/ollamaWire.ts';
import { responsesWire } from './strict/responsesWire.ts';
import type { Asked, StrictWire } from './strict/rules.ts';
import { type Fields, fieldsOf, isFields, type Problem } from './strict/shape.ts';

export const strictWires: Readonly<Record<WireId, StrictWire>> = {
  chat: chatWire,
  responses: responsesWire,
  messages: messagesWire,
  gemini: geminiWire,
  ollama: ollamaWire,
};

/** What was refused: by the body's form, or by one of the wire's rules. */
export interface Refused extends Problem {
  readonly rule: string;
}

/** One request as it arrived, and what became of it. */
export interface StrictRequest {
  readonly wire: WireId;
  readonly model: string;
  readonly body: Fields;
  readonly headers: http.IncomingHttpHeaders;
  readonly refused: Refused | undefined;
}

interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

function json(status: number, value: unknown): Reply {
  return { status, contentType: 'application/json', body: JSON.stringify(value) };
}

function isWireId(id: string): id is WireId {
  return Object.hasOwn(strictWires, id);
}

function judge(asked: Asked, wire: StrictWire): Refused | undefined {
  const misshapen = wire.shape(asked.model)(asked.body, '');
  if (misshapen) return { ...misshapen, rule: 'shape' };
  for (const { id, check } of wire.rules) {
    const problem = check(asked);
    if (problem) return { ...problem, rule: id };
  }
  return undefined;
}

export class StrictProvider {
  readonly origin: string;
  /** Every completion that was asked for, oldest first. */
  readonly requests: StrictRequest[] = [];
  readonly #server: http.Server;

  private constructor(server: http.Server) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  /** Listens on a free loopback port. */
  static async start(): Promise<StrictProvider> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new StrictProvider(server);
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const text = Buffer.concat(pieces).toString();
    const { status, contentType, body } = this.#reply(request, text);
    response.writeHead(status, { 'content-type': contentType }).end(body);
  }

  #reply({ method, url = '', headers }: http.IncomingMessage, text: string): Reply {
    const path = url.split('?')[0] ?? '';
    const listed = listReply(method, path, text);
    if (listed !== undefined) return json(200, listed);
    const wire = Object.values(strictWires).find((one) => one.path.test(path));
    if (method !== 'POST' || !wire || !isWireId(wire.id))
      return json(404, { error: { message: `no ${method} ${path}` } });
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      body = undefined;
    }
    const id = wire.modelOf(fieldsOf(body), path);
    const refused = { at: 'body', message: 'is not a JSON object', rule: 'shape' };
    if (!isFields(body)) return json(400, wire.refusal(refused, undefined, 400));
    const model = strictModel(id, wire.id);
    if (!model) {
      const unknown = { at: 'model', message: `there is no model ${id} here`, rule: 'model' };
      this.requests.push({ wire: wire.id, model: id, body, headers, refused: unknown });
      return json(404, wire.refusal(unknown, undefined, 404));
    }
    return this.#complete({ body, model, headers }, wire, wire.id);
  }

  #complete(asked: Asked & { headers: http.IncomingHttpHeaders }, wire: StrictWire, id: WireId): Reply {
    const refused = judge(asked, wire);
    const { body, model, headers } = asked;
    this.requests.push({ wire: id, model: model.id, body, headers, refused });
    if (refused) return json(400, wire.refusal(refused, model, 400));
    const wanted = wire.wanted(asked);
    return { status: 200, contentType: wire.contentType, body: wire.frames(answerTo(wanted), asked, wanted) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }
}
