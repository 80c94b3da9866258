// What the pipeline needs from outside, at its least: nothing is kept, nobody is asked. What remains is the pipeline's own work.
import type { Provider } from '../../../src/core/chat/provider.ts';
import type { ChatRequest } from '../../../src/core/chat/request.ts';
import { wireStandards } from '../../../src/core/models/wireStandards.ts';
import { Cooldowns } from '../../../src/core/run/cooldowns.ts';
import type { RunDeps, Target } from '../../../src/core/run/deps.ts';
import { contentLimits, transportLimits } from '../../../src/core/run/limits.ts';
import { RateGate } from '../../../src/core/run/rateGate.ts';
import { estimateTokens } from '../../../src/core/run/tokens.ts';
import { systemClock } from '../../../src/host/clock.ts';
import { connectionTo, wireOf } from '../../support/wires.ts';
import type { NetworkApi } from './frames.ts';
import type { Pipeline } from './pipelineBuild.ts';

/** The adapter for a wire API, bound to a server. */
export function providerAt({ loadProvider }: Pipeline, api: NetworkApi, origin: string): Promise<Provider> {
  return loadProvider(connectionTo(wireOf(api), origin), { fetch: globalThis.fetch, limits: transportLimits });
}

/** The pipeline's surroundings, in which every model is the provider's. */
export function depsFor(provider: Provider, api: NetworkApi, origin: string): RunDeps {
  const target = (ref: string): Target => ({
    ref,
    provider,
    model: ref.slice(ref.indexOf('/') + 1),
    reach: 'cloud',
    gate: origin,
    origin,
    capabilities: wireStandards[api],
    limits: contentLimits,
  });
  return {
    connect: async (ref) => target(ref),
    reach: () => 'cloud',
    automatic: async () => undefined,
    ask: async () => 'no',
    policy: {
      retries: 2,
      fallbackModels: [],
      fallBackOn: { contentFilter: 'never', auth: 'never' },
      workspace: undefined,
    },
    clock: systemClock,
    wall: () => Date.now(),
    random: () => Math.random(),
    gate: new RateGate(systemClock),
    cooldowns: new Cooldowns(systemClock),
    refusals: { refused: async () => [], remember: async () => {} },
    budget: {
      reserve: async () => ({ type: 'reserved', id: '1', warning: undefined }),
      settle: async () => {},
    },
    cache: undefined,
    hash: (text) => text,
    ledger: { record: async () => {} },
    sent: () => {},
    estimate: (request) => estimateTokens(request),
    learn: () => {},
  };
}

/** A short question to `test/model`. */
export function questionTo(model: string): ChatRequest {
  return {
    model: `test/${model}`,
    messages: [{ role: 'user', parts: [{ type: 'text', text: 'Go.' }] }],
    parameters: {},
    tools: [],
  };
}
