const fence = /^[ \t]*(`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n?[ \t]*\1[ \t]*$/gm;
/** Pieces that are looked at in a text full of brackets. */
const mostTries = 20;

/** Where the bracket at `start` is closed, one behind; undefined if it never is. Brackets in JSON's texts do not count. */
function endOf(text: string, start: number): number | undefined {
  let depth = 0;
  let isInText = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (isInText) {
      if (char === '\\') at += 1;
      else if (char === '"') isInText = false;
    } else if (char === '"') isInText = true;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/**
 * The pieces of a text that may be its JSON: what stands in code fences, then what stands in brackets. Never what is inside a piece
 * that is broken or not closed: part of an answer would pass for the whole.
 */
export function* jsonCandidates(text: string): Generator<string> {
  for (const [, , inner = ''] of text.matchAll(fence)) yield inner;
  let from = 0;
  for (let tries = 0; tries < mostTries; tries++) {
    const found = text.slice(from).search(/[[{]/);
    if (found < 0) return;
    const end = endOf(text, from + found);
    if (end === undefined) return;
    yield text.slice(from + found, end);
    from = end;
  }
}
