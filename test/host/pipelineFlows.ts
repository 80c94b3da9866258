import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type ChatCall, type ChatServer, startChatServer } from '../support/chatServer.ts';
import { ui } from './ui.ts';

const written = new Set<string>();
const servers: ChatServer[] = [];

/** Writes settings, by their names without `parley.`, into the user's own; undefined takes one back. */
export async function configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    written.add(name);
    await vscode.workspace.getConfiguration().update(`parley.${name}`, value, vscode.ConfigurationTarget.Global);
  }
}

/**
 * One server for each provider id, whose key is optional; the chat asks the model `one` of the first. Ids are used by one test only,
 * for what a model refused is remembered; so is an address that asked to wait.
 */
export async function useServers<Id extends string>(
  ids: readonly Id[],
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Readonly<Record<Id, ChatServer>>> {
  const started = await Promise.all(ids.map(async (id) => [id, await startChatServer()] as const));
  servers.push(...started.map(([, server]) => server));
  const providers = started.map(([id, { baseUrl }]) => [id, { baseUrl, key: 'optional', name: nameOf(id) }]);
  await configure({ providers: Object.fromEntries(providers), model: `${ids[0]}/one`, ...settings });
  return Object.fromEntries(started) as Record<Id, ChatServer>;
}

/** "shaky" → "Shaky" */
function nameOf(id: string): string {
  return `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`;
}

/** Takes back all settings that were written, and closes the servers. */
export async function forgetServers(): Promise<void> {
  for (const name of written) await configure({ [name]: undefined });
  written.clear();
  await Promise.all(servers.splice(0).map((server) => server.close()));
}

/** An empty conversation in the panel, and nothing over it. */
export async function freshChat(): Promise<void> {
  await ui('closeQuickInput');
  await vscode.commands.executeCommand('notifications.clearAll');
  await vscode.commands.executeCommand('parley.chat.focus');
  await vscode.commands.executeCommand('parley.newChat');
}

/** Sends a message and returns the request that the server gets. */
export async function ask(server: ChatServer, text: string): Promise<ChatCall> {
  await ui('sendMessage', { text });
  return server.nextCall();
}

/** Answers a request and waits until the panel shows the end of the answer. */
export async function answer(call: ChatCall, text: string): Promise<string> {
  call.send(text);
  call.finish();
  await ui('panelText', { text });
  return ui('panelText', { text: '1,204 → 340 tokens' });
}

/** How many completions a server was asked for. */
export function asked(server: ChatServer): number {
  return server.paths.filter((path) => path.endsWith('/chat/completions')).length;
}

/** The parameters of a request: what stands in it besides messages, model and streaming. */
export function parametersOf(call: ChatCall): Readonly<Record<string, unknown>> {
  const { messages: _m, model: _o, stream: _s, stream_options: _u, ...parameters } = call.body;
  return parameters;
}

/** A text with all white space as single spaces: the panel uses wide and unbroken ones. */
export function plain(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** How often a text is shown. */
export function times(shown: string, text: string): number {
  return shown.split(text).length - 1;
}

/** The text of the document that a command opens, as soon as it has what is looked for: one that is open already is changed. */
export async function openedBy(command: string, expected: string): Promise<string> {
  await vscode.commands.executeCommand(command);
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document, `${command} opens no document`);
  const hasIt = () => document.getText().includes(expected);
  if (!hasIt()) {
    await new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidChangeTextDocument((change) => {
        if (change.document !== document || !hasIt()) return;
        listening.dispose();
        resolve();
      });
    });
  }
  return document.getText();
}
