import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/attachment.ts';
import { findTurn, shownAnswer } from '../../core/conversation/conversation.ts';
import { ChatError } from '../../core/errors.ts';
import { automaticProvider, parseModelRef, shownModelName } from '../../core/models/modelRef.ts';
import type { ModelRole } from '../../core/models/modelRole.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import { commands, views } from '../contributions.ts';
import type { Again } from '../editor/inlineEdit.ts';
import { describeFailure } from '../failures.ts';
import type { FoundVariable } from '../keys/discover.ts';
import type { Start } from '../keys/startPicker.ts';
import type { Registry } from '../models/registry.ts';
import { modelSetting, sendKeySetting } from '../settings.ts';
import type { ChatSession } from './chatSession.ts';
import { documentAttachment, openAttachment, shownPath } from './contextItems.ts';
import { insertAtCursor, openLink } from './insert.ts';
import type { Panel, PanelActions, Surroundings } from './panel.ts';
import { failureContext, performFailureAction, problemView } from './problems.ts';
import type { SheetHost } from './sheetHost.ts';
import { findStarter } from './starters.ts';
import { environmentOffer, welcomeView } from './welcome.ts';

/** What the panel's surroundings are made of. */
export interface PanelHostDeps {
  readonly session: ChatSession;
  readonly registry: Registry;
  /** The chat's own parameters. */
  readonly sheet: SheetHost;
  /** The panel itself; it exists by the time an action runs. */
  readonly panel: () => Panel;
  /** Keys found in the environment, by provider. */
  readonly found: () => readonly FoundVariable[];
  /** The connect flow, from a start or from the list of all ways. */
  readonly connect: (start?: Start) => void;
}

/** Shows the panel, wherever the user keeps it. */
export function showPanel(): Thenable<unknown> {
  return vscode.commands.executeCommand(`${views.chat}.focus`);
}

/** A fresh id for a turn or an attachment. */
export function newId(): string {
  return randomUUID();
}

function entryOf(ref: string, registry: Registry): ProviderEntry | undefined {
  const id = parseModelRef(ref)?.provider;
  return id === undefined ? undefined : registry.entry(id);
}

/** An error in words for the model ref that was asked. */
export function describeFor(registry: Registry): PanelActions['describe'] {
  return (error: ChatError, ref: string) => problemView(error, failureContext(ref, entryOf(ref, registry)));
}

/** Attaches the active file to the next message, or says why it can't be. */
export function attachActiveFile(panel: Panel): 'attached' | 'refused' {
  const editor = vscode.window.activeTextEditor;
  if (!editor) {
    void vscode.window.showInformationMessage('Open a file to attach it.');
    return 'refused';
  }
  const reading = documentAttachment(editor, newId());
  if (reading.type === 'refused') void vscode.window.showWarningMessage(reading.sentence);
  else panel.addAttachment(reading.attachment);
  return reading.type;
}

/** The state that is looked up once and then kept, because snapshots can't wait for it. */
export class PanelHost {
  readonly #deps: PanelHostDeps;
  #connection: 'none' | 'some' = 'none';

  constructor(deps: PanelHostDeps) {
    this.#deps = deps;
  }

  /** Looks again whether any provider is connected and what the model takes, and tells the panel. */
  async lookAgain(): Promise<void> {
    try {
      await this.#deps.sheet.lookAgain();
      this.#connection = (await this.#deps.registry.usable()).length > 0 ? 'some' : 'none';
    } catch (thrown) {
      // The secret storage fails. What was known stays; whoever asks or adds a key is told.
      if (!(thrown instanceof ChatError)) throw thrown;
    }
    this.#deps.panel().refresh();
  }

