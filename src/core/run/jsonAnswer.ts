import type { JsonAnswer } from '../chat/events.ts';
import type { ResponseFormat } from '../chat/params.ts';
import { isRecord } from '../json.ts';
import { checkAgainstSchema } from '../schema/checkAgainstSchema.ts';
import { plainSentence } from '../text/plainSentence.ts';
import { jsonCandidates } from './jsonCandidates.ts';

/** What became of an answer that was to be JSON. `raw`: what the model wrote, where that is no such JSON. */
export type CheckedJson =
  | Extract<JsonAnswer, { type: 'valid' }>
  | (Extract<JsonAnswer, { type: 'invalid' }> & { readonly raw: string });

/** Longer answers are not parsed. */
const mostCharacters = 4_000_000;
/** Pieces of an answer that are JSON, of which one may be what was asked for. */
const mostChecked = 5;

type Parsed = { readonly type: 'json'; readonly value: unknown } | { readonly type: 'other'; readonly why: string };

function parse(text: string): Parsed {
  try {
    return { type: 'json', value: JSON.parse(text) };
  } catch (error) {
    return { type: 'other', why: error instanceof Error ? error.message : String(error) };
  }
}

/** What is wrong with a value, in a sentence. */
async function objection(
  value: unknown,
  format: Exclude<ResponseFormat, { type: 'text' }>,
): Promise<string | undefined> {
  if (format.type === 'json_object') return isRecord(value) ? undefined : 'The answer is JSON, but not an object.';
  const check = await checkAgainstSchema(value, format.json_schema.schema);
  return check.type === 'misfit' ? check.sentence : undefined;
}

/**
 * Finds, parses and checks the JSON in a whole answer. Code fences and text around it are left aside; of several pieces of JSON the
 * first that fits is taken. Nothing is repaired: an answer that breaks off is invalid. Never throws; hostile answers are capped.
 */
export async function readJsonAnswer(
  raw: string,
  format: Exclude<ResponseFormat, { type: 'text' }>,
): Promise<CheckedJson> {
  const invalid = (error: string): CheckedJson => ({ type: 'invalid', error, raw });
  // Some local servers leave thinking in the text.
  const text = raw
    .replace(/^\uFEFF/, '')
    .replace(/^\s*<think>[\s\S]*?<\/think>/, '')
    .trim();
  if (text === '') return invalid('The answer is empty.');
  if (text.length > mostCharacters)
    return invalid('The answer is too long to be read as JSON: over 4,000,000 characters.');
  const whole = parse(text);
  const pieces = whole.type === 'json' ? [whole.value] : [];
  if (whole.type === 'other') {
    for (const candidate of jsonCandidates(text)) {
      const parsed = parse(candidate);
      if (parsed.type === 'json') pieces.push(parsed.value);
      if (pieces.length === mostChecked) break;
    }
  }
  let first: string | undefined;
  for (const value of pieces) {
    const error = await objection(value, format);
    if (error === undefined) return { type: 'valid', value };
    first ??= error;
  }
  if (first !== undefined) return invalid(first);
  return invalid(`The answer is not JSON: ${plainSentence(whole.type === 'other' ? whole.why : '', 200)}.`);
}
