import * as vscode from 'vscode';
import type { Message } from '../../core/chat/message.ts';
import { ChatError } from '../../core/errors.ts';
import { grouped } from '../../core/text/figures.ts';
import { commands } from '../contributions.ts';
import { requestsReport, usageReport } from './reports.ts';
import type { RunServices } from './runServices.ts';

/** The scheme of documents that show what is kept of calls. */
const scheme = 'parley-report';

/** The commands about what is kept of calls. */
export type RunCommand =
  | typeof commands.countTokens
  | typeof commands.showUsage
  | typeof commands.showRequests
  | typeof commands.clearCache
  | typeof commands.forgetRefusals;

/** The conversation that is shown, and the model that would be asked. */
export interface Chat {
  readonly messages: readonly Message[];
  readonly model: string;
  /** An error in words. */
  readonly sentence: (error: ChatError, ref: string) => string;
}

async function countTokens(
  services: Pick<RunServices, 'countTokens'>,
  { messages, model, sentence }: Chat,
): Promise<void> {
  if (messages.length === 0) return void vscode.window.showInformationMessage('There is no conversation to count yet.');
  if (model === '') return void vscode.window.showInformationMessage('Choose a model first: each counts differently.');
  const options = { location: vscode.ProgressLocation.Notification, title: 'Counting tokens', cancellable: true };
  try {
    const counted = await vscode.window.withProgress(options, (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return services.countTokens(model, messages, abort.signal);
    });
    const { tokens, by, model: ref } = counted;
    const text =
      by === 'provider'
        ? `${grouped(tokens)} tokens, counted by the provider`
        : `≈${grouped(tokens)} tokens, estimated`;
    void vscode.window.showInformationMessage(`This conversation has ${text}, for ${ref}.`);
  } catch (thrown) {
    if (!(thrown instanceof ChatError)) throw thrown;
    if (thrown.kind !== 'cancelled') void vscode.window.showErrorMessage(sentence(thrown, model));
  }
}

interface Registered {
  add<T extends vscode.Disposable>(one: T): T;
}

/** Read-only documents: nothing to save, nothing left behind. */
class ReportViewer {
  readonly #texts = new Map<string, string>();
  readonly #changed: vscode.EventEmitter<vscode.Uri>;

  constructor(all: Registered) {
    this.#changed = all.add(new vscode.EventEmitter<vscode.Uri>());
    const provideTextDocumentContent = (uri: vscode.Uri) => this.#texts.get(uri.path) ?? '';
    const onDidChange = this.#changed.event;
    all.add(vscode.workspace.registerTextDocumentContentProvider(scheme, { onDidChange, provideTextDocumentContent }));
  }

  async show(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${name}` });
    this.#texts.set(uri.path, text);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }
}

/** What each of them does; made once, when the first one is run. */
export function runCommands(
  services: Pick<RunServices, 'store' | 'countTokens'>,
  chat: () => Chat,
  all: Registered,
): Readonly<Record<RunCommand, () => Promise<void>>> {
  const { store } = services;
  const viewer = new ReportViewer(all);
  return {
    [commands.countTokens]: () => countTokens(services, chat()),
    [commands.showUsage]: async () => viewer.show('Usage and Cost.md', await usageReport(store, new Date())),
    [commands.showRequests]: async () => viewer.show('Last Requests.json', requestsReport(await store.sent.list())),
    [commands.clearCache]: async () => {
      await store.answers.clear();
      void vscode.window.showInformationMessage('No cached answers are left.');
    },
    [commands.forgetRefusals]: async () => {
      await store.refusals.clear('all');
      void vscode.window.showInformationMessage('Every parameter will be sent again to every model that takes it.');
    },
  };
}
