import * as vscode from 'vscode';
import type { ChatError } from '../core/errors.ts';

/** Parley's output channel. Facts only: no request, no answer, no key ever goes through here. */
export interface Log extends vscode.Disposable {
  failure(what: string, error: ChatError): void;
  /** A sentence of Parley's own. */
  warn(sentence: string): void;
  show(): void;
}

/** One line of an error's facts, without the provider's prose (which may quote the request). */
function factsLine(error: ChatError): string {
  const { status, code, requestId, host, limitMs, redirectedTo } = error.facts;
  return Object.entries({ status, code, requestId, host, limitMs, redirectedTo })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** The channel is made on first use, so that activation costs nothing. */
export function createLog(): Log {
  let channel: vscode.LogOutputChannel | undefined;
  const open = () => {
    channel ??= vscode.window.createOutputChannel('Parley', { log: true });
    return channel;
  };
  return {
    failure: (what, error) => open().warn(`${what}: ${error.kind} ${factsLine(error)}`),
    warn: (sentence) => open().warn(sentence),
    show: () => open().show(),
    dispose: () => channel?.dispose(),
  };
}
