import { automaticProvider } from '../../core/models/modelRef.ts';

const words: Readonly<Record<string, string>> = {
  cheapest: 'for each request the model that costs least',
  fastest: 'the model that begins to answer first, as measured here',
  'best-for-code': 'the best of your models for code',
  'best-for-writing': 'the best of your models for writing',
  'best-for-analysis': 'the best of your models for analysis and research',
  'best-for-support': 'the best of your models for customer support',
  'best-for-speed': 'the best of your models for fast answers',
  'best-for-languages': 'the best of your models for many languages',
};

/** What an automatic model does, in one line; '' for other refs. */
export function automaticWords(ref: string): string {
  const name = ref.slice(automaticProvider.length + 1);
  return ref.startsWith(`${automaticProvider}/`) && Object.hasOwn(words, name) ? (words[name] ?? '') : '';
}
