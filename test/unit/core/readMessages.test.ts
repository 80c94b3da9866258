import assert from 'node:assert/strict';
import type { Message } from '../../../src/core/chat/message.ts';
import { readRequest } from '../../../src/core/chat/readRequest.ts';
import type { ChatRequest } from '../../../src/core/chat/request.ts';

const hi = { role: 'user', content: 'Hi' };
const call = (id: string, name = 'weather', json: unknown = '{"city":"Oslo"}') => ({
  id,
  type: 'function',
  function: { name, arguments: json },
});
const calling = (...calls: unknown[]) => ({ role: 'assistant', content: null, tool_calls: calls });
const result = (id: unknown, content: unknown = '{"c":3}') => ({ role: 'tool', tool_call_id: id, content });
const tool = (name: unknown, more: object = {}) => ({ type: 'function', function: { name, ...more } });
const ask = (more: object) => readRequest({ model: 'mock/one', messages: [hi], ...more });

function valid(given: object): ChatRequest {
  const reading = ask(given);
  assert.equal(reading.type, 'valid', JSON.stringify(reading));
  return reading.request;
}
function messages(...given: readonly object[]): readonly Message[] {
  return valid({ messages: given }).messages;
}
function sentences(more: object): readonly string[] {
  const reading = ask(more);
  assert.equal(reading.type, 'invalid', JSON.stringify(reading));
  return reading.problems.map(({ sentence }) => sentence);
}

