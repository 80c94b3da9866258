/** How much of a hostile text is looked at before it is shortened: enough for any sentence, too little to cost time. */
const mostRead = 8_000;

/** Whether a text is a web page rather than a reply of an API. */
export function isWebPage(text: string): boolean {
  return /^\s*(?:<!doctype html|<html[\s>]|<head[\s>]|<body[\s>])/i.test(text.slice(0, 1_000));
}

function withoutTags(text: string): string {
  return text
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/<[a-z!/][^>]*>/gi, ' ');
}

/**
 * A foreign text as one line for people: no tags if it is a web page, no control or invisible characters, at most `most`
 * characters.
 */
export function plainSentence(text: string, most = 500): string {
  const start = text.slice(0, mostRead).toWellFormed();
  const line = (isWebPage(start) ? withoutTags(start) : start)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}+/gu, '')
    .replace(/\s{2,}/g, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed()}…` : line;
}
