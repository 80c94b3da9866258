/** How JSON begins that was written without a fence: an object with a first name, or a list of such. No prose begins so. */
const beginning = /^\s*(?:\[\s*)?\{\s*"(?:[^"\\\n]|\\.)*"\s*:/;
const fence = '```json\n';

/** Where the JSON value at the beginning of a text ends; the text's end while it is not closed. */
function endOfValue(text: string): number {
  let depth = 0;
  let place: 'outside' | 'string' = 'outside';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (place === 'string') {
      if (character === '\\') at += 1;
      else if (character === '"') place = 'outside';
    } else if (character === '"') place = 'string';
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** A text as Markdown, and where in it a place of the text is. */
export interface Fenced {
  readonly text: string;
  readonly at: (place: number) => number;
}

/**
 * Markdown with a fence around the JSON it begins with: as prose it would lose its lines and backslashes. While more may come all of
 * it is taken for JSON; what follows the value is prose in the end.
 */
export function withJsonFenced(text: string, stage: 'open' | 'complete'): Fenced {
  if (!beginning.test(text)) return { text, at: (place) => place };
  const end = stage === 'open' ? text.length : endOfValue(text);
  const closing = text.slice(end).trim() === '' ? '' : '\n```\n\n';
  return {
    text: `${fence}${text.slice(0, end)}${closing}${text.slice(end)}`,
    at: (place) => place + fence.length + (place > end ? closing.length : 0),
  };
}
