/** What a pasted text is, once quotes, assignments and invisible characters around the key are gone. */
export type PasteReading =
  | {
      readonly type: 'key';
      readonly key: string /** The variable it was assigned to, if any. */;
      readonly variable: string | undefined;
    }
  | { readonly type: 'empty' }
  /** The sentence never quotes the text. */
  | { readonly type: 'wrong'; readonly sentence: string };

const longest = 4096;
const invisible = /[\u200b-\u200d\u2060\ufeff\u00ad]/g;
const assignment = /^(?:export\s+|setx?\s+|\$env:)?["']?([A-Za-z_][\w.-]*)["']?\s*(?:=|:(?=\s|["']))\s*(\S.*)$/is;
const namesASecret = /key|token|secret|authorization/i;
const quotePairs: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’', '<': '>' };

function unquoted(text: string): string {
  const bare = text
    .trim()
    .replace(/[,;]+$/, '')
    .trim();
  const closing = quotePairs[bare.charAt(0)];
  if (closing === undefined || bare.length < 2 || !bare.endsWith(closing)) return bare;
  const inside = bare.slice(1, -1);
  return inside.includes(closing) ? bare : inside.trim();
}

/** `export NAME="…"`, `NAME=…`, `"apiKey": "…"`, `Authorization: Bearer …`: the value, and the name it had. */
function unassigned(text: string): { readonly value: string; readonly variable: string | undefined } {
  const [, name, rest] = assignment.exec(text) ?? [];
  // A key may end in "=" itself (base64), so a short rest is no value.
  if (name === undefined || rest === undefined || !namesASecret.test(name) || rest.length < 8)
    return { value: text, variable: undefined };
  return { value: unquoted(rest), variable: name };
}

function problemOf(key: string): string | undefined {
  if (key.length > longest) return 'This is too long to be an API key. Copy the key alone.';
  if (/…|•|\.{3}|\*{3}/.test(key))
    return 'This is a shortened key, as lists show it. Copy the whole key; some providers show it only once, then make a new one.';
  if (/\s/.test(key)) return 'There is a space or a line break inside the key. Copy the key alone, in one piece.';
  if (/[^\x21-\x7e]/.test(key))
    return 'The key has a character that no API key has. Copy it again from the page where you made it.';
  return undefined;
}

/** Reads what a person pasted as an API key. */
export function readPastedKey(pasted: string): PasteReading {
  const { value, variable } = unassigned(unquoted(pasted.replace(invisible, '')));
  const key = unquoted(value.replace(/^bearer\s+/i, ''));
  if (key === '') return { type: 'empty' };
  const sentence = problemOf(key);
  return sentence === undefined ? { type: 'key', key, variable } : { type: 'wrong', sentence };
}
