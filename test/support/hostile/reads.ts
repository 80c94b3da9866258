// Which environment variables the code that is packed reads: found in the packages themselves, so that an update can't add one unseen.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import type { Node } from 'oxc-parser';
import { parseSource, propertyName, type SourceFile, walk } from '../architecture/syntax.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** The files of packages that a build with the adapters takes in, below the repository. */
export async function packedFiles(): Promise<readonly string[]> {
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/providers/load.ts'],
    bundle: true,
    format: 'esm',
    splitting: true,
    platform: 'node',
    target: 'node22',
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return Object.keys(metafile.inputs).filter((file) => file.startsWith('node_modules/'));
}

/** What one file does with the environment. */
export interface Reads {
  /** Variables it names. */
  readonly names: readonly string[];
  /** How often it takes a variable that something else names, or all of them. */
  readonly unnamed: number;
}

export function readsOf(file: string): Reads {
  const source = readFileSync(path.join(root, file), 'utf8');
  return /env\b/i.test(source) ? readsIn(parseSource(file, source)) : { names: [], unnamed: 0 };
}

export function readsIn({ program }: Pick<SourceFile, 'program'>): Reads {
  const holders = environmentHolders(program);
  const names: string[] = [];
  let unnamed = 0;
  for (const { node, parents } of walk(program)) {
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && readers.test(node.callee.name)) {
      const [last] = node.arguments.slice(-1);
      if (last?.type === 'Literal' && typeof last.value === 'string') names.push(last.value);
      else unnamed += 1;
    }
    if (!isEnvironment(node, holders)) continue;
    const use = parents.find(({ type }) => type !== 'ChainExpression' && type !== 'ParenthesizedExpression');
    if (isWithin(use, node)) {
      const name = propertyName(use.property, use.computed);
      if (name === undefined) unnamed += 1;
      else names.push(name);
    } else if (isWhole(node)) unnamed += 1;
  }
  return { names: [...new Set(names)].sort(), unnamed };
}

/** Functions of the SDKs that are given a variable's name. */
const readers = /^(?:readEnv|readEnvVar|getEnv)$/;

function isWithin(use: Node | undefined, object: Node): use is Extract<Node, { type: 'MemberExpression' }> {
  return use?.type === 'MemberExpression' && strip(use.object) === object;
}

/** A variable that holds the environment was counted where it got it. */
function isWhole(node: Node): boolean {
  return node.type === 'MemberExpression';
}

/** `process.env`, `globalThis.process?.env`, a variable with one of these in it, or a call of `env()`. */
function isEnvironment(node: Node, holders: ReadonlySet<string>): boolean {
  if (node.type === 'Identifier') return holders.has(node.name);
  if (node.type === 'CallExpression') return node.callee.type === 'Identifier' && node.callee.name === 'env';
  if (node.type !== 'MemberExpression' || propertyName(node.property, node.computed) !== 'env') return false;
  const owner = lastName(strip(node.object)) ?? '';
  // `_e`: a compiler's own variable, in what it makes of `globals.process?.env`.
  return owner === 'process' || /^_[a-z]\d*$/.test(owner);
}

function lastName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? propertyName(node.property, node.computed) : undefined;
}

function strip(node: Node): Node {
  return node.type === 'ChainExpression' || node.type === 'ParenthesizedExpression' ? strip(node.expression) : node;
}

function environmentHolders(program: Node): ReadonlySet<string> {
  const holders = new Set<string>();
  for (const { node } of walk(program)) {
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init) continue;
    const value = strip(node.init);
    if (value.type !== 'Identifier' && isEnvironment(value, holders)) holders.add(node.id.name);
  }
  return holders;
}
