// The laws of the house that can be read off the source. What a law says stands at its rule in support/architecture.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { adapterIsolation, adapterRule, layerRule } from './support/architecture/layers.ts';
import { type DeclaredIds, type Manifest, manifestFindings } from './support/architecture/manifest.ts';
import { coreRule, fetchRule, secretsRule, settingsRule, trustRule } from './support/architecture/owners.ts';
import { anyRule, barrelRule, defaultExportRule, nameRule, sizeRule } from './support/architecture/shape.ts';
import { type Finding, parseSource, type Rule, type SourceFile } from './support/architecture/syntax.ts';
import { vendorRule } from './support/architecture/vendors.ts';
import {
  adaptersLower,
  castRule,
  clientOwners,
  consoleRule,
  loweringRule,
  providersRule,
  uncheckedFieldRule,
} from './support/architecture/wireTypes.ts';

/** Findings that stand, each with its reason. One that is no longer found fails the test. */
const exceptions: readonly { readonly rule: string; readonly path: string; readonly reason: string }[] = [];

const root = path.resolve(import.meta.dirname, '..');
const catalogue: readonly { readonly id: string }[] = JSON.parse(read('src/core/models/catalog.json'));

const rules: readonly Rule[] = [
  ...[layerRule, adapterRule, defaultExportRule, anyRule, barrelRule, sizeRule, nameRule],
  ...[settingsRule, secretsRule, fetchRule, trustRule, coreRule],
  ...[castRule, loweringRule, uncheckedFieldRule, providersRule, consoleRule],
  vendorRule(catalogue.map(({ id }) => id)),
];

describe('architecture', () => {
  const files = sourceFiles();

  const found: Finding[] = [];

  for (const rule of rules) {
    it(`keeps the law of ${rule.name}`, () => {
      const findings = files.flatMap((file) => rule.check(file));
      found.push(...findings);
      assertNone(findings);
    });
  }

  it('keeps adapters apart', () => {
    assertNone(adapterIsolation(files));
  });

  it('makes the client of an SDK in one place', () => {
    assertNone(clientOwners(files));
  });

  it("lowers the requests of every adapter to its SDK's types", () => {
    assertNone(adaptersLower(files));
  });

  it('shares its ids with package.json', async () => {
    const declared: DeclaredIds = await import('../src/host/contributions.ts');
    assert.deepEqual(manifestFindings(JSON.parse(read('package.json')) as Manifest, declared), []);
  });

  it('has no exception that is not needed', () => {
    const keys = new Set(found.map(keyOf));
    assert.deepEqual(
      exceptions.filter((exception) => !keys.has(keyOf(exception))),
      [],
    );
  });
});

function assertNone(findings: readonly Finding[]): void {
  const allowed = new Set(exceptions.map(keyOf));
  const standing = findings.filter((finding) => !allowed.has(keyOf(finding)));
  assert.deepEqual(
    standing.map(({ path: file, line, message }) => `${file}:${line} ${message}`),
    [],
  );
}

function keyOf({ rule, path: file }: { readonly rule: string; readonly path: string }): string {
  return `${rule} ${file}`;
}

function sourceFiles(): readonly SourceFile[] {
  const names = readdirSync(path.join(root, 'src'), { encoding: 'utf8', recursive: true });
  const paths = names.map((name) => `src/${name.split(path.sep).join('/')}`).filter((name) => /\.tsx?$/.test(name));
  assert.ok(paths.length > 0, 'there is no source file');
  return paths.sort().map((name) => parseSource(name, read(name)));
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
