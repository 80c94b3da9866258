import retired from './retiredProviders.json' with { type: 'json' };

interface RetiredProvider {
  readonly name: string;
  readonly on?: string;
  /** The provider to use instead. */
  readonly successor: string;
  readonly advice: string;
}

const providers: Readonly<Record<string, RetiredProvider>> = retired;

/** A provider that is no more, and whose place another takes. */
export function retiredProvider(id: string): { readonly successor: string; readonly sentence: string } | undefined {
  const gone = Object.hasOwn(providers, id) ? providers[id] : undefined;
  if (!gone) return undefined;
  const since = gone.on === undefined ? '' : ` on ${gone.on}`;
  return { successor: gone.successor, sentence: `${gone.name} was switched off${since}. ${gone.advice}` };
}
