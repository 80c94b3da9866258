// Whatever a person asks of whatever model: the request arrives and is taken, or it is refused before anything is sent, by a sentence
// that says what the model does not take. Never a 400 that could have been foreseen.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NoticeKind } from '../../src/core/chat/events.ts';
import { foldEvent, startAnswer } from '../../src/core/chat/fold.ts';
import type { ChatRequest } from '../../src/core/chat/request.ts';
import { wireStandards } from '../../src/core/models/wireStandards.ts';
import { lookTool, parameterCases } from '../support/strict/arrivals.ts';
import { gapOf, gaps } from '../support/strict/gaps.ts';
import { type PastAnswer, requests } from '../support/strict/generated.ts';
import { StrictProvider } from '../support/strictProvider.ts';
import { ask, noticesOf, type Outcome, type StrictTarget, says, strictTargets } from '../support/strictTargets.ts';

const count = process.env.PARLEY_LONG ? 5_000 : 800;
const seed = 20261121;
/** On a machine that is busy with something else. */
const longest = process.env.PARLEY_LONG ? 600_000 : 60_000;

/** What went wrong with a request; undefined: nothing did. */
function objectionTo(outcome: Outcome): { readonly at: string; readonly text: string } | undefined {
  if (outcome.type === 'refused') {
    const { kind, facts } = outcome.error;
    const names = /images|audio|PDF|tools|address/.test(facts.detail ?? '');
    return kind === 'contentNotTaken' && names ? undefined : { at: kind, text: outcome.error.message };
  }
  const { refused } = outcome.seen;
  if (refused)
    return { at: refused.rule === 'shape' ? refused.at : refused.rule, text: `${refused.at} ${refused.message}` };
  const { error, finishes } = outcome.answer;
  if (error) return { at: error.kind, text: error.message };
  return finishes.length > 0 ? undefined : { at: 'finish', text: 'the answer has no end' };
}

/** What became of many requests. */
class Tally {
  readonly outcomes = { sent: 0, refused: 0 };
  readonly kinds = new Set<NoticeKind>();
  /** What went wrong, by target and place: how often, and the first such request. */
  readonly found: Record<string, { times: number; text: string; request: string }> = {};

  count(target: StrictTarget, request: ChatRequest, outcome: Outcome): void {
    this.outcomes[outcome.type] += 1;
    if (outcome.type === 'sent') for (const { kind } of noticesOf(outcome)) this.kinds.add(kind);
    const wrong = objectionTo(outcome);
    if (!wrong || gapOf(target.name, `${wrong.at}: ${wrong.text}`)) return;
    const name = `${target.name}: ${wrong.at}`;
    const shown = JSON.stringify({ ...request, sent: outcome.type === 'sent' ? outcome.seen.body : undefined });
    const before = this.found[name] ?? { times: 0, text: wrong.text, request: shown.slice(0, 1_500) };
    this.found[name] = { ...before, times: before.times + 1 };
  }
}

describe('generated requests', () => {
  let server: StrictProvider;
  let targets: readonly StrictTarget[];
  const past: PastAnswer[] = [];
  before(async () => {
    server = await StrictProvider.start();
    targets = await strictTargets(server);
    for (const target of targets) past.push(...(await answersOf(target)));
  });
  after(() => server[Symbol.asyncDispose]());

  /** What a model says to a question and with two tools, as the panel keeps it. */
  async function answersOf(target: StrictTarget): Promise<PastAnswer[]> {
    const answers: PastAnswer[] = [];
    const second = { ...lookTool, name: 'run' };
    for (const [text, tools] of [
      ['Use both tools, please.', [lookTool, second]],
      ['Well?', []],
    ] as const) {
      const request = {
        model: target.ref,
        messages: [says(text)],
        parameters: { reasoning_effort: 'high' },
        tools,
      } as const;
      const outcome = await ask(server, target, request);
      if (outcome.type === 'refused' || outcome.answer.error) continue;
      const whole = outcome.answer.events.reduce(
        (answer, event) => (event.type === 'finish' ? answer : foldEvent(answer, event, 0)),
        startAnswer(target.ref, 0),
      );
      answers.push({ from: target.name, parts: whole.parts });
    }
    return answers;
  }

  it(`${count} of them are taken, or refused by name before anything is sent`, async () => {
    const tally = new Tally();
    for (const [pick, request] of fc.sample(fc.tuple(fc.nat(), requests(past)), { numRuns: count, seed })) {
      const target = targets[pick % targets.length];
      if (!target) throw new Error('there is no target');
      const asked = { ...request, model: target.ref };
      tally.count(target, asked, await ask(server, target, asked));
    }
    const { sent, refused } = tally.outcomes;
    assert.deepEqual(tally.found, {});
    assert.ok(sent >= count / 2, `only ${sent} were sent`);
    assert.ok(refused >= count / 20, `only ${refused} were refused`);
    assert.deepEqual([...tally.kinds].toSorted(), ['added', 'clamped', 'emulated', 'renamed', 'unsupported']);
  }).timeout(longest);

  it('without what is known of the models many would be refused', async () => {
    const bare = targets.map((target) => ({ ...target, capabilities: wireStandards[target.connection.wireApi] }));
    const tally = new Tally();
    for (const [pick, request] of fc.sample(fc.tuple(fc.nat(), requests(past)), { numRuns: 200, seed })) {
      const target = bare[pick % bare.length];
      if (!target) throw new Error('there is no target');
      const asked = { ...request, model: target.ref };
      tally.count(target, asked, await ask(server, target, asked));
    }
    const refused = Object.values(tally.found).reduce((sum, { times }) => sum + times, 0);
    assert.ok(refused >= 50, `only ${refused} of 200 were refused`);
  }).timeout(longest);

  for (const { why, target: name, at, example } of gaps) {
    if (!example) continue;
    it(`a known gap is still there: ${why}`, async () => {
      const target = targets.find((one) => one.name === example.target);
      assert.ok(target && name.test(target.name), example.target);
      const request = { model: target.ref, messages: [says('Hello')], parameters: {}, tools: [], ...example.request };
      const wrong = objectionTo(await ask(server, target, request));
      assert.ok(wrong, 'it is closed: take it from the list');
      assert.match(`${wrong.at}: ${wrong.text}`, at);
    });
  }

  it('every parameter reached the wire somewhere', () => {
    const reached = (name: string) =>
      server.requests.some(({ wire, body, refused }) =>
        parameterCases.some(
          (one) => one.name === name && !refused && (one.fields[wire] ?? []).some((fields) => hasNames(fields, body)),
        ),
      );
    const names = new Set(parameterCases.map(({ name }) => name));
    assert.deepEqual(
      [...names].filter((name) => !reached(name)),
      [],
    );
  });
});

/** Whether the fields stand there, whatever their values. */
function hasNames(fields: Readonly<Record<string, unknown>>, found: unknown): boolean {
  if (typeof found !== 'object' || found === null) return false;
  const there: Readonly<Record<string, unknown>> = { ...found };
  return Object.entries(fields).every(([name, value]) => {
    const inner = there[name];
    if (inner === undefined) return false;
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value) && typeof inner === 'object';
    return isNested ? hasNames({ ...value }, inner) : true;
  });
}
