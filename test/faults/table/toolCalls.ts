// F50, F51: tool calls that come in a strange way, or not to their end.
import type { Wire } from '../../support/wires.ts';
import { cutOff, type Fault, type FaultCase, failed, whole } from '../fault.ts';
import { oddFramesOf } from '../frames.ts';
import { streamed, twice } from '../scripts.ts';

const malformedCall = /^Test sent a reply Parley can't read\./;

function oddCalls(wire: Wire): readonly FaultCase[] {
  const { oddCalls: forms, hostile } = oddFramesOf(wire);
  const end = wire.finish('tool_calls') + wire.terminal;
  return [
    ...Object.entries(forms).map(([title, [frames, calls]]) =>
      streamed(title, wire.start + frames + end, { end: whole('tool_calls'), calls, requests: 1, notices: [] }),
    ),
    ...Object.entries({
      ...hostile,
      'a name that pollutes': wire.toolCall(0, 'call_a', '__proto__', ['{"polluted":true}']),
    }).map(([title, frames]) =>
      streamed(title, wire.start + frames + end, { end: failed('protocol', malformedCall), ...twice }),
    ),
  ];
}

function truncatedCalls(wire: Wire): readonly FaultCase[] {
  const before = wire.start + wire.text('Half');
  const part = wire.toolCall(0, 'call_a', 'rm', ['{"pa']);
  const complete = wire.toolCall(0, 'call_a', 'rm', ['{"path":', '"/"}']);
  return [
    streamed('at the limit', before + part + wire.finish('length') + wire.terminal, {
      end: whole('length'),
      text: 'Half',
      requests: 1,
    }),
    streamed('with the stream', before + part, { end: cutOff, text: 'Half', requests: 1 }),
    streamed('with the stream, though the arguments are there', before + complete, {
      end: cutOff,
      text: 'Half',
      requests: 1,
    }),
    streamed('with the stream, before any word', wire.start + complete, {
      end: failed('incomplete', 'The answer was cut off before its end.'),
      ...twice,
    }),
  ];
}

export const toolCallFaults: readonly Fault[] = [
  { id: 'F50', what: 'fragments of tool calls', on: (wire) => ({ type: 'cases', cases: oddCalls(wire) }) },
  { id: 'F51', what: 'a tool call that is cut', on: (wire) => ({ type: 'cases', cases: truncatedCalls(wire) }) },
];
