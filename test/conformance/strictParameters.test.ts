// Each parameter alone, for every model of the strict server: what the vendor takes arrives with its value, and what it does not take
// is not sent, and that is told. Whether a vendor takes it is asked of the server itself, with a request written by hand.
import assert from 'node:assert/strict';
import type { ChatRequest } from '../../src/core/chat/request.ts';
import {
  extraCase,
  lookTool,
  type ParameterCase,
  parameterCases,
  question,
  stands,
} from '../support/strict/arrivals.ts';
import { type Gap, gapOf, gaps } from '../support/strict/gaps.ts';
import { type Fields, fieldsOf, isFields } from '../support/strict/shape.ts';
import { StrictProvider } from '../support/strictProvider.ts';
import { ask, noticesOf, type Outcome, type StrictTarget, strictTargets } from '../support/strictTargets.ts';

function requestFor({ parameters, tools }: ParameterCase, target: StrictTarget): ChatRequest {
  return { model: target.ref, messages: question, parameters, tools: tools === 'with' ? [lookTool] : [] };
}

/** `over` on `under`, object by object. */
function merged(under: Fields, over: Fields): Fields {
  const fields = Object.entries(over).map(([name, value]) => {
    const before = under[name];
    return [name, isFields(before) && isFields(value) ? merged(before, value) : value];
  });
  return { ...under, ...Object.fromEntries(fields) };
}

type Sent = Extract<Outcome, { type: 'sent' }>;

/** `taken`: the fields in which the vendor takes the parameter. */
function judged(one: ParameterCase, target: StrictTarget, taken: readonly Fields[], outcome: Sent): string | undefined {
  const { seen, answer } = outcome;
  if (seen.refused) return `400: ${seen.refused.at} ${seen.refused.message}`;
  if (answer.error) return `failed: ${answer.error.message}`;
  const told = noticesOf(outcome).find(({ parameter }) => parameter === one.name);
  const fields = one.fields[target.wire] ?? [];
  const hasBudget = fieldsOf(fieldsOf(seen.body.generationConfig).thinkingConfig).thinkingBudget !== undefined;
  const arrived = fields.some((some) => stands(some, seen.body)) || (one.name === 'reasoning_effort' && hasBudget);
  // A model that never thinks does what is asked for.
  const isIdle = one.parameters.reasoning_effort === 'none' && target.strict.thinks === 'never';
  if (taken.length > 0 && !arrived && !isIdle) {
    return `it is taken as ${JSON.stringify(taken[0])}, but ${told?.text ?? 'it was left out without a word'}`;
  }
  return taken.length === 0 && !told ? 'it is not taken, and nobody was told' : undefined;
}

describe('every parameter, for every model', () => {
  let server: StrictProvider;
  let targets: readonly StrictTarget[];
  const shown = new Set<Gap>();
  before(async () => {
    server = await StrictProvider.start();
    targets = await strictTargets(server);
  });
  after(() => server[Symbol.asyncDispose]());

  /** Whether the vendor takes these fields. */
  async function takes(target: StrictTarget, { seen }: Sent, fields: Fields): Promise<boolean> {
    const path = {
      chat: '/v1/chat/completions',
      responses: '/v1/responses',
      messages: '/v1/messages',
      gemini: `/v1beta/models/${target.model}:streamGenerateContent?alt=sse`,
      ollama: '/api/chat',
    }[target.wire];
    const version = seen.headers['anthropic-version'];
    const response = await fetch(`${server.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(version ? { 'anthropic-version': String(version) } : {}) },
      body: JSON.stringify(merged(seen.body, fields)),
    });
    await response.text();
    return response.status === 200;
  }

  /** What is wrong with how one parameter went to one model; undefined: nothing. */
  async function objection(one: ParameterCase, target: StrictTarget): Promise<string | undefined> {
    // The same request without the parameter, as it arrives: what the hand-written ones are laid over.
    const without = await ask(server, target, { ...requestFor(one, target), parameters: {} });
    if (without.type === 'refused') {
      const isRight = one.tools === 'with' && target.strict.tools === 'no' && without.error.kind === 'contentNotTaken';
      return isRight ? undefined : `without it: ${without.error.message}`;
    }
    if (without.answer.error) return `without it: ${without.answer.error.message}`;
    const taken: Fields[] = [];
    for (const fields of one.fields[target.wire] ?? []) {
      if (await takes(target, without, fields)) taken.push(fields);
    }
    const outcome = await ask(server, target, requestFor(one, target));
    return outcome.type === 'refused' ? `refused: ${outcome.error.message}` : judged(one, target, taken, outcome);
  }

  /** What is wrong with it for any model, but for what is known. */
  async function objections(caseOf: (target: StrictTarget) => ParameterCase): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const target of targets) {
      const wrong = await objection(caseOf(target), target);
      const gap = wrong === undefined ? undefined : gapOf(target.name, wrong);
      if (gap) shown.add(gap);
      else if (wrong !== undefined) found[target.name] = wrong;
    }
    return found;
  }

  for (const one of parameterCases) {
    it(`${one.name} ${JSON.stringify(one.parameters[one.name]).slice(0, 60)}`, async () => {
      assert.deepEqual(await objections(() => one), {});
    }).timeout(30_000);
  }

  it('extra_body, whatever is in it', async () => {
    assert.deepEqual(await objections(({ strict }) => extraCase(strict.vendor)), {});
  }).timeout(30_000);

  it('the known gaps of a parameter alone are still there', () => {
    const closed = gaps.filter((gap) => gap.example === undefined && !shown.has(gap));
    assert.deepEqual(
      closed.map(({ why }) => why),
      [],
    );
  });

  it('sampling arrives where thinking is switched off for it', async () => {
    const open = targets.filter(({ strict }) => strict.sampling === 'withoutThinking');
    assert.ok(open.length >= 4);
    for (const target of open) {
      const parameters = { reasoning_effort: 'none', temperature: 0.3, top_p: 0.6 } as const;
      const outcome = await ask(server, target, { model: target.ref, messages: question, parameters, tools: [] });
      assert.equal(outcome.type, 'sent');
      assert.equal(outcome.seen.refused, undefined, target.name);
      assert.ok(stands({ temperature: 0.3, top_p: 0.6 }, outcome.seen.body), target.name);
    }
  });

  it('models are asked over a wire that they have', () => {
    for (const { name, strict, wire, chosen } of targets.filter(({ strict: { wires } }) => wires.length === 1)) {
      assert.deepEqual([name, chosen, wire], [name, 'byData', strict.wires[0]]);
    }
  });
});
