// An answer in the words of the panel.
import assert from 'node:assert/strict';
import type { NoticeKind } from '../../../src/core/chat/events.ts';
import { type Answer, resumeAnswer, startAnswer } from '../../../src/core/chat/fold.ts';
import type { Turn } from '../../../src/core/conversation/conversation.ts';
import { ChatError } from '../../../src/core/errors.ts';
import type { CallFacts } from '../../../src/core/run/callFacts.ts';
import { answerView, type ViewDeps } from '../../../src/host/panel/projection.ts';

const deps: ViewDeps = {
  describe: (error, ref) => ({ sentence: `${ref}: ${error.kind}.`, action: 'Try Again', details: '' }),
  isContinuable: () => false,
  now: () => 1500,
};

const call: CallFacts = {
  asked: 'demo/one',
  used: 'demo/one',
  answered: 'one',
  usage: { input: 1204, output: 340 },
  cost: { type: 'estimated', usd: 0.0041 },
  firstContentMs: 400,
  durationMs: 5200,
  tries: [],
  finish: 'stop',
  source: 'provider',
};

const complete: Answer = {
  ...startAnswer('demo/one', 1000),
  parts: [{ type: 'text', text: 'Four' }],
  state: { type: 'complete', reason: 'stop' },
  calls: [call],
  firstAt: 1400,
  endedAt: 6200,
};

function view(answer: Partial<Answer>, others: readonly Answer[] = []) {
  const turn: Turn = {
    id: 't',
    role: 'chat',
    text: 'q',
    attachments: [],
    standing: 'asked',
    answers: [{ ...complete, ...answer }, ...others],
    shown: 0,
  };
  return answerView(turn, deps);
}

describe('an answer as the panel shows it', () => {
  it('always shows what happened, and what was renamed only to who asks', () => {
    const kinds: readonly NoticeKind[] = ['renamed', 'unsupported', 'clamped', 'emulated', 'added', 'chosen', 'answer'];
    const notices = kinds.map((kind) => ({ kind, parameter: '', text: kind }));
    const ranks = view({ notices }).notices.map(({ rank, text }) => `${text} ${rank}`);
    assert.deepEqual(ranks, [
      'renamed detail',
      'unsupported said',
      'clamped said',
      'emulated said',
      'added said',
      'chosen told',
      'answer told',
    ]);
  });

  it('says who could not answer, and why an answer is no JSON', () => {
    const fallbacks = [{ from: 'demo/one', to: 'demo/two', error: new ChatError('overloaded') }];
    const json = { type: 'invalid', error: 'It ends too early.' } as const;
    assert.deepEqual(view({ fallbacks, json }).notices, [
      { rank: 'told', text: 'demo/one: overloaded. demo/two was asked instead.' },
      { rank: 'told', text: 'It ends too early.' },
    ]);
  });

  it('says why it waits, for which try, and for how long still', () => {
    const waiting = { error: new ChatError('rateLimit'), until: 5500, attempt: 2, attempts: 3 };
    assert.deepEqual(view({ waiting }).waiting, {
      sentence: 'demo/one: rateLimit. Trying again (2\u00a0of\u00a03)',
      ms: 4000,
    });
    const gate = { error: undefined, until: 1000, attempt: 1, attempts: 1 };
    assert.deepEqual(view({ waiting: gate }).waiting, {
      sentence: 'Another request was told to wait. Trying again',
      ms: 0,
    });
  });

  it('marks where another model went on, and names the one that began', () => {
    const seams = [
      { at: 1, from: 'one', to: 'one' },
      { at: 3, from: 'one', to: 'two' },
    ];
    const { model, seams: shown } = view({ seams, answered: 'two' });
    assert.equal(model, 'one');
    assert.deepEqual(shown, [
      { at: 1, label: 'Continued' },
      { at: 3, label: 'Continued by two' },
    ]);
  });

  it('marks no place where nothing came, except the one that is being written', () => {
    const cut: Answer = { ...complete, state: { type: 'interrupted', error: new ChatError('incomplete') } };
    const going = resumeAnswer(cut, 0);
    assert.deepEqual(view(going).seams, [{ at: 4, label: 'Continued' }]);
    assert.deepEqual(view({ ...going, state: cut.state }).seams, []);
    const again = resumeAnswer({ ...going, state: cut.state }, 0);
    assert.deepEqual(view(again).seams, [{ at: 4, label: 'Continued' }]);
  });

  for (const [what, answer, facts] of [
    ['what is known', {}, '1,204 → 340 tokens · ≈$0.0041 · 0.4 s to first · 5.2 s · 71/s'],
    ['nothing while it is written', { endedAt: undefined }, ''],
    [
      'a cost that the provider reports, exactly',
      { calls: [{ ...call, cost: { type: 'reported', usd: 1.2 } }] },
      '1,204 → 340 tokens · $1.20 · 0.4 s to first · 5.2 s · 71/s',
    ],
    [
      'a cost that is not known, never as nothing',
      { calls: [{ ...call, cost: { type: 'unknown' }, usage: { input: 9 } }] },
      '9 → unknown tokens · cost unknown · 0.4 s to first · 5.2 s',
    ],
    [
      'a local model',
      { calls: [{ ...call, cost: { type: 'estimated', usd: 0 }, usage: undefined }] },
      '$0 · 0.4 s to first · 5.2 s',
    ],
    [
      'an answer from the cache',
      { calls: [{ ...call, source: 'cached', usage: undefined }], firstAt: undefined },
      'cached, $0',
    ],
    [
      'an answer that was continued: both calls, without the time between',
      { calls: [call, { ...call, durationMs: 800 }], seams: [{ at: 2, from: 'one', to: 'one' }] },
      '2,408 → 680 tokens · ≈$0.0082 · 6.0 s',
    ],
  ] satisfies [string, Partial<Answer>, string][]) {
    it(`says of ${what}: ${facts || 'nothing'}`, () => {
      assert.equal(view(answer).facts, facts);
    });
  }

  it('says that tokens and cost are those of several answers together', () => {
    assert.equal(
      view({}, [complete, { ...complete, calls: [{ ...call }] }]).facts,
      '1,204 → 340 tokens · ≈$0.0041 · for 2 answers together · 0.4 s to first · 5.2 s',
    );
  });
});
