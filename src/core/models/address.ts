import { isLoopbackHost } from './loopback.ts';
import { addressProblem, trimAddress } from './providerSettings.ts';

/** An address as people type it, made whole: without a scheme it gets http:// on this machine, else https://. */
export function wholeAddress(typed: string): string {
  const text = trimAddress(typed);
  if (text === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  const guess = `https://${text}`;
  if (!URL.canParse(guess)) return text;
  return isLoopbackHost(new URL(guess).hostname) ? `http://${text}` : guess;
}

/** What is wrong with a typed address, as a sentence; undefined if it can be called. */
export function typedAddressProblem(typed: string): string | undefined {
  if (typed.trim() === '') return 'Type the address of the server, for example http://127.0.0.1:8000/v1.';
  const problem = addressProblem(wholeAddress(typed));
  return problem === undefined ? undefined : `The address ${problem}.`;
}

/**
 * Other base URLs the same server may answer at, likeliest first: without a pasted method path, with one `/v1` instead of two,
 * with a missing `/v1`, without a superfluous one.
 */
export function otherAddresses(baseUrl: string): readonly string[] {
  const bare = trimAddress(baseUrl).replace(
    /\/(?:chat\/completions|completions|models|responses|messages|embeddings)$/i,
    '',
  );
  const single = bare.replace(/(?:\/v1){2,}$/i, '/v1');
  const candidates = /\/v\d+[a-z0-9]*$/i.test(single)
    ? [single, single.replace(/\/v\d+[a-z0-9]*$/i, '')]
    : [`${single}/v1`, single];
  return [...new Set(candidates)].filter((one) => one !== trimAddress(baseUrl) && addressProblem(one) === undefined);
}

/** A name for the server at this address: its host, with the port where it is not the scheme's own. */
export function serverName(baseUrl: string): string {
  const { hostname, port } = new URL(baseUrl);
  return port === '' ? hostname : `${hostname.replace(/^\[|\]$/g, '')}:${port}`;
}

/** A provider id made from a name, none of the taken ones: `My Server` → `my-server`, `my-server-2`. */
export function freeProviderId(name: string, taken: readonly string[]): string {
  const plain =
    name
      .toLowerCase()
      .replace(/[^a-z0-9._]+/g, '-')
      .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
      .slice(0, 56) || 'server';
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? plain : `${plain}-${count}`;
    if (!taken.includes(id)) return id;
  }
}

/** Whether calls to this base URL would cross a network unencrypted. */
export function crossesNetworkInPlain(baseUrl: string): boolean {
  const url = new URL(baseUrl);
  return url.protocol === 'http:' && !isLoopbackHost(url.hostname);
}
