import type { Node } from 'oxc-parser';
import { globalUses } from './scope.ts';
import { ruleOnNodes } from './shape.ts';
import { propertyName, type Rule } from './syntax.ts';

/** The composition root may pass a thing on to its owner. */
const root = 'src/extension.ts';

/** One reader of settings knows what a workspace may decide. */
export const settingsRule = ruleOnNodes('settings-owner', (node, { path }) =>
  path !== 'src/host/settings.ts' && memberName(node) === 'getConfiguration'
    ? 'reads settings; only host/settings.ts does'
    : undefined,
);

/** One holder of keys; nobody else is given the context from which they can be had. */
export const secretsRule = ruleOnNodes('secrets-owner', (node, { path }) => {
  if (path === root || path === 'src/host/keys/secrets.ts') return undefined;
  if (node.type === 'Identifier' && node.name === 'SecretStorage')
    return 'uses SecretStorage; only keys/secrets.ts does';
  const takesContext = node.type === 'Identifier' && node.name === 'ExtensionContext';
  return takesContext ? 'takes the whole ExtensionContext; extension.ts passes on what is needed' : undefined;
});

/** One door to the network, with bound origin, no redirects and clocks. */
export const fetchRule: Rule = {
  name: 'fetch-owner',
  check(file) {
    if (file.path === 'src/providers/guardedFetch.ts' || file.path === root) return [];
    return globalUses(file.program)
      .filter(({ name }) => ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'].includes(name))
      .map(({ name, start }) => ({
        rule: 'fetch-owner',
        path: file.path,
        line: file.lineAt(start),
        message: `uses the global ${name}; only providers/guardedFetch.ts goes to the network`,
      }));
  },
};

/** Nothing in a webview or a Markdown string may run commands. */
export const trustRule = ruleOnNodes('trust', (node) => {
  if (setsProperty(node, 'enableCommandUris')) return 'sets enableCommandUris';
  const value = setsProperty(node, 'isTrusted');
  return value && !(value.type === 'Literal' && value.value === false) ? 'sets isTrusted' : undefined;
});

const clocks = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'crypto',
  'console',
  'process',
  'Buffer',
  'require',
];

/** The core has no clock, no random and no I/O of its own: they are arguments, so that a test can hold them. */
export const coreRule: Rule = {
  name: 'core-purity',
  check(file) {
    if (!file.path.startsWith('src/core/')) return [];
    const found = globalUses(file.program)
      .filter(({ name, call }) => clocks.includes(name) || (name === 'Date' && call?.arguments === 0))
      .map(({ name, start }) => ({ name, start }));
    const members = ruleOnNodes('core-purity', (node) => {
      const isImpure = isMember(node, 'Date', 'now') || isMember(node, 'Math', 'random');
      return isImpure ? 'reads the clock or chance; take it as an argument' : undefined;
    });
    const globals = found.map(({ name, start }) => ({
      rule: 'core-purity',
      path: file.path,
      line: file.lineAt(start),
      message: `uses ${name}; the core takes clocks, chance and I/O as arguments`,
    }));
    return [...globals, ...members.check(file)];
  },
};

function memberName(node: Node): string | undefined {
  if (node.type === 'MemberExpression') return propertyName(node.property, node.computed);
  // `const { secrets } = context`
  return node.type === 'Property' && node.value.type === 'Identifier' && node.shorthand
    ? propertyName(node.key, node.computed)
    : undefined;
}

/** What a property is set to, in an object or by assignment. */
function setsProperty(node: Node, name: string): Node | undefined {
  if (node.type === 'Property' && propertyName(node.key, node.computed) === name) return node.value;
  return node.type === 'AssignmentExpression' && memberName(node.left) === name ? node.right : undefined;
}

function isMember(node: Node, object: string, property: string): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === object &&
    propertyName(node.property, node.computed) === property
  );
}
