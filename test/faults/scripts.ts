// What servers do in many rows of the fault table.
import { reply, type Step } from '../support/chaos.ts';
import { answer, type Wire } from '../support/wires.ts';
import { type Ending, type Expected, type FaultCase, type Scene, whole } from './fault.ts';

export const good = ({ wire, stream }: Scene): readonly Step[] => stream(answer(wire, 'Hello'));

/** A refusal with the wire API's own body. */
export function refusal(
  wire: Wire,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): readonly Step[] {
  return reply(status, wire.error(code, message), { 'x-request-id': 'req_1', ...headers });
}

/** The same refusal again and again: how the user sees it, and after how many requests. */
export function final(
  title: string,
  [status, code, message]: readonly [number, string, string],
  end: Ending,
  { requests = 1, waits = [] }: { readonly requests?: number; readonly waits?: readonly number[] } = {},
): FaultCase {
  return {
    title,
    scripts: ({ wire }) => [refusal(wire, status, code, message)],
    expected: { end, requests, waits },
  };
}

/** What is tried once more, and twice. */
export const twice = { requests: 2, waits: [1] };
export const thrice = { requests: 3, waits: [1, 2] };

/** Fails so often and then answers. */
export function heals(title: string, times: number, failing: (scene: Scene) => readonly Step[]): FaultCase {
  const waits = [1, 2].slice(0, times);
  return {
    title,
    scripts: (scene) => [...Array.from({ length: times }, () => failing(scene)), good(scene)],
    expected: { end: whole(), text: 'Hello', requests: times + 1, waits },
  };
}

/** One stream of these frames. */
export function streamed(title: string, frames: string, expected: Expected): FaultCase {
  return { title, scripts: ({ stream }) => [stream(frames)], expected };
}
