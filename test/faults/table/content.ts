// F46–F60: what an answer says.
import assert from 'node:assert/strict';
import { responsesEvent } from '../../support/wires/openaiResponses.ts';
import { canaryKey, type Wire } from '../../support/wires.ts';
import {
  type Expected,
  type Fault,
  type FaultCase,
  failed,
  interrupted,
  leftOut,
  type Treatment,
  whole,
} from '../fault.ts';
import { oddFramesOf } from '../frames.ts';
import { good, refusal, streamed, thrice, twice } from '../scripts.ts';

const cases = (...list: readonly FaultCase[]): Treatment => ({ type: 'cases', cases: list });
const hello: Expected = { end: whole(), text: 'Hello', requests: 1 };
const empty = ['The model returned no text.'];

function errorFrames(wire: Wire): readonly FaultCase[] {
  return Object.entries(wire.errorFrames('The engine is overloaded')).flatMap(([form, frame]) => {
    return [
      streamed(`${form}, before the first word`, wire.start + frame, {
        end: failed('overloaded', 'Test is overloaded.'),
        ...thrice,
      }),
      streamed(`${form}, after it`, wire.start + wire.text('Half') + frame + wire.finish('stop') + wire.terminal, {
        end: interrupted('overloaded', 'Test is overloaded.'),
        text: 'Half',
        requests: 1,
      }),
    ];
  });
}

function malformed(wire: Wire): FaultCase['scripts'] {
  return ({ form, stream }) => [stream(wire.start + wire.text('Half') + form.frame('{"secret prompt') + wire.terminal)];
}

const notJson = "Test sent a reply Parley can't read. A piece of the stream is not valid JSON.";

function refusals(wire: Wire): Treatment {
  const { end } = oddFramesOf(wire);
  const half = wire.start + wire.text('Half');
  const kept = (reason: 'content_filter' | 'refusal', text = 'Half'): Expected => ({
    end: whole(reason),
    text,
    requests: 1,
  });
  const no = { item_id: 'msg_1', output_index: 1, content_index: 0, delta: "I can't." };
  switch (wire.api) {
    case 'openai-chat': {
      const delta = { choices: [{ index: 0, delta: { refusal: "I can't." } }] };
      return cases(
        streamed('content_filter', half + end('content_filter'), kept('content_filter')),
        streamed(
          'refusal',
          `${wire.start}data: ${JSON.stringify(delta)}\n\n${end('stop')}`,
          kept('refusal', "I can't."),
        ),
      );
    }
    case 'openai-responses':
      return cases(
        streamed('content_filter', half + end('content_filter'), kept('content_filter')),
        streamed(
          'refusal',
          wire.start + responsesEvent('response.refusal.delta', no) + end('completed'),
          kept('refusal', "I can't."),
        ),
      );
    case 'anthropic-messages':
      return cases(streamed('refusal', half + end('refusal'), kept('refusal')));
    case 'google-genai': {
      const blocked = `data: ${JSON.stringify({ promptFeedback: { blockReason: 'SAFETY' } })}\n\n`;
      return cases(streamed('of the answer', half + end('SAFETY'), kept('content_filter')), {
        ...streamed('of the prompt, and no other model is asked', blocked, {
          end: failed('filtered', 'Test declined to answer (content filter). The prompt was blocked: SAFETY.'),
          requests: 1,
        }),
        setUp: { parameters: { fallback_models: ['test/spare'] }, spare: (scene) => [good(scene)] },
      });
    }
    default:
      return leftOut('Ollama has no sign for a filter or a refusal');
  }
}

