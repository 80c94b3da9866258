import { readPlainData } from '../chat/plainData.ts';
import { isRecord } from '../json.ts';
import { plainSentence } from '../text/plainSentence.ts';
import { Refused } from './patternSyntax.ts';
import { patternTester } from './patternTester.ts';
import { schemaNodes } from './schemaNodes.ts';

const most = { characters: 100_000, depth: 50 } as const;

/** How many levels of lists and objects a plain value has: 0 for a text. Stops counting one above `limit`. */
export function levels(value: unknown, limit: number): number {
  if (typeof value !== 'object' || value === null || limit < 0) return 0;
  let deepest = 0;
  for (const one of Object.values(value)) deepest = Math.max(deepest, levels(one, limit - 1));
  return deepest + 1;
}

function patternObjection(pattern: string): string | undefined {
  try {
    patternTester(pattern);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return `without the pattern ${plainSentence(pattern, 80)}: it ${error.message}, so it can not be tested safely`;
  }
}

/**
 * What a JSON Schema must be instead, after "it must be", if answers can't be checked against it; undefined if they can. A schema is
 * at most 100,000 characters and 50 levels; its patterns are such that testing them takes linear time; those of
 * `patternProperties`, which are left to JavaScript's own engine, are runs of characters and classes such as `^x-` and `^[a-z]+$`.
 */
export function schemaObjection(schema: unknown): string | undefined {
  const data = readPlainData(schema);
  if (data.type === 'other') return `plain JSON; it ${data.why}`;
  if (!isRecord(data.value)) return 'an object';
  if (levels(data.value, most.depth) > most.depth) return `nested at most ${most.depth} levels deep`;
  if (JSON.stringify(data.value).length > most.characters) return 'at most 100,000 characters as JSON';
  for (const { pattern, patternProperties } of schemaNodes(data.value)) {
    const objection = typeof pattern === 'string' ? patternObjection(pattern) : undefined;
    if (objection) return objection;
    if (!isRecord(patternProperties)) continue;
    const unsafe = Object.keys(patternProperties).find((one) => !isPlainKeyPattern(one));
    if (unsafe !== undefined)
      return `without the key pattern ${plainSentence(unsafe, 80)}: only simple ones such as ^x- can be tested safely`;
  }
  return undefined;
}

/** No way to backtrack: a run of characters and classes, of which only the last may repeat freely, and then from the key's start on. */
function isPlainKeyPattern(pattern: string): boolean {
  if (pattern === '.*' || pattern === '.+') return true;
  const isRun = /^\^?(?:(?:[\w-]|\[\^?[\w-]+\]|\\[dws]|\.)(?:\{\d{1,3}\})?)*[*+]?\$?$/.test(pattern);
  return isRun && (pattern.startsWith('^') || !/[*+]/.test(pattern)) && isExpression(pattern);
}

function isExpression(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
