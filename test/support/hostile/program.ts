import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a program in a hostile environment did. */
export interface HostileReport {
  /** What came of each of its requests, in a sentence. */
  readonly outcomes: readonly string[];
  /** The paths outside of the repository that it gave to node:fs. */
  readonly openedFiles: readonly string[];
}

const root = path.resolve(import.meta.dirname, '../../..');

/** For a program of this folder: reports to its parent, and ends. */
export function report(outcomes: readonly string[]): void {
  const { openedFiles } = globalThis as unknown as { openedFiles: readonly string[] };
  const outside = openedFiles.filter((file) => !file.startsWith(root) && !file.startsWith(pathToFileURL(root).href));
  const told: HostileReport = { outcomes, openedFiles: [...new Set(outside)] };
  process.send?.(told, () => process.exit());
}

/** Runs a program of this folder with this environment and nothing of ours; `written` is what it wrote to its console. */
export async function runHostile(
  program: 'adapters' | 'naive',
  environment: Readonly<Record<string, string>>,
  servers: Readonly<Record<string, string>> = {},
): Promise<HostileReport & { readonly written: string }> {
  const child = fork(path.join(import.meta.dirname, `${program}.ts`), [JSON.stringify(servers)], {
    env: { ...environment },
    execArgv: ['--import', path.join(import.meta.dirname, 'fileTrace.mjs')],
    silent: true,
  });
  let written = '';
  child.stdout?.on('data', (text) => (written += String(text)));
  child.stderr?.on('data', (text) => (written += String(text)));
  let told: HostileReport | undefined;
  child.on('message', (message) => (told = message as HostileReport));
  const [code] = await once(child, 'close');
  if (!told) throw new Error(`the program ended with ${code} and no report: ${written}`);
  return { ...told, written };
}
