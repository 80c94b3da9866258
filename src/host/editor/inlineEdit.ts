import * as vscode from 'vscode';
import type { ChatError } from '../../core/errors.ts';
import { type Disposable, Disposables } from '../../core/lifetime.ts';
import type { Clock } from '../../core/run/clock.ts';
import { commands } from '../contributions.ts';
import type { RunChat } from '../runChat.ts';
import type { InlineEdits } from './inlineEdits.ts';

/** What the button of a failure's message may do. */
export interface Again {
  /** Asks the model the same again. */
  readonly retry: () => void;
  /** Lets the user change the instruction. */
  readonly edit: () => void;
}

export interface InlineEditDeps {
  readonly run: RunChat;
  readonly clock: Clock;
  /** Shows a failed request in a sentence with one action. */
  readonly showFailure: (error: ChatError, again: Again) => void;
}

/** The commands that `registerInlineEdit` registers. */
export const inlineCommands: ReadonlySet<string> = new Set([
  commands.generateInline,
  commands.acceptInline,
  commands.rejectInline,
]);

/** An argument of a command that is a text; other extensions and key bindings may pass anything. */
function text(argument: unknown): string | undefined {
  return typeof argument === 'string' && argument.trim() !== '' ? argument.trim() : undefined;
}

/**
 * Registers the commands of inline generation. Everything else (decorations, lenses, listeners) is loaded and registered on
 * first use and taken away when nothing is pending. `parley.generateInline` takes the instruction as an optional argument, for
 * key bindings; accept and reject take a document's address, else they are about the active editor.
 */
export function registerInlineEdit(deps: InlineEditDeps): Disposable {
  const all = new Disposables();
  let loading: Promise<InlineEdits> | undefined;
  const load = () => {
    loading ??= import('./inlineEdits.ts').then((loaded) => all.add(new loaded.InlineEdits(deps)));
    return loading;
  };
  const register = (id: string, handler: (argument: unknown) => Promise<void>) =>
    all.add(vscode.commands.registerCommand(id, handler));
  register(commands.generateInline, async (argument) => (await load()).generate(text(argument)));
  register(commands.acceptInline, async (argument) => (await loading)?.accept(text(argument)));
  register(commands.rejectInline, async (argument) => (await loading)?.reject(text(argument)));
  return all;
}