describe('messages', () => {
  it('may be few-shot pairs, with developer for system, and text in parts', () => {
    const given = messages(
      {
        role: 'developer',
        content: [
          { type: 'text', text: 'Classify ' },
          { type: 'text', text: 'sentiment.' },
        ],
      },
      { role: 'user', content: 'Great!' },
      { role: 'assistant', content: 'positive' },
      { role: 'user', content: [{ type: 'text', text: 'Bad.' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'negative' }] },
      { role: 'user', content: 'Meh.' },
    );
    assert.deepEqual(
      given.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user', 'assistant', 'user'],
    );
    assert.deepEqual(given[0], { role: 'system', text: 'Classify sentiment.' });
    assert.deepEqual(given[4], { role: 'assistant', parts: [{ type: 'text', text: 'negative' }] });
  });

  it('carry tool calls and their results, parallel ones in one message', () => {
    const given = messages(hi, calling(call('a'), call('b', 'time', '')), result('b', ''), result('a'), hi);
    assert.deepEqual(given.slice(1, 3), [
      {
        role: 'assistant',
        parts: [
          { type: 'toolCall', id: 'a', name: 'weather', argumentsJson: '{"city":"Oslo"}' },
          { type: 'toolCall', id: 'b', name: 'time', argumentsJson: '{}' },
        ],
      },
      {
        role: 'tool',
        results: [
          { type: 'toolResult', callId: 'b', text: '', outcome: 'ok' },
          { type: 'toolResult', callId: 'a', text: '{"c":3}', outcome: 'ok' },
        ],
      },
    ]);
  });

  it('may be an answer as it came, with the fields nobody needs back', () => {
    const raw = { role: 'assistant', content: 'No.', refusal: null, annotations: [], audio: null, function_call: null };
    assert.deepEqual(messages(hi, raw, hi)[1], { role: 'assistant', parts: [{ type: 'text', text: 'No.' }] });
    const thought = { role: 'assistant', content: null, refusal: 'I can not.', reasoning_content: 'Hm.' };
    assert.deepEqual(messages(hi, thought)[1], {
      role: 'assistant',
      parts: [
        { type: 'thinking', text: 'Hm.' },
        { type: 'text', text: 'I can not.' },
      ],
    });
  });

  it('may have the same id for calls in different turns', () => {
    assert.equal(messages(hi, calling(call('a')), result('a'), calling(call('a')), result('a')).length, 5);
  });

  it('tells what has no place in Parley', () => {
    const reading = ask({ messages: [{ ...hi, name: 'Ann' }], tools: [tool('a', { strict: true })] });
    assert.equal(reading.type, 'valid');
    assert.deepEqual(
      reading.notices.map(({ kind, parameter, text }) => [kind, parameter, text.split(' ')[0]]),
      [
        ['unsupported', 'messages', 'messages[0].name'],
        ['unsupported', 'tools', 'tools[0].function.strict'],
      ],
    );
  });

  const wrong: readonly (readonly [readonly unknown[], string])[] = [
    [[], 'messages is empty; at least one message is needed.'],
    [['Hi'], 'messages[0] is "Hi"; it must be an object with role and content.'],
    [[{ content: 'Hi' }], 'messages[0].role is missing; it must be one of system, developer, user, assistant, tool.'],
    [
      [{ role: 'bot', content: 'Hi' }],
      'messages[0].role is "bot"; it must be one of system, developer, user, assistant, tool.',
    ],
    [
      [{ role: 'function', content: 'Hi' }],
      'messages[0].role is "function"; it must be tool, with tool_call_id: functions are called tools now.',
    ],
    [[{ role: 'user', content: ' \n' }], "messages[0].content is empty; a user's message must say something."],
    [[{ role: 'user', content: [] }], "messages[0].content is empty; a user's message must say something."],
    [
      [{ role: 'user', content: [{ type: 'text', text: ' ' }] }],
      "messages[0].content is empty; a user's message must say something.",
    ],
    [[{ role: 'user', content: null }], 'messages[0].content is missing; it must be a text or a list of parts.'],
    [
      [{ role: 'user', content: { text: 'Hi' } }],
      'messages[0].content is {"text":"Hi"}; it must be a text or a list of parts.',
    ],
    [[{ role: 'system', content: '' }, hi], 'messages[0].content is empty.'],
    [
      [{ ...hi, contents: 'Hi' }],
      'messages[0] has the field contents, which Parley does not know. Did you mean content?',
    ],
    [
      [{ role: 'assistant', content: null }],
      "messages[0] is empty; an assistant's message must have content or tool_calls.",
    ],
    [
      [{ role: 'assistant', content: [{ type: 'image_url' }] }],
      `messages[0].content[0] is "image_url"; an assistant's message holds text only.`,
    ],
    [[hi, calling({ ...call('a'), type: 'tool' })], 'messages[1].tool_calls[0].type is "tool"; it must be function.'],
    [[hi, calling(call('')), hi], 'messages[1].tool_calls[0].id is ""; it must be a text that is not empty.'],
    [
      [hi, calling(call('a', 'a b'))],
      'messages[1].tool_calls[0].function.name is "a b"; it must be 1 to 64 letters, digits, dashes or underscores.',
    ],
    [
      [hi, calling(call('a', 'b', { city: 1 }))],
      'messages[1].tool_calls[0].function.arguments is {"city":1}; it must be the arguments as JSON in a text.',
    ],
    [[hi, { ...calling(), tool_calls: {} }], 'messages[1].tool_calls is {}; it must be a list.'],
    [[hi, calling(call('a'), call('a')), result('a')], 'messages[1].tool_calls has two calls with the same id.'],
    [[hi, calling(call('a'))], 'messages[1].tool_calls calls a tool as a, but no tool message answers it.'],
    [[hi, calling(call('a')), hi, hi], 'messages[1].tool_calls calls a tool as a, but no tool message answers it.'],
    [
      [hi, result('a')],
      'messages[1].tool_call_id is "a"; it must be the id of a call in the assistant message before, which has no answer yet.',
    ],
    [
      [hi, calling(call('a')), result('a'), result('a')],
      'messages[3].tool_call_id is "a"; it must be the id of a call in the assistant message before, which has no answer yet.',
    ],
    [[hi, result(undefined)], 'messages[1].tool_call_id is missing; it must be the id of a call.'],
    [
      [hi, calling(call('a')), result('a', { c: 3 })],
      'messages[2].content is {"c":3}; it must be a text or a list of text parts.',
    ],
  ];
  for (const [given, says] of wrong)
    it(`says: ${says}`, () => assert.deepEqual(sentences({ messages: given }), [says]));

  it('must be a list', () => {
    assert.deepEqual(sentences({ messages: 'Hi' }), ['messages is "Hi"; it must be a list of messages.']);
  });
});
