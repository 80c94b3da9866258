import type { Node } from 'oxc-parser';
import { ruleOnNodes } from './shape.ts';
import type { Rule } from './syntax.ts';

/** Ids of catalogue rows that are words of their own. */
const genericWords = ['custom'];

const comparisons = ['===', '!==', '==', '!='];
const searches = ['includes', 'startsWith', 'endsWith', 'indexOf'];

/** A vendor is a row: its name decides nothing outside the catalogue and the adapters. */
export function vendorRule(catalogueIds: readonly string[]): Rule {
  const vendors = new Set(catalogueIds.filter((id) => !genericWords.includes(id)));
  const named = (node: Node | null) =>
    node?.type === 'Literal' && typeof node.value === 'string' && vendors.has(node.value) ? node.value : undefined;
  return ruleOnNodes('vendors', (node, { path }) => {
    if (path === 'src/core/models/catalog.ts' || path.startsWith('src/providers/')) return undefined;
    const vendor = comparedWith(node).map(named).find(Boolean);
    return vendor ? `decides by the name of a vendor (${vendor}); make it a column of the catalogue` : undefined;
  });
}

function comparedWith(node: Node): readonly (Node | null)[] {
  switch (node.type) {
    case 'BinaryExpression':
      return comparisons.includes(node.operator) ? [node.left, node.right] : [];
    case 'SwitchCase':
      return [node.test];
    case 'CallExpression': {
      const { callee } = node;
      const name =
        callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
      return searches.includes(name) ? node.arguments : [];
    }
    default:
      return [];
  }
}
