import { isRecord } from '../json.ts';
import { nearest } from '../models/nearest.ts';
import { plainName, showName } from './checked.ts';
import type { Notice } from './events.ts';
import type { AssistantPart, Message, ToolCallPart, ToolResultPart } from './message.ts';
import type { Problems } from './problems.ts';
import { readTextContent, readUserContent } from './readContent.ts';

const roles = ['system', 'developer', 'user', 'assistant', 'tool'] as const;
type Role = (typeof roles)[number];

/** Fields of a message that are read, and those of an answer that say nothing to a model and may come back with it. */
const fieldsOf: Readonly<Record<Role, readonly string[]>> = {
  system: ['role', 'content', 'name'],
  developer: ['role', 'content', 'name'],
  user: ['role', 'content', 'name'],
  assistant: ['role', 'content', 'name', 'tool_calls', 'refusal', 'reasoning_content', 'annotations'],
  tool: ['role', 'content', 'name', 'tool_call_id'],
};

/** The calls of the latest answer that have no result yet, and where they were made. */
interface OpenCalls {
  readonly at: string;
  readonly ids: Set<string>;
}

/** Reads the messages of a request one after the other. */
export class MessageReader {
  readonly messages: Message[] = [];
  readonly notices: Notice[] = [];
  readonly #problems: Problems;
  #open: OpenCalls = { at: '', ids: new Set() };

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  read(message: unknown, at: string): void {
    if (!isRecord(message)) return this.#problems.wrong(at, message, 'an object with role and content');
    const role = roles.find((one) => one === message.role);
    if (!role) return this.#wrongRole(message.role, `${at}.role`);
    this.#fields(message, fieldsOf[role], at);
    if (role === 'tool') return this.#result(message, at);
    this.end();
    if (role === 'assistant') return this.#assistant(message, at);
    const place = `${at}.content`;
    if (role === 'user') {
      this.messages.push({ role, parts: readUserContent(message.content, place, this.#problems) });
      return;
    }
    const before = this.#problems.list.length;
    const parts = readTextContent(message.content, place, `a ${role} message`, this.#problems);
    const text = parts.map((part) => part.text).join('');
    if (text.trim() === '' && this.#problems.list.length === before) this.#problems.add(place, `${place} is empty.`);
    this.messages.push({ role: 'system', text });
  }

  /** To be called after the last message, too: every call needs its result before anything else is said. */
  end(): void {
    const { at, ids } = this.#open;
    for (const id of ids) {
      this.#problems.add(at, `${at} calls a tool as ${showName(id)}, but no tool message answers it.`);
    }
    this.#open = { at: '', ids: new Set() };
  }

  #wrongRole(role: unknown, at: string): void {
    const hint =
      role === 'function' ? 'tool, with tool_call_id: functions are called tools now' : `one of ${roles.join(', ')}`;
    this.#problems.wrong(at, role, hint);
  }

  #fields(message: Readonly<Record<string, unknown>>, known: readonly string[], at: string): void {
    for (const [field, value] of Object.entries(message)) {
      if (value === null || (Array.isArray(value) && value.length === 0) || known.includes(field)) continue;
      const [near] = nearest(field, known, 1);
      const hint = near ? `Did you mean ${near}?` : `Known there are ${known.join(', ')}.`;
      this.#problems.add(at, `${at} has the field ${showName(field)}, which Parley does not know. ${hint}`);
    }
    if (typeof message.name !== 'string' || message.role === 'tool') return;
    const text = `${at}.name is not sent: few providers take names. Write the name into the content.`;
    this.notices.push({ kind: 'unsupported', parameter: 'messages', text });
  }

  #assistant(message: Readonly<Record<string, unknown>>, at: string): void {
    const { content, refusal, reasoning_content: thinking, tool_calls: calls } = message;
    const before = this.#problems.list.length;
    const parts: AssistantPart[] = [];
    if (typeof thinking === 'string' && thinking !== '') parts.push({ type: 'thinking', text: thinking });
    const said = readTextContent(content ?? '', `${at}.content`, "an assistant's message", this.#problems);
    parts.push(...said.filter(({ text }) => text !== ''));
    if (typeof refusal === 'string' && refusal !== '') parts.push({ type: 'text', text: refusal });
    if (calls !== undefined && calls !== null) parts.push(...this.#calls(calls, `${at}.tool_calls`));
    if (parts.every(({ type }) => type === 'thinking') && this.#problems.list.length === before) {
      this.#problems.add(at, `${at} is empty; an assistant's message must have content or tool_calls.`);
    }
    this.messages.push({ role: 'assistant', parts });
  }

  #calls(given: unknown, at: string): readonly ToolCallPart[] {
    if (!Array.isArray(given)) {
      this.#problems.wrong(at, given, 'a list');
      return [];
    }
    const calls = given.flatMap((call, index) => this.#call(call, `${at}[${index}]`) ?? []);
    this.#open = { at, ids: new Set(calls.map(({ id }) => id)) };
    if (this.#open.ids.size < calls.length) this.#problems.add(at, `${at} has two calls with the same id.`);
    return calls;
  }

  #call(call: unknown, at: string): ToolCallPart | undefined {
    const problems = this.#problems;
    if (!isRecord(call)) return void problems.wrong(at, call, 'an object with id, type and function');
    const { id, type, function: called } = call;
    if (type !== 'function') return void problems.wrong(`${at}.type`, type, 'function');
    if (typeof id !== 'string' || id === '') return void problems.wrong(`${at}.id`, id, 'a text that is not empty');
    if (!isRecord(called)) return void problems.wrong(`${at}.function`, called, 'an object with name and arguments');
    const name = plainName.read(called.name);
    if (name.type === 'wrong') return void problems.wrong(`${at}.function.name`, name.value, name.must);
    const json = called.arguments;
    if (typeof json !== 'string') {
      return void problems.wrong(`${at}.function.arguments`, json, 'the arguments as JSON in a text');
    }
    return { type: 'toolCall', id, name: name.value, argumentsJson: json.trim() === '' ? '{}' : json };
  }

  #result(message: Readonly<Record<string, unknown>>, at: string): void {
    const { tool_call_id: callId, content } = message;
    const place = `${at}.tool_call_id`;
    if (typeof callId !== 'string' || callId === '') return this.#problems.wrong(place, callId, 'the id of a call');
    if (!this.#open.ids.delete(callId)) {
      const must = 'the id of a call in the assistant message before, which has no answer yet';
      return this.#problems.wrong(place, callId, must);
    }
    const parts = readTextContent(content, `${at}.content`, 'a tool message', this.#problems);
    const result: ToolResultPart = {
      type: 'toolResult',
      callId,
      text: parts.map(({ text }) => text).join(''),
      outcome: 'ok',
    };
    const last = this.messages.at(-1);
    if (last?.role === 'tool')
      this.messages[this.messages.length - 1] = { role: 'tool', results: [...last.results, result] };
    else this.messages.push({ role: 'tool', results: [result] });
  }
}
