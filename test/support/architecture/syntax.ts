import { type Node, type Program, parseSync, visitorKeys } from 'oxc-parser';

/** A parsed source file. */
export interface SourceFile {
  /** Below the repository, with forward slashes: `src/core/errors.ts`. */
  readonly path: string;
  readonly source: string;
  readonly program: Program;
  /** The 1-based line of an offset. */
  lineAt(offset: number): number;
}

/** What a rule found. */
export interface Finding {
  readonly rule: string;
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/** A law of the house that can be read off one file. */
export interface Rule {
  readonly name: string;
  check(file: SourceFile): readonly Finding[];
}

/** A node and the nodes around it, nearest first. */
export interface Placed {
  readonly node: Node;
  readonly parents: readonly Node[];
}

/** An `import`, `import()` or `export … from`. */
export interface Import {
  readonly specifier: string;
  readonly kind: 'value' | 'type' | 'dynamic';
  readonly start: number;
}

/** Parses TypeScript. Throws on a syntax error, naming the file. */
export function parseSource(path: string, source: string): SourceFile {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const starts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return { path, source, program, lineAt: (offset) => starts.findLastIndex((start) => start <= offset) + 1 };
}

/** Every node in source order, `node` first. */
export function* walk(node: Node, parents: readonly Node[] = []): Generator<Placed> {
  yield { node, parents };
  for (const child of children(node)) yield* walk(child, [node, ...parents]);
}

/** The direct children of a node. */
export function children(node: Node): readonly Node[] {
  const fields = node as unknown as Record<string, Node | readonly (Node | null)[] | null | undefined>;
  return (visitorKeys[node.type] ?? []).flatMap((key) => fields[key] ?? []).filter((child) => child !== null);
}

/** Everything a file imports, in source order. */
export function importsOf(file: SourceFile): readonly Import[] {
  const found: Import[] = [];
  for (const { node } of walk(file.program)) {
    if (node.type === 'ImportDeclaration') {
      const onlyTypes = node.specifiers.length > 0 && node.specifiers.every(isTypeSpecifier);
      const kind = node.importKind === 'type' || onlyTypes ? 'type' : 'value';
      found.push({ specifier: node.source.value, kind, start: node.start });
    } else if ((node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') && node.source) {
      const kind = node.exportKind === 'type' ? 'type' : 'value';
      found.push({ specifier: node.source.value, kind, start: node.start });
    } else if (node.type === 'ImportExpression') {
      const specifier = node.source.type === 'Literal' ? String(node.source.value) : '(computed)';
      found.push({ specifier, kind: 'dynamic', start: node.start });
    } else if (node.type === 'TSImportType') {
      found.push({ specifier: node.source.value, kind: 'type', start: node.start });
    }
  }
  return found;
}

function isTypeSpecifier(specifier: { readonly type: string }): boolean {
  return 'importKind' in specifier && specifier.importKind === 'type';
}

/** The name of a property that is not computed, or of a computed one with a literal: `a.b`, `a['b']`, `{ b: 1 }`. */
export function propertyName(key: Node, computed: boolean): string | undefined {
  if (key.type === 'Identifier' && !computed) return key.name;
  if (key.type === 'PrivateIdentifier') return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined;
}
