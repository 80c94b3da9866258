// One request against a scripted stream: what was sent, and what came of the frames.
import assert from 'node:assert/strict';
import type { Notice } from '../../src/core/chat/events.ts';
import type { ProviderRequest } from '../../src/core/chat/request.ts';
import { type CapabilityRules, withRules } from '../../src/core/models/capabilities.ts';
import { wireStandards } from '../../src/core/models/wireStandards.ts';
import { ChaosServer, streamsOf } from './chaos.ts';
import { type Collected, run } from './collect.ts';
import { answer, framingOf, providerAt, type Wire } from './wires.ts';

/** What comes of these frames. */
export async function reading(wire: Wire, ...frames: readonly string[]): Promise<Collected> {
  const { stream } = streamsOf(framingOf(wire).contentType);
  await using server = await ChaosServer.start(() => stream(frames.join('')));
  return await run(await providerAt(wire, server.origin));
}

/** The body that is sent for a request, and the notices, which come before everything else. */
export async function lowering(
  wire: Wire,
  changes: Partial<ProviderRequest>,
  rules: CapabilityRules = {},
): Promise<{ readonly body: Body; readonly notices: readonly Notice[] }> {
  const { stream } = streamsOf(framingOf(wire).contentType);
  await using server = await ChaosServer.start(() => stream(answer(wire, 'x')));
  const provider = await providerAt(wire, server.origin);
  const { events, error } = await run(provider, {
    capabilities: withRules(wireStandards[wire.api], rules),
    ...changes,
  });
  assert.equal(error, undefined);
  const notices = events.flatMap((event) => (event.type === 'notice' ? [event.notice] : []));
  assert.equal(
    events.findIndex(({ type }) => type !== 'notice'),
    notices.length,
    'notices come first',
  );
  return { body: JSON.parse(server.requests[0]?.body ?? '') as Body, notices };
}

/** A request's body as the tests look into it. */
export interface Body {
  readonly messages: readonly { readonly role: string; readonly content: unknown; readonly [field: string]: unknown }[];
  readonly [field: string]: unknown;
}
