// Writes the settings table of README.md from package.json, so that the two never differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const begin = '<!-- settings: generated from package.json by `npm run readme` -->';
const end = '<!-- /settings -->';

/**
 * @typedef {{ order: number, default: unknown, markdownDescription: string, scope: string }} Setting
 * @typedef {{ contributes: { configuration: { properties: Record<string, Setting> } } }} Manifest
 */

/**
 * One row of a Markdown table; the text keeps no character that would end the cell.
 * @param {readonly string[]} cells
 */
function row(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

/** @param {unknown} value */
function valueText(value) {
  return value === '' ? 'empty' : `\`${JSON.stringify(value)}\``;
}

/**
 * The settings table for a manifest, as Markdown.
 * @param {Manifest} manifest
 */
export function settingsTable(manifest) {
  const entries = Object.entries(manifest.contributes.configuration.properties).sort(
    ([, a], [, b]) => a.order - b.order,
  );
  const rows = entries.map(([id, entry]) => {
    const text = entry.markdownDescription.replaceAll(/`#([^`]+)#`/g, '`$1`');
    const scope = entry.scope === 'application' ? ' *User settings only.*' : '';
    return row([`\`${id}\``, valueText(entry.default), text + scope]);
  });
  return [row(['setting', 'default', 'meaning']), '|---|---|---|', ...rows].join('\n');
}

/**
 * The README with its settings table replaced. @throws if the markers are missing
 * @param {string} readme
 * @param {Manifest} manifest
 */
export function withSettings(readme, manifest) {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error('README.md has no settings section');
  return `${readme.slice(0, from)}${begin}\n${settingsTable(manifest)}\n${readme.slice(to)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  writeFileSync('README.md', withSettings(readFileSync('README.md', 'utf8'), manifest));
}
