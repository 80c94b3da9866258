import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type ChatCall, type ChatServer, startChatServer } from '../support/chatServer.ts';
import { ui } from './ui.ts';

const user = vscode.ConfigurationTarget.Global;

/** A provider that answers what the test says, chosen for inline generation. */
export async function useChatServer(): Promise<ChatServer> {
  const server = await startChatServer();
  const configuration = vscode.workspace.getConfiguration();
  await configuration.update('parley.providers', { mock: { baseUrl: server.baseUrl, key: 'optional' } }, user);
  await configuration.update('parley.model', 'mock/one', user);
  return server;
}

export async function forgetChatServer(server: ChatServer): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  await configuration.update('parley.providers', undefined, user);
  await configuration.update('parley.model', undefined, user);
  await server.close();
  for (const folder of folders.splice(0)) await vscode.workspace.fs.delete(folder, { recursive: true });
}

/** The folders of the files that were made. */
const folders: vscode.Uri[] = [];
let files = 0;

/**
 * Writes a new file and opens it. `|` in the text is the cursor, `[` and `]` are around the selection; both are taken out.
 * The document is as on disk, not dirty.
 */
export async function openFile(marked: string, name = 'inline.ts'): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  files += 1;
  const own = vscode.Uri.joinPath(folder.uri, `generated${files}`);
  folders.push(own);
  const uri = vscode.Uri.joinPath(own, name);
  const [start, end] = marked.includes('|')
    ? [marked.indexOf('|'), marked.indexOf('|')]
    : [marked.indexOf('['), marked.indexOf(']') - 1];
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(marked.replace(/[|[\]]/g, '')));
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(document.positionAt(start), document.positionAt(end));
  await untilContextKeys();
  return editor;
}

/** Waits until VS Code knows the context keys that were set for what is active now: commands are done in their order. */
export async function untilContextKeys(): Promise<void> {
  await vscode.commands.executeCommand('setContext', 'parleyTest.synchronised', true);
}

/** Closes all editors and throws unsaved changes away. */
export async function closeEverything(): Promise<void> {
  await ui('closeQuickInput');
  await vscode.commands.executeCommand('notifications.clearAll');
  while (vscode.window.activeTextEditor) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}

/** Starts a generation in the active editor and returns the request it made. `done` is the end of the command. */
export async function generate(
  server: ChatServer,
  instruction = 'Do it',
): Promise<{ readonly call: ChatCall; readonly done: Thenable<unknown> }> {
  const done = vscode.commands.executeCommand('parley.generateInline', instruction);
  return { call: await server.nextCall(), done };
}

/** Waits until a document has a text; fails with what it has if that does not come in time. */
export function untilText(document: vscode.TextDocument, expected: string): Promise<void> {
  const read = () => document.getText();
  if (read() === expected) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      listening.dispose();
      reject(new Error(`the text is ${JSON.stringify(read())}, not ${JSON.stringify(expected)}`));
    }, 8_000);
    const listening = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document || read() !== expected) return;
      clearTimeout(timer);
      listening.dispose();
      resolve();
    });
  });
}

/** Waits until an editor has this selection. */
export function untilSelection(editor: vscode.TextEditor, expected: vscode.Selection): Promise<void> {
  if (editor.selection.isEqual(expected)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      listening.dispose();
      reject(new Error(`the selection is ${JSON.stringify(editor.selection)}`));
    }, 8_000);
    const listening = vscode.window.onDidChangeTextEditorSelection(() => {
      if (!editor.selection.isEqual(expected)) return;
      clearTimeout(timer);
      listening.dispose();
      resolve();
    });
  });
}

/** What the lenses of a document say now, and what they would run. */
export async function lenses(document: vscode.TextDocument): Promise<readonly vscode.Command[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    99,
  );
  return found.flatMap(({ command }) => command ?? []);
}

/** Waits until a document has exactly these lenses. */
export async function untilLenses(document: vscode.TextDocument, titles: readonly string[]): Promise<void> {
  const end = Date.now() + 8_000;
  for (;;) {
    const shown = (await lenses(document)).map(({ title }) => title);
    if (JSON.stringify(shown) === JSON.stringify(titles)) return;
    if (Date.now() > end) assert.deepEqual(shown, titles);
  }
}

/** Runs what a lens would run. */
export async function press(document: vscode.TextDocument, title: string): Promise<void> {
  const lens = (await lenses(document)).find((one) => one.title.startsWith(title));
  assert.ok(lens, `there is no lens ${title}`);
  await vscode.commands.executeCommand(lens.command, ...(lens.arguments ?? []));
}

/** Inserts text behind the first occurrence of a mark, as another hand than Parley's: VS Code does not tell it from typing. */
export async function type(editor: vscode.TextEditor, mark: string, text: string): Promise<void> {
  for (;;) {
    const at = editor.document.getText().indexOf(mark);
    assert.ok(at >= 0, `${mark} is not in ${editor.document.getText()}`);
    const place = editor.document.positionAt(at + mark.length);
    if (await editor.edit((builder) => builder.insert(place, text))) return;
    // Parley wrote at the same moment.
  }
}

export const streamingLenses = ['Stop', 'Accept (Ctrl+Enter)', 'Reject (Esc)'];
export const pendingLenses = ['Accept (Ctrl+Enter)', 'Reject (Esc)'];

export async function onDisk(document: vscode.TextDocument): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
}

/**
 * Waits until VS Code has notified of the text, and returns the whole notification. The list is opened again and again: one
 * that was opened empty does not show what comes later.
 */
export async function told(text: string): Promise<string> {
  const end = Date.now() + 8_000;
  for (;;) {
    await vscode.commands.executeCommand('notifications.showList');
    const shown = await ui('texts', { selector: '.notifications-center .notification-list-item' });
    await vscode.commands.executeCommand('notifications.hideList');
    const found = shown.find((one) => one.includes(text));
    if (found !== undefined) return found;
    if (Date.now() > end) assert.fail(`no notification says "${text}"; there are ${JSON.stringify(shown)}`);
  }
}
