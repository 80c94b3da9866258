// A program of its own, so that the SDKs are loaded in a hostile environment: every wire API lists, asks and counts. Its arguments are
// the wire APIs and the origins of their servers; what came of it goes to the parent.
import { ask, run } from '../collect.ts';
import { providerAt, wires } from '../wires.ts';
import { report } from './program.ts';

const [, , servers = '{}'] = process.argv;
const origins: Readonly<Record<string, string>> = JSON.parse(servers);
const outcomes: string[] = [];

async function outcome(name: string, work: () => Promise<unknown>): Promise<void> {
  try {
    outcomes.push(`${name}: ${String(await work())}`);
  } catch (error) {
    outcomes.push(`${name}: ${String(error)}`);
  }
}

const { signal } = new AbortController();
for (const wire of wires) {
  const provider = await providerAt(wire, origins[wire.api] ?? '');
  await outcome(`${wire.api} list`, async () => (await provider.listModels(signal)).map(({ id }) => id).join());
  await outcome(`${wire.api} ask`, async () => {
    const { text, error } = await run(provider);
    return error ?? text;
  });
  if (provider.countTokens) await outcome(`${wire.api} count`, async () => provider.countTokens?.(ask(), signal));
}
report(outcomes);
