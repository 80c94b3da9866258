import { asText, isRecord } from '../core/json.ts';

/** A piece of a tool call as a stream delivers it. Every field may be missing, repeated or wrong. */
export interface ToolCallDelta {
  readonly index?: unknown;
  readonly id?: unknown;
  readonly name?: unknown;
  readonly arguments?: unknown;
}

/** A tool call put together. `argumentsJson` is what the model wrote, `{}` if it wrote nothing. */
export interface FinishedToolCall {
  readonly id: string;
  readonly name: string;
  readonly argumentsJson: string;
}

/** Whether the model came to its own end, or was cut by a limit or a filter. */
export type ToolCallEnding = 'whole' | 'cut';

/** A stream that names calls in a way that can only be a fault or an attack. */
export class HostileToolCall extends Error {}

interface OpenCall {
  readonly index: number | undefined;
  id: string | undefined;
  name: string;
  json: string;
  /** Whether an arguments field came at all: it tells a split name from a second call. */
  hasArguments: boolean;
}

const most = { calls: 128, index: 127, idLength: 16_384, argumentsLength: 8_000_000 } as const;
const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Puts streamed tool calls together. Neither `index` nor `id` can be trusted: servers leave out either, number every call 0, give
 * two calls the same id, blank the id on continuations, or send the arguments before the name (seen at Ollama, LiteLLM, Gemini's
 * compatible endpoint and several gateways, 2025–2026). The rule: a delta starts a new call if its id is new, or if it names a
 * function while the call it would continue is complete, or if its index is new and it has no id. Otherwise it continues the call
 * with its id, else the latest with its index, else the latest.
 */
export class ToolCalls {
  readonly #calls: OpenCall[] = [];

  /** @throws HostileToolCall */
  append(delta: ToolCallDelta): void {
    const index = readIndex(delta.index);
    const id = readName(delta.id, 'id');
    const name = readName(delta.name, 'name');
    const json = readArguments(delta.arguments);
    const candidate = this.#candidate(id, index, name);
    const call = candidate && continues(candidate, { index, id, name, json }) ? candidate : this.#open(index);
    call.id ??= id;
    if (name !== undefined && name !== call.name) call.name += name;
    call.hasArguments ||= json !== undefined;
    call.json += json ?? '';
    if (call.json.length > most.argumentsLength)
      throw new HostileToolCall('The arguments of a tool call are too long.');
  }

  get isEmpty(): boolean {
    return this.#calls.length === 0;
  }

  /**
   * The calls in the order they began. Of a `cut` answer only those whose arguments are complete: half a call must never run.
   * @throws HostileToolCall for a call without a name
   */
  finish(ending: ToolCallEnding): FinishedToolCall[] {
    const calls = ending === 'whole' ? this.#calls : this.#calls.filter((call) => isCompleteObject(call.json));
    const ids = new Set<string>();
    return calls.map((call, position) => {
      if (call.name === '') throw new HostileToolCall('A tool call has no name.');
      const id = call.id !== undefined && !ids.has(call.id) ? call.id : freeId(position, ids);
      ids.add(id);
      return { id, name: call.name, argumentsJson: call.json.trim() === '' ? '{}' : call.json };
    });
  }

  /** The call that a delta would continue; undefined if its id or index is new. */
  #candidate(id: string | undefined, index: number | undefined, name: string | undefined): OpenCall | undefined {
    const latest = this.#calls.at(-1);
    const withIndex = index === undefined ? latest : this.#calls.findLast((call) => call.index === index);
    if (id === undefined) return withIndex;
    const withId = this.#calls.findLast((call) => call.id === id);
    if (withId) return withId;
    // An id that comes late belongs to the call that has none.
    const adopts = withIndex && withIndex.id === undefined && (withIndex.name === '' || name === undefined);
    return adopts ? withIndex : undefined;
  }

  #open(index: number | undefined): OpenCall {
    if (this.#calls.length >= most.calls) throw new HostileToolCall('There are too many tool calls.');
    const call: OpenCall = { index, id: undefined, name: '', json: '', hasArguments: false };
    this.#calls.push(call);
    return call;
  }
}

interface CleanDelta {
  readonly index: number | undefined;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly json: string | undefined;
}

/** Whether a delta that matches a call goes on with it, or begins the next one under the same id or index. */
function continues(call: OpenCall, { index, id, name, json }: CleanDelta): boolean {
  if (name === undefined || call.name === '') return true;
  const isSameName = name === call.name;
  if (!isSameName && index !== undefined && call.index !== undefined && index !== call.index) return false;
  // The same header with nothing new: a gateway repeats it on every piece.
  if (isSameName && id !== undefined && (json ?? '') === '') return true;
  if (isCompleteObject(call.json)) return false;
  if (isSameName || call.json !== '') return isSameName;
  // "get_" + "weather": the name itself comes in pieces, before any arguments.
  return id !== undefined || (!call.hasArguments && json === undefined);
}

function isCompleteObject(json: string): boolean {
  try {
    return isRecord(JSON.parse(json));
  } catch {
    return false;
  }
}

function freeId(position: number, taken: ReadonlySet<string>): string {
  let id = `call_${position}`;
  while (taken.has(id)) id += '_';
  return id;
}

function readIndex(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most.index) return value;
  throw new HostileToolCall('A tool call has an index that is not a small whole number.');
}

function readName(value: unknown, field: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new HostileToolCall(`A tool call has an ${field} that is not a text.`);
  if (forbiddenNames.has(value) || value.length > most.idLength) {
    throw new HostileToolCall(`A tool call has a forbidden ${field}.`);
  }
  return asText(value.trim());
}

/** Some servers send the arguments as an object instead of its text. */
function readArguments(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (isRecord(value)) return JSON.stringify(value);
  throw new HostileToolCall('A tool call has arguments that are neither text nor object.');
}
