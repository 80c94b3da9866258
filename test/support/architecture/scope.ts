import type { Node } from 'oxc-parser';
import { children } from './syntax.ts';

/** A name that is used as a value and declared nowhere in the file: a global. */
export interface GlobalUse {
  readonly name: string;
  readonly start: number;
  /** Whether it is called (`fetch(…)`, `new Date()`); `arguments` says with how many. */
  readonly call: { readonly arguments: number } | undefined;
}

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const scopes = new Set([...functions, 'Program', 'BlockStatement', 'ForStatement', 'ForOfStatement', 'ForInStatement']);

/** Every use of a global, `globalThis.x` included. Types do not count: they are gone when the program runs. */
export function globalUses(program: Node): readonly GlobalUse[] {
  const uses: GlobalUse[] = [];
  visit(program, undefined, [], uses);
  return uses;
}

function visit(
  node: Node,
  parent: Node | undefined,
  declared: readonly ReadonlySet<string>[],
  uses: GlobalUse[],
): void {
  if (isType(node)) return;
  const inner = scopes.has(node.type) || node.type === 'CatchClause' ? [declaredIn(node), ...declared] : declared;
  const name = usedName(node, parent);
  if (name !== undefined && !inner.some((names) => names.has(name))) {
    uses.push({ name, start: node.start, call: callOf(node, parent) });
  }
  for (const child of children(node)) visit(child, node, inner, uses);
}

function isType(node: Node): boolean {
  const carriesValues = ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion'];
  return node.type.startsWith('TS') && !carriesValues.includes(node.type);
}

function usedName(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'globalThis') {
    return node.property.type === 'Identifier' ? node.property.name : undefined;
  }
  if (node.type !== 'Identifier' || !parent) return undefined;
  if (parent.type === 'MemberExpression' && parent.property === node && !parent.computed) return undefined;
  if ('key' in parent && parent.key === node && !('computed' in parent && parent.computed)) return undefined;
  if (
    ['ImportSpecifier', 'ExportSpecifier', 'LabeledStatement', 'BreakStatement', 'MetaProperty'].includes(parent.type)
  ) {
    return undefined;
  }
  return node.name;
}

function callOf(node: Node, parent: Node | undefined): GlobalUse['call'] {
  const called =
    parent && (parent.type === 'CallExpression' || parent.type === 'NewExpression') && parent.callee === node;
  return called ? { arguments: parent.arguments.length } : undefined;
}

/** The names that a scope declares itself, without the scopes inside it. */
function declaredIn(scope: Node): ReadonlySet<string> {
  const names = new Set<string>();
  if ('params' in scope && Array.isArray(scope.params)) for (const parameter of scope.params) bind(parameter, names);
  if (scope.type === 'CatchClause' && scope.param) bind(scope.param, names);
  if ((scope.type === 'FunctionExpression' || scope.type === 'FunctionDeclaration') && scope.id) bind(scope.id, names);
  collect(scope, scope, names);
  return names;
}

function collect(node: Node, scope: Node, names: Set<string>): void {
  for (const child of children(node)) {
    if (child.type === 'VariableDeclarator') bind(child.id, names);
    if ((child.type === 'FunctionDeclaration' || child.type === 'ClassDeclaration') && child.id) bind(child.id, names);
    if (child.type === 'ImportDeclaration') for (const { local } of child.specifiers) bind(local, names);
    if (!scopes.has(child.type)) collect(child, scope, names);
  }
}

/** The names that a pattern declares: `a`, `{ a, b: c }`, `[a, ...b]`, `a = 1`. */
function bind(pattern: Node, names: Set<string>): void {
  switch (pattern.type) {
    case 'Identifier':
      names.add(pattern.name);
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties) bind(property.type === 'Property' ? property.value : property, names);
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) bind(element, names);
      break;
    case 'AssignmentPattern':
      bind(pattern.left, names);
      break;
    case 'RestElement':
      bind(pattern.argument, names);
      break;
  }
}
