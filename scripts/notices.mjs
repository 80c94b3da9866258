// The licences of what ships inside the bundles, as their authors ask.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup/shell.mjs';

/**
 * The packages whose files went into a bundle, by the bundler's own account, sorted by name.
 * @param {readonly string[]} metafiles paths of esbuild metafiles
 */
export function bundledPackages(metafiles) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const file of metafiles) {
    const { inputs } = JSON.parse(readFileSync(file, 'utf8'));
    for (const input of Object.keys(inputs)) {
      const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
      if (name) names.add(name);
    }
  }
  return [...names].sort();
}

/**
 * A package's name, version and licence, and the text of its licence files if it carries any. Throws if it names no licence:
 * it could not be shipped.
 * @param {string} name
 */
function notice(name) {
  const folder = path.join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  if (!license) throw new Error(`${name} names no licence`);
  const texts = files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}

/**
 * The text of THIRD_PARTY_NOTICES.txt.
 * @param {readonly string[]} metafiles
 */
export function thirdPartyNotices(metafiles) {
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `Parley contains the following software.${line}${bundledPackages(metafiles).map(notice).join(line)}\n`;
}
