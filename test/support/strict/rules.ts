// What a strict server is made of: rules that a request must keep, and what the answer to a good one is made from.
import type { StrictModel } from './models.ts';
import { type Fields, fieldsOf, isFields, listOf, type ObjectShape, type Problem, textOf } from './shape.ts';

/** A request whose form is right. */
export interface Asked {
  readonly body: Fields;
  readonly model: StrictModel;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** One thing a vendor refuses. `id` is unique among the rules of a wire; tests plant a request that breaks it. */
export interface Rule {
  readonly id: string;
  readonly check: (asked: Asked) => Problem | undefined;
}

export function rule(id: string, check: Rule['check']): Rule {
  return { id, check };
}

export function refuse(at: string, message: string): Problem {
  return { at, message };
}

/** The first of the fields that is there. */
export function present(body: Fields, ...names: readonly string[]): string | undefined {
  return names.find((name) => body[name] !== undefined);
}

/** What a good request asks for, in words that all wires share. */
export interface Wanted {
  readonly n: number;
  readonly maxTokens: number | undefined;
  readonly stops: readonly string[];
  /** How many alternatives; undefined: no log probabilities. */
  readonly logprobs: number | undefined;
  /** A JSON Schema, or an object of any form. */
  readonly json: Fields | 'object' | undefined;
  readonly tools: readonly string[];
  /** Whether a tool is called: `asked`, where the last text of the user says so. */
  readonly calls: 'never' | 'asked' | 'must' | { readonly name: string };
  /** The last text of the user; empty where the last message is no user's. */
  readonly lastText: string;
  readonly thinks: boolean;
  readonly usage: boolean;
}

/** One wire API as vendors hold it. */
export interface StrictWire {
  readonly id: string;
  readonly path: RegExp;
  readonly contentType: string;
  /** The model's id, in the body or the path. */
  modelOf(body: Fields, path: string): string;
  /** The body's form for a vendor. */
  shape(model: StrictModel): ObjectShape;
  readonly rules: readonly Rule[];
  wanted(asked: Asked): Wanted;
  /** The answer as it is streamed. */
  frames(answer: Answer, asked: Asked, wanted: Wanted): string;
  /** A refusal in the vendor's own form. */
  refusal(problem: Problem, model: StrictModel | undefined, status: number): unknown;
}

export interface CallMade {
  readonly name: string;
  readonly args: Fields;
}

export interface Choice {
  readonly thinking: string;
  readonly text: string;
  readonly calls: readonly CallMade[];
  readonly finish: 'stop' | 'length' | 'tools';
  /** The text's tokens. */
  readonly tokens: readonly string[];
}

export interface Answer {
  readonly choices: readonly Choice[];
  readonly usage: { readonly input: number; readonly output: number; readonly reasoning: number };
}

// ---- what several vendors look for

/** Calls must be answered before anything else is said, and only calls are answered. Ids and where they stand, in order. */
export type Turn = { readonly at: string } & (
  | { readonly type: 'call'; readonly id: string }
  | { readonly type: 'result'; readonly id: string }
  | { readonly type: 'other' }
);

export function unmatchedCalls(turns: readonly Turn[]): Problem | undefined {
  const open = new Map<string, string>();
  for (const turn of turns) {
    if (turn.type === 'call') open.set(turn.id, turn.at);
    if (turn.type === 'result' && !open.delete(turn.id))
      return refuse(turn.at, `answers no call with the id ${turn.id}`);
    const [id, at] = turn.type === 'other' ? (open.entries().next().value ?? []) : [];
    if (id !== undefined && at !== undefined) return refuse(at, `the call ${id} has no result`);
  }
  const [id, at] = open.entries().next().value ?? [];
  return id !== undefined && at !== undefined ? refuse(at, `the call ${id} has no result`) : undefined;
}

/** The schemas in a schema, itself first, with where they stand. */
export function* schemasIn(schema: unknown, at: string): Generator<readonly [Fields, string]> {
  if (!isFields(schema)) return;
  yield [schema, at];
  for (const group of ['properties', '$defs'] as const) {
    for (const [name, inner] of Object.entries(fieldsOf(schema[group])))
      yield* schemasIn(inner, `${at}.${group}.${name}`);
  }
  yield* schemasIn(schema.items, `${at}.items`);
  for (const [index, inner] of listOf(schema.anyOf).entries()) yield* schemasIn(inner, `${at}.anyOf[${index}]`);
}

/** A schema whose objects are not closed. `all`: every property must be required, too. */
export function openSchema(schema: unknown, at: string, required: 'all' | 'some'): Problem | undefined {
  for (const [inner, place] of schemasIn(schema, at)) {
    if (inner.type !== 'object') continue;
    if (inner.additionalProperties !== false) return refuse(place, "'additionalProperties' must be false");
    const names = Object.keys(fieldsOf(inner.properties));
    const needed = Array.isArray(inner.required) ? inner.required : [];
    if (required === 'all' && names.some((name) => !needed.includes(name)))
      return refuse(place, "'required' must name every property");
  }
  return undefined;
}

/** Whether the word stands in any text of the messages. */
export function saysJson(messages: unknown): boolean {
  return /json/i.test(JSON.stringify(messages ?? ''));
}

/** A tool that is asked for by name must be offered. */
export function offered(name: unknown, tools: readonly string[], at: string): Problem | undefined {
  return tools.includes(textOf(name)) ? undefined : refuse(at, `${textOf(name)} is not among the tools`);
}
