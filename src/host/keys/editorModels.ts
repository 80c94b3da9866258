import * as vscode from 'vscode';
import type { ModelInfo } from '../../core/models/modelInfo.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import type { FlowEnd } from './flow.ts';
import { type KeysDeps, originOf } from './keysDeps.ts';
import { listingSentence, listWithProof } from './listing.ts';
import { askChoice, type ChoiceItem, type Step } from './steps.ts';
import { welcome } from './welcome.ts';

/** What to do where the editor offers no models. */
export const noEditorModels =
  'VS Code offers no models. Sign in to GitHub Copilot or install an extension that provides models.';

type Looked =
  | { readonly type: 'found'; readonly models: readonly ModelInfo[] }
  | { readonly type: 'again' }
  | { readonly type: 'extensions' }
  | { readonly type: 'otherWay' };

const remedies: readonly ChoiceItem<Looked>[] = [
  { label: '$(refresh) Try Again', choice: { type: 'again' } },
  { label: '$(extensions) Find Extensions with Models', choice: { type: 'extensions' } },
  { label: '$(key) Connect Another Way…', choice: { type: 'otherWay' } },
];

/** Asks the editor for its models, visibly. Models that appear while none were there end the wait by themselves. */
function look(deps: KeysDeps, entry: ProviderEntry): Promise<Step<Looked>> {
  return askChoice<Looked>({
    title: `Models of ${entry.row.name}`,
    position: 'later',
    placeholder: '',
    items: [{ label: `$(loading~spin) Asking ${entry.row.name} for its models`, description: 'Esc cancels' }],
    live: async (list, signal) => {
      const listing = await listWithProof(deps, entry, { apiKey: undefined, headers: {} }, signal);
      if (signal.aborted) return;
      if (listing.type === 'listed' && listing.models.length > 0)
        return list.choose({ type: 'found', models: listing.models });
      if (listing.type === 'failed') deps.log.failure(`Asking ${entry.row.id}`, listing.error);
      list.prompt(listing.type === 'failed' ? listingSentence(deps, entry, listing.error) : noEditorModels);
      list.show(remedies);
      const changed = vscode.lm.onDidChangeChatModels(() => list.choose({ type: 'again' }));
      signal.addEventListener('abort', () => changed.dispose(), { once: true });
    },
  });
}

/** Connects the models this editor offers itself: no key, no address; whose models they are asks for consent on first use. */
export async function connectEditorModels(deps: KeysDeps, entry: ProviderEntry): Promise<FlowEnd> {
  for (;;) {
    const step = await look(deps, entry);
    if (step.type !== 'value') return step.type;
    switch (step.value.type) {
      case 'again':
        continue;
      case 'extensions':
        await vscode.commands.executeCommand('workbench.extensions.search', 'tag:"language-models"');
        return 'cancelled';
      case 'otherWay':
        return 'back';
      case 'found': {
        const key = { name: entry.row.name, origin: originOf(entry), key: '', headers: {} };
        const added = await deps.secrets.add(entry.row.id, key, deps.now());
        await welcome(deps, { entry, added, test: { models: step.value.models, key: 'none' } });
        return 'done';
      }
    }
  }
}
