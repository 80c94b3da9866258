// The packages that package-lock.json names.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { npm, root, say } from './shell.mjs';

/** Runs `npm ci` unless node_modules already holds exactly what package-lock.json asks for. */
export async function ensureDependencies() {
  if (dependenciesAreCurrent()) return;
  say('installing dependencies (npm ci)');
  // npm of Node 24 may ask before running install scripts; none of our dependencies needs one.
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}

/** npm writes node_modules/.package-lock.json last, so its content says what is installed, whatever the files' dates say. */
function dependenciesAreCurrent() {
  const installedFile = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const missing = Object.keys(wanted).some(
    (name) => name !== '' && !wanted[name].optional && installed[name]?.version !== wanted[name].version,
  );
  const foreign = Object.keys(installed).some((name) => installed[name].version !== wanted[name]?.version);
  return !missing && !foreign;
}
