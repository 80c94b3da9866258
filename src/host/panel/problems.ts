import * as vscode from 'vscode';
import type { ChatError } from '../../core/errors.ts';
import { parseModelRef } from '../../core/models/modelRef.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import type { ProblemView } from '../../protocol/panel.ts';
import { commands, settings } from '../contributions.ts';
import { describeFailure, type Failure, type FailureContext, failureDetails } from '../failures.ts';

/** Who was asked, in words, from the ref that was asked. */
export function failureContext(ref: string, entry: ProviderEntry | undefined): FailureContext {
  const provider = entry?.row.name ?? parseModelRef(ref)?.provider ?? 'The provider';
  return { provider, model: ref === '' ? 'the model' : ref, reach: entry?.row.reach ?? 'cloud' };
}

/** An error card. */
export function problemView(error: ChatError, context: FailureContext): ProblemView {
  const { sentence, label } = describeFailure(error, context);
  return { sentence, action: label, details: failureDetails(error, sentence) };
}

/** What an action needs from the place where the failure stands. */
export interface FailurePlace {
  readonly entry: ProviderEntry | undefined;
  readonly retry: () => void;
  /** Goes on with an answer that was cut; absent where there is none. */
  readonly resume?: () => void;
  readonly edit: () => void;
}

/** The setting a sentence is about, by its id; undefined if it names none. */
function namedSetting(sentence: string): string | undefined {
  return Object.values(settings).find((id) => new RegExp(`\\b${id.replace('.', '\\.')}\\b`).test(sentence));
}

/** Does what an error's button says. */
export async function performFailureAction(failure: Failure, place: FailurePlace): Promise<void> {
  const providerId = place.entry?.row.id;
  switch (failure.action) {
    case 'setKey':
      await vscode.commands.executeCommand(commands.addKey, providerId);
      return;
    case 'testConnection':
      await vscode.commands.executeCommand(commands.testConnection, providerId);
      return;
    case 'chooseModel':
      await vscode.commands.executeCommand(commands.chooseModel);
      return;
    case 'retry':
      return place.retry();
    case 'continue':
      return place.resume ? place.resume() : place.retry();
    case 'edit':
      return place.edit();
    case 'openBilling': {
      const url = place.entry?.row.billingUrl ?? place.entry?.row.keyUrl;
      if (url) await vscode.env.openExternal(vscode.Uri.parse(url, true));
      else void vscode.window.showInformationMessage("Open the provider's billing page in your browser.");
      return;
    }
    case 'openSettings':
      await vscode.commands.executeCommand(commands.openSettings, namedSetting(failure.sentence));
      return;
    case 'openBudget':
      await vscode.commands.executeCommand(commands.openSettings, settings.budget);
      return;
  }
}
