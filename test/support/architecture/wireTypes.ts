import type { Node } from 'oxc-parser';
import { globalUses } from './scope.ts';
import { type Finding, importsOf, type Rule, type SourceFile, walk } from './syntax.ts';

/** Official SDKs, with the types that requests are written in. */
export const sdks = ['openai', '@anthropic-ai/sdk', '@google/genai', 'ollama'];

const inProviders = ({ path }: SourceFile) => path.startsWith('src/providers/');

/** Nothing in an adapter says that a value has a type which the compiler did not find: a request is what the SDK's types say. */
export const castRule: Rule = {
  name: 'casts',
  check(file) {
    if (!inProviders(file)) return [];
    const found = [...walk(file.program)].flatMap(({ node }) => {
      const message = castIn(node);
      return message === undefined ? [] : [finding('casts', file, node.start, message)];
    });
    const silenced = [...file.source.matchAll(/(?:\/\/|\/\*)\s*@ts-(?:ignore|expect-error|nocheck)/g)];
    return [...found, ...silenced.map(({ index }) => finding('casts', file, index, 'silences the type check'))];
  },
};

function castIn(node: Node): string | undefined {
  switch (node.type) {
    case 'TSAsExpression':
      return isConst(node.typeAnnotation) ? undefined : 'casts (as)';
    case 'TSTypeAssertion':
      return isConst(node.typeAnnotation) ? undefined : 'casts (<…>)';
    case 'TSNonNullExpression':
      return 'casts (!)';
    case 'TSAnyKeyword':
      return 'uses the type any';
    default:
      return undefined;
  }
}

function isConst(type: Node): boolean {
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const';
}

/**
 * What `lower*` makes is declared, not inferred; and what `lowerRequest` makes is declared in the SDK's own types, through however
 * many names of the same file.
 */
export const loweringRule: Rule = {
  name: 'lowering',
  check(file) {
    if (!inProviders(file)) return [];
    const known = typesOf(file);
    return [...walk(file.program)].flatMap(({ node }) => {
      if (node.type !== 'FunctionDeclaration' || !/^lower[A-Z]/.test(node.id?.name ?? '')) return [];
      const name = node.id?.name ?? '';
      const returns = node.returnType?.typeAnnotation;
      if (!returns) return [finding('lowering', file, node.start, `${name} does not say what it makes`)];
      if (name !== 'lowerRequest' || leadsToSdk(returns, known, new Set())) return [];
      return [finding('lowering', file, node.start, "lowerRequest does not make one of the SDK's own types")];
    });
  },
};

/**
 * Optional fields are written where the compiler compares them with a type: it does not look for misspelt ones in
 * `...(a ? { b } : {})`. `definedFields<T>` does.
 */
export const uncheckedFieldRule: Rule = {
  name: 'unchecked-fields',
  check(file) {
    if (!inProviders(file)) return [];
    return [...walk(file.program)].flatMap(({ node, parents }) => {
      const isLowering = parents.some(
        (one) => one.type === 'FunctionDeclaration' && /^lower[A-Z]/.test(one.id?.name ?? ''),
      );
      if (!isLowering || !hasFields(node)) return [];
      const message = 'gives fields by a condition where no type is compared; use definedFields';
      return isUntyped(parents) ? [finding('unchecked-fields', file, node.start, message)] : [];
    });
  },
};

function hasFields(node: Node): boolean {
  const branches =
    node.type === 'ConditionalExpression'
      ? [node.consequent, node.alternate]
      : node.type === 'LogicalExpression'
        ? [node.left, node.right]
        : [];
  return branches.some((branch) => branch.type === 'ObjectExpression' && branch.properties.length > 0);
}

function isUntyped(parents: readonly Node[]): boolean {
  const [parent, grandparent] = parents.filter(({ type }) => type !== 'ParenthesizedExpression');
  if (parent?.type === 'VariableDeclarator') return !(parent.id.type === 'Identifier' && parent.id.typeAnnotation);
  return parent?.type === 'SpreadElement' && grandparent?.type === 'ObjectExpression';
}

interface KnownTypes {
  /** Names that come from an SDK. */
  readonly fromSdk: ReadonlySet<string>;
  /** Types that the file declares. */
  readonly own: ReadonlyMap<string, Node>;
}

