// What a strict server answers, whatever the wire: it does what it was asked.
import type { Answer, CallMade, Choice, Wanted } from './rules.ts';
import { type Fields, fieldsOf, listOf, textOf } from './shape.ts';

const thought = 'The question is looked at. ';

/** A value of a simple schema. */
export function exampleOf(schema: Fields): unknown {
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (schema.const !== undefined) return schema.const;
  const [one] = listOf(schema.anyOf);
  if (one) return exampleOf(one);
  const type = Array.isArray(schema.type) ? textOf(schema.type[0]) : textOf(schema.type);
  switch (type) {
    case 'object': {
      const fields = Object.entries(fieldsOf(schema.properties));
      return Object.fromEntries(fields.map(([name, inner]) => [name, exampleOf(fieldsOf(inner))]));
    }
    case 'array':
      return schema.items === undefined ? [] : [exampleOf(fieldsOf(schema.items))];
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? schema.minimum : 7;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return 'word';
  }
}

/** A tool is called if it must be, or if the last text of the user asks for one. */
function callsOf(wanted: Wanted): readonly CallMade[] {
  const { tools, calls } = wanted;
  const [first] = tools;
  if (first === undefined || calls === 'never') return [];
  const args = { place: 'Rome' };
  if (typeof calls === 'object') return [{ name: calls.name, args }];
  if (calls === 'must') return [{ name: first, args }];
  if (!/\buse (?:a|both) tools?\b/i.test(wanted.lastText)) return [];
  return (/both/i.test(wanted.lastText) ? tools.slice(0, 2) : [first]).map((name) => ({ name, args }));
}

function textFor({ json, lastText }: Wanted, choice: number): string {
  if (json === 'object') return '{"answer":"fine"}';
  if (json !== undefined) return JSON.stringify(exampleOf(json));
  return `Answer ${choice}: ${lastText.slice(0, 40).trim()} — that is all. END Bye.`;
}

/** Words with the space after them; so tokens are counted here. */
function tokensOf(text: string): string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

function choiceOf(wanted: Wanted, index: number): Choice {
  const calls = callsOf(wanted);
  const thinking = wanted.thinks ? thought : '';
  if (calls.length > 0) return { thinking, text: '', calls, finish: 'tools', tokens: [] };
  const whole = textFor(wanted, index);
  const ends = wanted.stops.map((stop) => whole.indexOf(stop)).filter((at) => at >= 0);
  const stopped = ends.length > 0 ? whole.slice(0, Math.min(...ends)) : whole;
  const left = (wanted.maxTokens ?? Number.POSITIVE_INFINITY) - tokensOf(thinking).length;
  const tokens = tokensOf(stopped);
  const said = tokens.slice(0, Math.max(0, left));
  return {
    thinking,
    text: said.join(''),
    calls,
    finish: said.length < tokens.length ? 'length' : 'stop',
    tokens: said,
  };
}

/** The answer to what was asked. */
export function answerTo(wanted: Wanted): Answer {
  const choices = Array.from({ length: wanted.n }, (_, index) => choiceOf(wanted, index));
  const reasoning = wanted.thinks ? tokensOf(thought).length * wanted.n : 0;
  const visible = choices.reduce((sum, { tokens, calls }) => sum + tokens.length + calls.length * 5, 0);
  return { choices, usage: { input: 20, output: visible + reasoning, reasoning } };
}