function thoughts(wire: Wire): readonly FaultCase[] {
  const end = wire.finish('stop') + wire.terminal;
  const alone = { end: whole(), thinking: 'Hm', requests: 1, notices: empty };
  const forms = wire.api === 'openai-chat' ? ['reasoning', 'reasoning_content'] : [];
  return [
    streamed('is shown', wire.start + wire.thinking('Hm') + end, alone),
    ...forms.map((field) => {
      const delta = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { [field]: 'Hm' } }] })}\n\n`;
      return streamed(`is shown as ${field}`, wire.start + delta + end, alone);
    }),
  ];
}

function counts(wire: Wire): readonly FaultCase[] {
  const text = wire.start + wire.text('Hello');
  const odd = { input: -5, output: 1e300, cacheRead: -1 };
  const sane: Expected['also'] = (ran) => {
    const { usage = {}, cost } = ran.of('settled')[0]?.call ?? {};
    for (const count of Object.values(usage)) assert.ok(Number.isSafeInteger(count) && count >= 0, `${count}`);
    assert.equal(cost?.type, 'unknown');
  };
  return [
    streamed('missing', text + wire.finish('stop') + wire.terminal, { ...hello, also: sane }),
    streamed('negative and huge', text + wire.finish('stop', odd) + wire.terminal, { ...hello, also: sane }),
  ];
}

const hostileText =
  '<script>alert(1)</script><img src=x onerror=alert(1)> \u001b[31m \u202e {"__proto__":{"polluted":1}}';

function hostile(wire: Wire): readonly FaultCase[] {
  const words = `<!doctype html><body><b>No</b> ${canaryKey} <script>alert(1)</script></body>`;
  const isPlain: Expected['also'] = (ran) => {
    const detail = ran.error?.facts.detail ?? '';
    assert.match(detail, /\[redacted\]/);
    assert.doesNotMatch(detail, /[<>]/);
  };
  return [
    streamed('in the answer is text', wire.start + wire.text(hostileText) + wire.finish('stop') + wire.terminal, {
      ...hello,
      text: hostileText,
    }),
    {
      title: 'in an error is a plain sentence without the key',
      scripts: () => [refusal(wire, 400, 'odd', words)],
      expected: { end: failed('notAnApi', /^127\.0\.0\.1:PORT answered with a web page/), requests: 1, also: isPlain },
    },
  ];
}

export const contentFaults: readonly Fault[] = [
  { id: 'F46', what: 'an error inside the stream', on: (wire) => cases(...errorFrames(wire)) },
  {
    id: 'F47',
    what: 'a piece that is no JSON',
    on: (wire) =>
      cases(
        {
          title: 'keeps what came',
          scripts: malformed(wire),
          expected: { end: interrupted('protocol', notJson), text: 'Half', requests: 1 },
        },
        {
          title: 'at the beginning is tried once more',
          scripts: ({ form, stream }) => [stream(wire.start + form.frame('{"secret prompt') + wire.terminal)],
          expected: { end: failed('protocol', notJson), ...twice },
        },
      ),
  },
  {
    id: 'F48',
    what: 'pieces that say nothing',
    on: (wire) => {
      const { nothing } = oddFramesOf(wire);
      const usage = { input: 12, output: 3, cacheRead: 0 };
      const frames = wire.start + nothing + wire.text('Hello') + nothing + wire.finish('stop', usage) + wire.terminal;
      const also: Expected['also'] = (ran) => assert.equal(ran.of('settled')[0]?.call.usage?.input, 12);
      return cases(streamed('change nothing, and the counts are kept', frames, { ...hello, also }));
    },
  },
  {
    id: 'F49',
    what: 'pieces that nobody knows',
    on: (wire) => {
      const { unknown } = oddFramesOf(wire);
      const frames = wire.start + unknown + wire.text('Hello') + unknown + wire.finish('stop') + wire.terminal;
      return cases(streamed('are passed over', frames, hello));
    },
  },
  {
    id: 'F52',
    what: 'repetitions',
    on: (wire) => {
      const { repeated } = oddFramesOf(wire);
      return repeated === undefined
        ? leftOut('no id or number of this wire API tells a repetition from a repeated word')
        : cases(
            streamed('are read once', repeated, {
              ...hello,
              also: (ran) => assert.equal(ran.of('response').length, 1),
            }),
          );
    },
  },
  {
    id: 'F53',
    what: 'the limit',
    on: (wire) =>
      cases(
        streamed('is an end of its own', wire.start + wire.text('Hello') + wire.finish('length') + wire.terminal, {
          ...hello,
          end: whole('length'),
        }),
        streamed('before the first word is explained', wire.start + wire.finish('length') + wire.terminal, {
          end: whole('length'),
          requests: 1,
          notices: [
            'The model spent its whole limit before it wrote anything. Raise max_tokens or lower reasoning_effort.',
          ],
        }),
      ),
  },
  { id: 'F54', what: 'a filter or a refusal', on: refusals },
  {
    id: 'F55',
    what: 'an empty answer',
    on: (wire) =>
      cases(
        streamed('is said to be one', wire.start + wire.finish('stop') + wire.terminal, {
          end: whole(),
          requests: 1,
          notices: empty,
        }),
      ),
  },
  {
    id: 'F56',
    what: 'an unknown reason',
    on: (wire) =>
      cases(
        streamed('is an end', wire.start + wire.text('Hello') + oddFramesOf(wire).end('galaxy'), hello),
        streamed(
          'tool calls without one',
          wire.start + wire.text('Hello') + wire.finish('tool_calls') + wire.terminal,
          hello,
        ),
      ),
  },
  { id: 'F57', what: 'thinking alone', on: (wire) => cases(...thoughts(wire)) },
  {
    id: 'F58',
    what: 'another model than asked',
    on: () =>
      cases({
        title: 'is named',
        scripts: (scene) => [good(scene)],
        expected: {
          ...hello,
          also: (ran) => {
            const { asked, answered } = ran.of('settled')[0]?.call ?? {};
            assert.deepEqual([asked, answered], ['test/model', 'test-model-1']);
          },
        },
      }),
  },
  { id: 'F59', what: 'counts', on: (wire) => cases(...counts(wire)) },
  { id: 'F60', what: 'hostile text', on: (wire) => cases(...hostile(wire)) },
];