function typesOf(file: SourceFile): KnownTypes {
  const fromSdk = new Set<string>();
  const own = new Map<string, Node>();
  for (const node of file.program.body) {
    const declared = node.type === 'ExportNamedDeclaration' && node.declaration ? node.declaration : node;
    if (declared.type === 'TSTypeAliasDeclaration') own.set(declared.id.name, declared.typeAnnotation);
    if (declared.type === 'TSInterfaceDeclaration') own.set(declared.id.name, declared);
    if (node.type === 'ImportDeclaration' && sdkOf(node.source.value)) {
      for (const { local } of node.specifiers) fromSdk.add(local.name);
    }
  }
  return { fromSdk, own };
}

function leadsToSdk(type: Node, known: KnownTypes, seen: Set<string>): boolean {
  for (const { node } of walk(type)) {
    if (node.type !== 'TSTypeReference' || node.typeName.type !== 'Identifier') continue;
    const { name } = node.typeName;
    if (known.fromSdk.has(name)) return true;
    const own = known.own.get(name);
    if (!own || seen.has(name)) continue;
    seen.add(name);
    if (leadsToSdk(own, known, seen)) return true;
  }
  return false;
}

/** Every adapter (what the loader imports) has a file beside it that lowers its requests. */
export function adaptersLower(files: readonly SourceFile[]): readonly Finding[] {
  const loading = files.find(({ path }) => path === 'src/providers/load.ts');
  if (!loading) return [];
  const adapters = importsOf(loading).filter(({ kind }) => kind === 'dynamic');
  return adapters.flatMap(({ specifier, start }) => {
    const lowering = files.find(({ path }) => path === `src/providers/${specifier.slice(2, -3)}Request.ts`);
    const declares = lowering && [...walk(lowering.program)].some(({ node }) => isLowerRequest(node));
    return declares ? [] : [finding('lowering', loading, start, `${specifier} has no lowerRequest`)];
  });
}

function isLowerRequest(node: Node): boolean {
  return node.type === 'FunctionDeclaration' && node.id?.name === 'lowerRequest';
}

/** An SDK's client is made in one place: what it is told there is what keeps the environment out. */
export function clientOwners(files: readonly SourceFile[]): readonly Finding[] {
  const made = new Map<string, Finding[]>(sdks.map((sdk) => [sdk, []]));
  for (const file of files) {
    const classes = valuesFromSdks(file);
    for (const { node } of walk(file.program)) {
      const callee = node.type === 'NewExpression' ? node.callee : undefined;
      const owner = callee?.type === 'MemberExpression' ? callee.object : callee;
      const sdk = owner?.type === 'Identifier' ? classes.get(owner.name) : undefined;
      if (sdk) made.get(sdk)?.push(finding('clients', file, node.start, `makes a client of ${sdk}`));
    }
  }
  return [...made].flatMap(([sdk, places]) => {
    if (places.length === 1) return [];
    if (places.length > 1) return places;
    return [{ rule: 'clients', path: 'src', line: 1, message: `nobody makes a client of ${sdk}` }];
  });
}

function valuesFromSdks(file: SourceFile): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const node of file.program.body) {
    if (node.type !== 'ImportDeclaration' || node.importKind === 'type') continue;
    const sdk = sdkOf(node.source.value);
    if (sdk) for (const { local } of node.specifiers) values.set(local.name, sdk);
  }
  return values;
}

function sdkOf(specifier: string): string | undefined {
  return sdks.find((sdk) => specifier === sdk || specifier.startsWith(`${sdk}/`));
}

/** Adapters know nothing of the process: what decides a request is given to them. */
export const providersRule: Rule = {
  name: 'providers-purity',
  check: (file) => (inProviders(file) ? uses(file, 'providers-purity', ['process', 'require', 'Buffer']) : []),
};

/** Nothing is written on a console: VS Code keeps what is written there in files that nobody redacts. */
export const consoleRule: Rule = { name: 'console', check: (file) => uses(file, 'console', ['console']) };

function uses(file: SourceFile, rule: string, names: readonly string[]): readonly Finding[] {
  return globalUses(file.program)
    .filter(({ name }) => names.includes(name))
    .map(({ name, start }) => finding(rule, file, start, `uses ${name}`));
}

function finding(rule: string, file: SourceFile, start: number, message: string): Finding {
  return { rule, path: file.path, line: file.lineAt(start), message };
}
