import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** A running `npm start`, or a program that behaves like one. */
export interface Launched {
  readonly child: ChildProcess;
  readonly pid: number;
  /** All that it has printed. */
  output(): string;
  /** Resolves with the match as soon as the output has one; rejects with the output when the program ends first. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code, or null after a signal, when all output has been read. */
  readonly ended: Promise<number | null>;
}

/** Starts a program in the repository as the leader of its own process group, as a terminal would. */
export function launch(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Launched {
  const child = spawn(command, args, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let output = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
      for (const watch of watchers) watch();
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const printed = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const watch = () => {
        const match = pattern.exec(output);
        if (!match) return;
        watchers.delete(watch);
        resolve(match);
      };
      watchers.add(watch);
      watch();
      ended.then((code) => reject(new Error(`ended with ${code} before printing ${pattern}:\n${output}`)), reject);
    });
  return { child, pid: child.pid ?? 0, output: () => output, printed, ended };
}

/** `npm start` with a folder of its own, so that it does not meet one that the developer runs. */
export function launchStart(folder: string, ...args: readonly string[]): Launched {
  return launch(process.execPath, ['scripts/start.mjs', '--no-open', '--folder', folder, ...args]);
}

/** The address that a start prints, with the token. */
export async function addressOf(start: Launched): Promise<URL> {
  const [address] = await start.printed(/http:\/\/127\.0\.0\.1:\d+\/\?tkn=\S+/);
  return new URL(address);
}

/** The processes below a process, itself not included. */
export function descendants(pid: number): readonly number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    table.flatMap(([child = 0, itsParent]) => (itsParent === parent ? [child, ...below(child)] : []));
  return below(pid);
}

/** The one among these processes whose command line matches. */
export function findProcess(pids: readonly number[], pattern: RegExp): number {
  const lines = execFileSync('ps', ['-o', 'pid=,args=', '-p', pids.join(',')], { encoding: 'utf8' }).split('\n');
  const line = lines.find((one) => pattern.test(one));
  if (line === undefined) throw new Error(`no process matches ${pattern}:\n${lines.join('\n')}`);
  return Number.parseInt(line, 10);
}

/** Resolves when none of these processes is left; the test's own time limit says how long that may take. */
export async function allGone(pids: readonly number[]): Promise<void> {
  while (pids.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** A process that has ended but whose parent has not asked for its exit code is not alive. */
function isAlive(pid: number): boolean {
  try {
    return !/^\s*Z/.test(execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }));
  } catch {
    return false;
  }
}

/** Ends a process group that may have ended already. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}
