import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** What a program in a hostile environment did. */
export interface HostileReport {
  /** What came of each of its requests, in a sentence. */
  readonly outcomes: readonly string[];
  /** The paths it gave to node:fs. */
  readonly openedFiles: readonly string[];
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
  let report: HostileReport | undefined;
  child.on('message', (message) => (report = message as HostileReport));
  const [code] = await once(child, 'close');
  if (!report) throw new Error(`the program ended with ${code} and no report: ${written}`);
  return { ...report, written };
}