  /** Says a failure outside the panel, with its one action. */
  async showFailure(role: ModelRole, error: ChatError, again: Again): Promise<void> {
    if (error.kind === 'cancelled') return;
    const ref = modelSetting(role).value;
    const entry = entryOf(ref, this.#deps.registry);
    const failure = describeFailure(error, failureContext(ref, entry));
    const chosen = await vscode.window.showErrorMessage(failure.sentence, failure.label);
    if (chosen) await performFailureAction(failure, { entry, ...again });
  }

  actions(): PanelActions {
    const { registry } = this.#deps;
    return {
      surroundings: () => this.#surroundings(),
      describe: describeFor(registry),
      opened: () => void this.lookAgain(),
      act: (turnId) => void this.#act(turnId),
      offer: (id) => this.#offer(id),
      chooseModel: () => void vscode.commands.executeCommand(commands.chooseModel),
      attachActiveFile: () => void attachActiveFile(this.#deps.panel()),
      openAttachment: (attachment) => void this.#open(attachment),
      insertCode: (code) => void insertAtCursor(code),
      copy: (text) => void vscode.env.clipboard.writeText(text),
      openLink: (url) => void openLink(url),
      setParameter: (name, value) => this.#deps.sheet.set(name, value),
      resetParameters: () => this.#deps.sheet.reset(),
    };
  }

  #surroundings(): Surroundings {
    const { session, registry, panel, found } = this.#deps;
    const ref = modelSetting('chat').value;
    const editor = vscode.window.activeTextEditor;
    const attached = editor !== undefined && panel().attachedUris().has(editor.document.uri.toString());
    return {
      model: shownModelName(ref),
      warning: refProblem(ref, registry),
      attachable: editor && !attached ? shownPath(editor.document.uri) : '',
      welcome: welcomeView({
        connection: this.#connection,
        openFile: editor ? 'open' : 'none',
        previousChat: session.previous ? 'kept' : 'none',
        found: this.#connection === 'none' ? found() : [],
      }),
      sheet: this.#deps.sheet.view(),
      sendKey: sendKeySetting(),
      language: vscode.env.language,
    };
  }

  async #act(turnId: string): Promise<void> {
    const { session, registry, panel } = this.#deps;
    const turn = findTurn(session.conversation, turnId);
    const answer = turn && shownAnswer(turn);
    if (!answer || (answer.state.type !== 'failed' && answer.state.type !== 'interrupted')) return;
    const entry = entryOf(answer.asked, registry);
    const failure = describeFailure(answer.state.error, failureContext(answer.asked, entry));
    await performFailureAction(failure, {
      entry,
      retry: () => void session.retry(turnId),
      resume: () => void session.continueAnswer(turnId),
      edit: () => panel().editTurn(turnId),
    });
  }

  #offer(id: string): void {
    const { connect, found, session } = this.#deps;
    const offers: Readonly<Record<string, () => void>> = {
      addKey: () => connect({ type: 'paste', text: '' }),
      local: () => connect(),
      custom: () => connect({ type: 'custom' }),
      editorModels: () => connect({ type: 'editorModels' }),
      previous: () => session.restorePrevious(),
    };
    const variable = found().find((one) => id === environmentOffer(one));
    if (Object.hasOwn(offers, id)) offers[id]?.();
    else if (variable) connect({ type: 'environment', ...variable });
    else this.#start(id);
  }

  #start(id: string): void {
    const starter = findStarter(id);
    if (!starter || this.#deps.session.activity === 'answering') return;
    const panel = this.#deps.panel();
    if (starter.context === 'file' && attachActiveFile(panel) === 'refused') return;
    panel.ask(starter.prompt);
  }

  async #open(attachment: Attachment): Promise<void> {
    try {
      await openAttachment(attachment);
    } catch {
      // VS Code's reasons differ by file system; what helps the user is which file it was.
      void vscode.window.showWarningMessage(
        `${attachment.path} can't be opened any more. The text as attached is in the conversation.`,
      );
    }
  }
}

/** Why a model ref can't be asked, as far as the settings tell without asking anyone; '' if nothing speaks against it. */
export function refProblem(ref: string, registry: Registry): string {
  const isAutomatic = parseModelRef(ref)?.provider === automaticProvider;
  if (ref === '' || isAutomatic) return '';
  try {
    registry.resolve(ref);
    return '';
  } catch (thrown) {
    return thrown instanceof ChatError ? (thrown.facts.detail ?? '') : String(thrown);
  }
}
