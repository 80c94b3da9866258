// Loaded with `node --import` into VS Code's server. The window encrypts secrets (API keys) with a key of which the server
// holds one half and asks for it at /mint-key. In code-server its wrapper answers; we run the VS Code in it without the
// wrapper, and without an answer a key that was added would be forgotten when the window is loaded again.
import { timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';

const { PARLEY_SECRET_FILE: secretFile, PARLEY_TOKEN_FILE: tokenFile } = process.env;
delete process.env.PARLEY_SECRET_FILE; // Nothing that the server starts needs to know.
delete process.env.PARLEY_TOKEN_FILE;

if (secretFile && tokenFile) {
  const half = readFileSync(secretFile);
  const token = readFileSync(tokenFile);
  /** @type {(this: http.Server, event: string, ...args: any[]) => boolean} */
  const emit = http.Server.prototype.emit;
  Object.defineProperty(http.Server.prototype, 'emit', { value: emitOrAnswer, configurable: true, writable: true });

  /** @this {http.Server} @param {string} event @param {any[]} args */
  function emitOrAnswer(event, ...args) {
    if (event !== 'request' || !isQuestion(args[0])) return emit.call(this, event, ...args);
    const [request, response] = args;
    const allowed = hasToken(request, token);
    response.writeHead(allowed ? 200 : 403, { 'Cache-Control': 'no-store' });
    response.end(allowed ? half : 'Forbidden.');
    return true;
  }
}

/** @param {http.IncomingMessage} request */
function isQuestion(request) {
  return request.method === 'POST' && /^\/mint-key(\?|$)/.test(request.url ?? '');
}

/** Whether the request carries the connection token, as every request to VS Code's server has to. */
function hasToken(/** @type {http.IncomingMessage} */ request, /** @type {Buffer} */ token) {
  const given = Buffer.from(/(?:^|;\s*)vscode-tkn=([^;]*)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
  return given.length === token.length && timingSafeEqual(given, token);
}
