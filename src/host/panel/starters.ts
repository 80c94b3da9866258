import type { OfferView } from '../../protocol/panel.ts';

/** A prompt to start with. Those with the context `file` attach the open file. */
export interface Starter extends OfferView {
  readonly prompt: string;
  readonly context: 'file' | 'none';
}

const withFile: readonly Starter[] = [
  {
    id: 'walk',
    icon: 'book',
    label: 'Explain this file',
    detail: 'What it does and how it fits together',
    prompt: 'Explain what this file does and how its parts fit together.',
    context: 'file',
  },
  {
    id: 'bugs',
    icon: 'bug',
    label: 'Look for bugs',
    detail: 'Mistakes, edge cases, races',
    prompt: 'Look for bugs in this file: mistakes, unhandled edge cases, races. Name the line for each.',
    context: 'file',
  },
  {
    id: 'tests',
    icon: 'beaker',
    label: 'Write tests',
    detail: 'For the behaviour that matters',
    prompt: 'Write tests for the behaviour that matters in this file.',
    context: 'file',
  },
  {
    id: 'simplify',
    icon: 'wand',
    label: 'Simplify it',
    detail: 'Same behaviour, less code',
    prompt: 'Show how this file could be simpler with the same behaviour.',
    context: 'file',
  },
];

const withoutFile: readonly Starter[] = [
  {
    id: 'learn',
    icon: 'mortar-board',
    label: 'Explain a concept',
    detail: 'With a small example',
    prompt: 'Explain how async iterators work in TypeScript, with a small example.',
    context: 'none',
  },
  {
    id: 'write',
    icon: 'code',
    label: 'Write a function',
    detail: 'From one sentence',
    prompt: 'Write a function that groups an array of objects by a key.',
    context: 'none',
  },
  {
    id: 'regex',
    icon: 'regex',
    label: 'Build a regular expression',
    detail: 'And explain it',
    prompt: 'Write a regular expression that matches ISO 8601 dates, and explain it.',
    context: 'none',
  },
  {
    id: 'shell',
    icon: 'terminal',
    label: 'Find a shell command',
    detail: 'And what each flag does',
    prompt: 'Which shell command lists the ten largest files below a folder? Say what each flag does.',
    context: 'none',
  },
];

/** Four prompts that fit what is open. */
export function starters(openFile: 'open' | 'none'): readonly Starter[] {
  return openFile === 'open' ? withFile : withoutFile;
}

export function findStarter(id: string): Starter | undefined {
  return [...withFile, ...withoutFile].find((one) => one.id === id);
}
