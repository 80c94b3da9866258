import net from 'node:net';
import { ChatError, type ErrorKind } from '../../core/errors.ts';
import { isLoopbackHost } from '../../core/models/loopback.ts';
import type { ProviderEntry } from '../../core/models/providerSettings.ts';
import { type KeysDeps, originOf, wayIn } from './keysDeps.ts';

/** A variable of the environment that holds a provider's key. The value stays in the environment until the user chooses it. */
export interface FoundVariable {
  readonly entry: ProviderEntry;
  readonly variable: string;
}

/** A server that answered on this machine. */
export interface FoundServer {
  readonly entry: ProviderEntry;
  /** How many models it lists; undefined if it wants a key first. */
  readonly models: number | undefined;
}

/** How long a server on this machine may take to accept a connection, in milliseconds. */
const connectLimitMs = 600;
/** How long it may take to list its models. */
const listLimitMs = 3_000;
/** What a server of another protocol answers. */
const otherProtocol: readonly ErrorKind[] = ['notFound', 'notAnApi', 'protocol', 'badRequest'];

/** The variables that hold a key of a known provider, in the catalogue's order; of several with the same value the first. */
export function findVariables(
  entries: readonly ProviderEntry[],
  environment: Readonly<Record<string, string | undefined>>,
): readonly FoundVariable[] {
  return entries
    .filter((entry) => wayIn(entry) === 'key' || wayIn(entry) === 'address')
    .flatMap((entry) => {
      const set = entry.row.keyVariables.filter((variable) => (environment[variable] ?? '').trim() !== '');
      const distinct = set.filter(
        (variable, at) => set.findIndex((one) => environment[one] === environment[variable]) === at,
      );
      return distinct.map((variable) => ({ entry, variable }));
    });
}

/** Whether something on this machine accepts connections there. Sends nothing. */
function accepts(url: URL, signal: AbortSignal): Promise<boolean> {
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = net.connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port });
  const end = (accepted: boolean) => () => {
    socket.destroy();
    resolve(accepted);
  };
  socket.setTimeout(connectLimitMs, end(false));
  socket.once('connect', end(true));
  socket.once('error', end(false));
  signal.addEventListener('abort', end(false), { once: true });
  return promise;
}

async function probe(
  entry: ProviderEntry,
  deps: Pick<KeysDeps, 'listModels'>,
  signal: AbortSignal,
): Promise<FoundServer | undefined> {
  const url = new URL(originOf(entry));
  if (!isLoopbackHost(url.hostname) || !(await accepts(url, signal))) return undefined;
  const found = await ask(entry, deps, signal);
  if (found !== 'other') return found;
  const compatible = overChatCompletions(entry);
  const again = compatible ? await ask(compatible, deps, signal) : undefined;
  return again === 'other' ? undefined : again;
}

/** Something else may listen on a usual port; only what speaks the protocol is offered. `other`: it speaks http, but not this. */
async function ask(
  entry: ProviderEntry,
  deps: Pick<KeysDeps, 'listModels'>,
  signal: AbortSignal,
): Promise<FoundServer | 'other' | undefined> {
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(listLimitMs)]);
    const models = await deps.listModels(entry, { apiKey: undefined, headers: {} }, limited);
    return { entry, models: models.length };
  } catch (failure) {
    if (!(failure instanceof ChatError)) throw failure;
    if (failure.kind === 'auth') return { entry, models: undefined };
    return otherProtocol.includes(failure.kind) ? 'other' : undefined;
  }
}

/** The same server over the API that nearly all of them speak; undefined if that is its own. */
function overChatCompletions(entry: ProviderEntry): ProviderEntry | undefined {
  if (entry.row.wireApi === 'openai-chat') return undefined;
  return {
    ...entry,
    row: { ...entry.row, wireApi: 'openai-chat', alsoSpeaks: [], rules: {} },
    baseUrl: `${originOf(entry)}/v1`,
  };
}

/** Asks the usual ports of this machine, all at once and without a key; calls `found` for each server as it answers. */
export async function findLocalServers(
  deps: Pick<KeysDeps, 'entries' | 'listModels'>,
  found: (server: FoundServer) => void,
  signal: AbortSignal,
): Promise<void> {
  const local = deps.entries().filter((entry) => entry.row.reach === 'local' && wayIn(entry) === 'key');
  await Promise.all(
    local.map(async (entry) => {
      const server = await probe(entry, deps, signal);
      if (server && !signal.aborted) found(server);
    }),
  );
}
