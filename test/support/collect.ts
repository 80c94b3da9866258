import type { ProviderEvent, ProviderFinish, Usage } from '../../src/core/chat/events.ts';
import type { Provider } from '../../src/core/chat/provider.ts';
import type { ProviderRequest } from '../../src/core/chat/request.ts';
import { ChatError } from '../../src/core/errors.ts';
import { wireStandards } from '../../src/core/models/wireStandards.ts';

/** What a stream came to. */
export interface Collected {
  readonly events: readonly ProviderEvent[];
  readonly text: string;
  readonly thinking: string;
  readonly finishes: readonly ProviderFinish[];
  readonly usage: Usage | undefined;
  /** What ended it, if it did not end by itself. */
  readonly error: ChatError | undefined;
}

export function ask(changes: Partial<ProviderRequest> = {}): ProviderRequest {
  return {
    model: 'test-model',
    messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hello' }] }],
    parameters: {},
    tools: [],
    capabilities: wireStandards['openai-chat'],
    ...changes,
  };
}

/** Reads a stream to its end. Anything thrown that is no ChatError fails the test. `seen` is told each event as it comes. */
export async function collect(
  stream: AsyncIterable<ProviderEvent>,
  seen: (event: ProviderEvent) => unknown = () => {},
): Promise<Collected> {
  const events: ProviderEvent[] = [];
  let error: ChatError | undefined;
  try {
    for await (const event of stream) {
      events.push(event);
      seen(event);
    }
  } catch (thrown) {
    if (!(thrown instanceof ChatError)) throw thrown;
    error = thrown;
  }
  return {
    events,
    text: events.map((event) => (event.type === 'text' ? event.text : '')).join(''),
    thinking: events.map((event) => (event.type === 'thinking' ? event.text : '')).join(''),
    finishes: events.flatMap((event) => (event.type === 'finish' ? [event.reason] : [])),
    usage: events.findLast((event) => event.type === 'usage')?.usage,
    error,
  };
}

/** Asks and reads to the end. */
export function run(
  provider: Provider,
  changes: Partial<ProviderRequest> = {},
  seen?: (event: ProviderEvent) => unknown,
): Promise<Collected> {
  return collect(provider.stream(ask(changes), new AbortController().signal), seen);
}
