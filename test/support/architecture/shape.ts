import path from 'node:path';
import type { Node } from 'oxc-parser';
import { type Finding, propertyName, type Rule, type SourceFile, walk } from './syntax.ts';

const fileLimit = 300;
const functionLimit = 60;
const classLimit = 250;

/** A default export has no name that the importing side must keep. */
export const defaultExportRule = ruleOnNodes('default-export', ({ type, ...node }) => {
  if (type === 'ExportDefaultDeclaration') return 'has a default export';
  const exportsDefault =
    type === 'ExportSpecifier' && 'exported' in node && propertyName(node.exported as Node, false) === 'default';
  return exportsDefault ? 'has a default export' : undefined;
});

/** `any` switches the type check off. */
export const anyRule = ruleOnNodes('any', ({ type }) => (type === 'TSAnyKeyword' ? 'uses the type any' : undefined));

/** A file that only passes on what others export hides where things are. */
export const barrelRule: Rule = {
  name: 'barrel',
  check(file) {
    const { body } = file.program;
    const passesOn = (node: Node) =>
      node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && !node.declaration);
    const declares = (node: Node) => node.type !== 'ImportDeclaration' && !passesOn(node);
    if (!body.some(passesOn) || body.some(declares)) return [];
    return [{ rule: 'barrel', path: file.path, line: 1, message: 'only exports what is declared elsewhere' }];
  },
};

/** Small on purpose. */
export const sizeRule: Rule = {
  name: 'size',
  check(file) {
    const lines = file.source.trimEnd().split('\n').length;
    const tooLong: Finding[] = [];
    const add = (line: number, message: string) => tooLong.push({ rule: 'size', path: file.path, line, message });
    if (lines > fileLimit) add(1, `has ${lines} lines; a file has at most ${fileLimit}`);
    for (const { node, parents } of walk(file.program)) {
      const limit = limitOf(node);
      const length = file.lineAt(node.end) - file.lineAt(node.start) + 1;
      if (length > limit)
        add(file.lineAt(node.start), `${nameOf(node, parents[0])} has ${length} lines; at most ${limit}`);
    }
    return tooLong;
  },
};

/** A name says what the thing is. */
export const nameRule: Rule = {
  name: 'names',
  check(file) {
    const banned = /(Manager|Helpers?|Utils?|Service)$/;
    const base = path.posix.basename(file.path).replace(/\.\w+$/, '');
    const findings: Finding[] = [];
    const add = (line: number, message: string) => findings.push({ rule: 'names', path: file.path, line, message });
    const capitalised = base.charAt(0).toUpperCase() + base.slice(1);
    if (banned.test(capitalised)) add(1, `${base} does not say what it is`);
    if (!/^[a-z][a-zA-Z0-9]*(\.[a-z]+)?$/.test(base)) add(1, `${base} is not camelCase`);
    if (base === 'index') add(1, 'index is not a name');
    for (const { node } of walk(file.program)) {
      const declares = node.type === 'ClassDeclaration' || node.type === 'TSInterfaceDeclaration';
      const name = declares ? (node.id?.name ?? '') : '';
      if (banned.test(name)) add(file.lineAt(node.start), `${name} does not say what it is`);
      if (/^I[A-Z][a-z]/.test(name)) add(file.lineAt(node.start), `${name} has the prefix I`);
    }
    return findings;
  },
};

function limitOf({ type }: Node): number {
  if (type === 'ClassDeclaration' || type === 'ClassExpression') return classLimit;
  const isFunction =
    type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
  return isFunction ? functionLimit : Number.POSITIVE_INFINITY;
}

function nameOf(node: Node, parent: Node | undefined): string {
  if ('id' in node && node.id && 'name' in node.id) return String(node.id.name);
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if (parent && 'key' in parent) return propertyName(parent.key as Node, false) ?? 'a method';
  return 'a function';
}

/** A rule that looks at one node at a time; `object` says what is wrong with it. */
export function ruleOnNodes(name: string, object: (node: Node, file: SourceFile) => string | undefined): Rule {
  return {
    name,
    check: (file) =>
      [...walk(file.program)].flatMap(({ node }) => {
        const message = object(node, file);
        return message === undefined ? [] : [{ rule: name, path: file.path, line: file.lineAt(node.start), message }];
      }),
  };
}
