import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { settingsTable, withSettings } from '../scripts/readme.mjs';
import { catalog } from '../src/core/models/catalog.ts';

const readme = readFileSync('README.md', 'utf8');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

describe('README.md', () => {
  it('lists exactly the settings of package.json (else run `npm run readme`)', () => {
    assert.equal(withSettings(readme, manifest), readme);
    assert.match(settingsTable(manifest), /`parley\.model`/);
  });

  it('names commands and files that exist', () => {
    const titles = manifest.contributes.commands.map((command: { title: string }) => `Parley: ${command.title}`);
    for (const [, named] of readme.matchAll(/\*{1,2}(Parley: [^*]+)\*{1,2}/g))
      assert.ok(titles.includes(named), `${named} is no command`);
    for (const [, target] of readme.matchAll(/\]\((?!https:)([^)]+)\)/g))
      assert.ok(existsSync(target ?? ''), `${target} does not exist`);
    for (const [, script] of readme.matchAll(/npm (?:run )?(start|test|package|readme)\b/g))
      assert.ok(manifest.scripts[script ?? ''], `no script ${script}`);
  });

  it('names every provider of the catalogue', () => {
    for (const row of catalog)
      if (row.reach !== 'custom') assert.ok(readme.includes(row.name), `${row.name} is not named`);
  });
});
