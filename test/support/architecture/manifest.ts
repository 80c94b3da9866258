/** The ids that code declares, as in src/host/contributions.ts: any name → the id. */
export interface DeclaredIds {
  readonly commands: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly views: Readonly<Record<string, string>>;
  readonly contextKeys: Readonly<Record<string, string>>;
}

/** What this test reads of package.json. */
export interface Manifest {
  readonly enabledApiProposals?: unknown;
  readonly contributes?: {
    readonly commands?: readonly { readonly command: string }[];
    readonly configuration?: Configuration | readonly Configuration[];
    readonly views?: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly [point: string]: unknown;
  };
}

interface Configuration {
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Says what package.json and the code do not share. */
export function manifestFindings(manifest: Manifest, declared: DeclaredIds): readonly string[] {
  const { commands = [], configuration = [], views = {} } = manifest.contributes ?? {};
  const commandIds = commands.map(({ command }) => command);
  const viewIds = Object.values(views).flatMap((list) => list.map(({ id }) => id));
  const settingIds = [configuration].flat().flatMap(({ properties }) => Object.keys(properties ?? {}));
  const used = usedIds(manifest.contributes);
  const words = [...new Set(used.clauses.flatMap((clause) => clause.match(/[\w.:-]+/g) ?? []))];
  const conditions = words
    .filter((word) => word.startsWith('config.parley.'))
    .map((word) => word.slice('config.'.length));
  return [
    ...differences('command', commandIds, Object.values(declared.commands)),
    ...differences('setting', settingIds, Object.values(declared.settings)),
    ...differences('view', viewIds, Object.values(declared.views)),
    ...differences('context key', contextKeys(words, viewIds), Object.values(declared.contextKeys)),
    ...used.commands
      .filter((id) => isOurs(id) && !commandIds.includes(id))
      .map((id) => `a menu or key names ${id}, which is no command`),
    ...conditions
      .filter((id) => !settingIds.includes(id))
      .map((id) => `a condition names config.${id}, which is no setting`),
    ...('enabledApiProposals' in manifest ? ['package.json asks for proposed API (enabledApiProposals)'] : []),
  ];
}

/** The commands and the conditions that any contribution names, however deep. */
function usedIds(value: unknown): { commands: string[]; clauses: string[] } {
  const commands: string[] = [];
  const clauses: string[] = [];
  const visit = (part: unknown, key: string) => {
    if (typeof part === 'string') {
      if (key === 'command') commands.push(part);
      if (key === 'when' || key === 'enablement') clauses.push(part);
    } else if (Array.isArray(part)) {
      for (const item of part) visit(item, key);
    } else if (typeof part === 'object' && part !== null) {
      for (const [name, item] of Object.entries(part)) visit(item, name);
    }
  };
  visit(value, '');
  return { commands, clauses };
}

/** Our own keys in `when` clauses; views (`view == parley.chat`) and settings (`config.parley.x`) are not keys. */
function contextKeys(words: readonly string[], viewIds: readonly string[]): readonly string[] {
  return words.filter((word) => isOurs(word) && !viewIds.some((id) => word === id || word.startsWith(`${id}.`)));
}

function isOurs(id: string): boolean {
  return id.startsWith('parley.');
}

function differences(what: string, inManifest: readonly string[], inCode: readonly string[]): readonly string[] {
  return [
    ...inManifest
      .filter((id) => !inCode.includes(id))
      .map((id) => `the ${what} ${id} is in package.json, not in host/contributions.ts`),
    ...inCode
      .filter((id) => !inManifest.includes(id))
      .map((id) => `the ${what} ${id} is in host/contributions.ts, not in package.json`),
    ...inManifest
      .filter((id, index) => inManifest.indexOf(id) !== index)
      .map((id) => `the ${what} ${id} is in package.json twice`),
  ];
}
