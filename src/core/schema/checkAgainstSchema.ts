import { readPlainData } from '../chat/plainData.ts';
import { isRecord } from '../json.ts';
import { plainSentence } from '../text/plainSentence.ts';
import { Fuel, OutOfFuel } from './fuel.ts';
import { patternTester } from './patternTester.ts';
import { schemaNodes } from './schemaNodes.ts';
import { levels, schemaObjection } from './schemaObjection.ts';

export type SchemaCheck =
  | { readonly type: 'fits' }
  /** `sentence` says what does not fit, and where. */
  | { readonly type: 'misfit'; readonly sentence: string };

type Library = typeof import('@cfworker/json-schema');
type Draft = '4' | '7' | '2020-12';
type Test = (text: string) => boolean;
type Formats = Readonly<Record<string, Test>>;
interface Finding {
  readonly keyword: string;
  readonly instanceLocation: string;
  readonly error: string;
}

/** An answer's limits where a schema is to be checked, and the steps the check may take: well under a second. */
const most = { depth: 100, uniqueItems: 2_000, schemaSteps: 200_000, patternSteps: 5_000_000 } as const;

function draftOf(schema: Readonly<Record<string, unknown>>): Draft {
  const named = String(schema.$schema ?? '');
  if (named.includes('draft-04')) return '4';
  return /draft-0[67]/.test(named) ? '7' : '2020-12';
}

/** The length of the longest list in a plain value. */
function longestList(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? value.length : 0;
  return Object.values(value).reduce((longest: number, one) => Math.max(longest, longestList(one)), own);
}

/**
 * Makes a schema of our own (a copy) harmless. The library follows `$ref` without end and gives patterns to JavaScript's engine; so
 * reading `$ref`, which it does once a visit, costs fuel, by the size of what is compared and quoted there; and each pattern becomes
 * a format, the one thing the library lets others test.
 */
function disarm(schema: unknown, standard: Formats, steps: () => Fuel, patternFuel: Fuel): Map<string, Test> {
  const tests = new Map<string, Test>();
  for (const node of [...schemaNodes(schema)]) {
    const { $ref: ref, pattern, enum: choices, const: constant } = node;
    const quoted = (JSON.stringify(choices) ?? '').length + (JSON.stringify(constant) ?? '').length;
    const cost = 1 + Math.ceil(quoted / 100);
    const get = () => {
      steps().spend(cost);
      return ref;
    };
    Object.defineProperty(node, '$ref', { get, enumerable: false });
    const format = plainFormat(node.format, standard);
    delete node.format;
    if (format !== undefined) node.format = format;
    if (typeof pattern !== 'string') continue;
    const matches = patternTester(pattern);
    const fits = format === undefined ? undefined : standard[format];
    const name = format === undefined ? `pattern ${pattern}` : `pattern ${pattern} or format ${format}`;
    delete node.pattern;
    node.format = name;
    tests.set(name, (text) => matches(text, patternFuel) && (fits?.(text) ?? true));
  }
  return tests;
}

/** A format that is checked; others say something to people alone. The library's own test for `url`, no standard, is exponential. */
function plainFormat(format: unknown, standard: Formats): string | undefined {
  if (format === 'url') return 'uri';
  return typeof format === 'string' && Object.hasOwn(standard, format) ? format : undefined;
}

/** The deepest place, and what is wrong there first: the findings above it only say that something below is wrong. */
function sentenceOf(findings: readonly Finding[]): string {
  const depth = ({ instanceLocation }: Finding) => instanceLocation.split('/').length;
  const deepest = findings.reduce<Finding | undefined>(
    (best, one) =>
      !best || depth(one) > depth(best) || (depth(one) === depth(best) && wrappers.includes(best.keyword)) ? one : best,
    undefined,
  );
  if (!deepest) return 'The answer does not fit the schema.';
  const place = decodeURIComponent(deepest.instanceLocation)
    .replace(/^#/, '')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  const where = place === '' ? '' : ` at ${plainSentence(place, 120)}`;
  const what =
    deepest.keyword === 'false'
      ? 'nothing may stand there'
      : deepest.error
          .replace(/^Instance type "([^"]+)" is invalid\. Expected "(.+)"/, (_, is, must) => `it is ${is}, not ${must}`)
          .replace(/^Instance/, 'it')
          .replace(/format "(pattern .*)"/s, '$1')
          .replace(/\.$/, '');
  return `The answer does not fit the schema${where}: ${plainSentence(
    what.replace(/^./, (first) => first.toLowerCase()),
    240,
  )}.`;
}

/** Keywords that only say that something inside is wrong. */
const wrappers = '$ref allOf anyOf oneOf if properties items prefixItems additionalProperties'.split(' ');

function run(library: Library, value: unknown, schema: Record<string, unknown>): SchemaCheck {
  const { format, Validator } = library;
  let steps = new Fuel(Number.POSITIVE_INFINITY);
  const tests = disarm(schema, format, () => steps, new Fuel(most.patternSteps));
  const added = [...tests].filter(([name]) => !Object.hasOwn(format, name));
  try {
    for (const [name, test] of added) format[name] = test;
    const validator = new Validator(schema, draftOf(schema));
    steps = new Fuel(most.schemaSteps);
    const { valid, errors } = validator.validate(value);
    return valid ? { type: 'fits' } : { type: 'misfit', sentence: sentenceOf(errors) };
  } finally {
    for (const [name] of added) delete format[name];
  }
}

function failure(error: unknown): string {
  if (error instanceof OutOfFuel) return 'The answer could not be checked: with this schema that takes too many steps.';
  // A schema that refers to itself without going deeper into the answer ends here.
  if (error instanceof RangeError) return 'The answer could not be checked: the schema refers to itself without end.';
  if (error instanceof URIError) return 'The answer could not be checked: a key in it is no valid text.';
  const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
  return `The answer could not be checked: the schema can not be used (${plainSentence(first, 200)}).`;
}

/**
 * Checks a parsed answer against a JSON Schema (drafts 4 to 2020-12). Neither can make it throw, hang, run code or reach the network:
 * both are capped, an address in `$ref` is not fetched. What can't be checked is a misfit, whose sentence says so.
 */
export async function checkAgainstSchema(value: unknown, given: unknown): Promise<SchemaCheck> {
  const misfit = (sentence: string): SchemaCheck => ({ type: 'misfit', sentence });
  const objection = schemaObjection(given);
  if (objection) return misfit(`The answer could not be checked: the schema must be ${objection}.`);
  const schema = readPlainData(given);
  if (schema.type === 'other' || !isRecord(schema.value)) return misfit('The answer could not be checked.');
  if (levels(value, most.depth) > most.depth)
    return misfit(`The answer is nested more than ${most.depth} levels deep.`);
  const unique = [...schemaNodes(schema.value)].some((node) => node.uniqueItems === true);
  if (unique && longestList(value) > most.uniqueItems) {
    return misfit('The answer could not be checked: its lists are too long to compare all their items.');
  }
  const library = await import('@cfworker/json-schema');
  try {
    return run(library, value, { ...schema.value });
  } catch (error) {
    return misfit(failure(error));
  }
}
