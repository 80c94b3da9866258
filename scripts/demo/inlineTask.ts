import type { InlineTask } from './question.ts';

/** One message, reduced to its text. */
interface Said {
  readonly role: string;
  readonly text: string;
}

/** The code task in a request, if it is one: Parley's instructions name a mark, and the file has it in one place. */
export function inlineTaskOf(messages: readonly Said[]): InlineTask | undefined {
  const rules = messages.find(({ role }) => role === 'system')?.text ?? '';
  const mark = /<(?<name>(?:cursor|selection)\d*)(?:\/>|>…<)/.exec(rules)?.groups?.name;
  if (mark === undefined || !rules.includes('exactly one fenced code block')) return undefined;
  const asked = messages.findLast(({ role }) => role === 'user')?.text ?? '';
  const file =
    /\nLanguage: (?<language>\S*)\n[\s\S]*?\n<file>\n(?<text>[\s\S]*)\n<\/file>\n\nTask: (?<task>[\s\S]*)$/.exec(asked);
  const { language = '', text = '', task = '' } = file?.groups ?? {};
  const place = new RegExp(`<${mark}/>|<${mark}>(?<selection>[\\s\\S]*)</${mark}>`).exec(text);
  if (!place) return undefined;
  const before = text.slice(0, place.index).split('\n').at(-1) ?? '';
  const after = text.slice(place.index + place[0].length).split('\n')[0] ?? '';
  const selection = place.groups?.selection ?? '';
  const wholeLines = before.trim() === '' && (after.trim() === '' || selection.endsWith('\n'));
  return {
    instruction: task,
    language,
    selection,
    place: wholeLines ? 'lines' : 'withinLine',
    indent: wholeLines ? before : '',
  };
}
