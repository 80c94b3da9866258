import type { OfferView, WelcomeView } from '../../protocol/panel.ts';
import type { FoundVariable } from '../keys/discover.ts';
import { starters } from './starters.ts';

/** What the empty panel can offer, gathered without asking anything on the network. */
export interface WelcomeFacts {
  readonly connection: 'none' | 'some';
  readonly openFile: 'open' | 'none';
  readonly previousChat: 'kept' | 'none';
  readonly found: readonly FoundVariable[];
}

/** The id of the offer to use a key found in the environment. */
export function environmentOffer({ entry, variable }: FoundVariable): string {
  return `environment:${entry.row.id}:${variable}`;
}

const waysIn: readonly OfferView[] = [
  { id: 'addKey', icon: 'key', label: 'Paste an API key', detail: 'Recognised, tested, kept in secret storage' },
  { id: 'local', icon: 'server', label: 'Use a local model', detail: 'Ollama, LM Studio, llama.cpp on this machine' },
  {
    id: 'editorModels',
    icon: 'vscode',
    label: "Use VS Code's models",
    detail: "Copilot's and those of other extensions, without a key",
  },
  { id: 'custom', icon: 'plug', label: 'Connect your own server', detail: 'Any address that speaks the OpenAI API' },
];

function connectOffers(facts: WelcomeFacts): OfferView[] {
  const found = facts.found.map((one) => ({
    id: environmentOffer(one),
    icon: 'key',
    label: `Use the ${one.entry.row.name} key found here`,
    detail: `From the environment variable ${one.variable}`,
  }));
  return [...found, ...waysIn];
}

const previousOffer: OfferView = {
  id: 'previous',
  icon: 'history',
  label: 'Back to the last chat',
  detail: 'It is kept until the window closes',
};

/** What the panel shows while the conversation is empty. */
export function welcomeView(facts: WelcomeFacts): WelcomeView {
  const back = facts.previousChat === 'kept' ? [previousOffer] : [];
  if (facts.connection === 'none') return { type: 'connect', offers: [...back, ...connectOffers(facts)] };
  const prompts = starters(facts.openFile).map(({ id, icon, label, detail }) => ({ id, icon, label, detail }));
  return { type: 'start', starters: [...back, ...prompts] };
}
