import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A process that writes to the same store, see `writer.ts`. */
export interface OtherWindow {
  /** Resolves when its store is open. */
  readonly ready: Promise<void>;
  /** What it has said, without the first and the last line. */
  readonly lines: readonly string[];
  begin(): void;
  /** Called with each line. */
  onLine(listener: (line: string) => void): void;
  kill(): void;
  /** Resolves when it has ended and all it said was read. */
  readonly ended: Promise<'done' | 'killed'>;
}

const script = path.join(import.meta.dirname, 'writer.ts');

export function openWindow(...args: string[]): OtherWindow {
  return openWindowAs(undefined, ...args);
}

/** Whether another user of this machine may run the tests' files. */
export function canRun(uid: number | undefined): boolean {
  const code = `require('node:fs').accessSync(${JSON.stringify(script)})`;
  return spawnSync(process.execPath, ['-e', code], uid === undefined ? {} : { uid }).status === 0;
}

/** A window of another user of this machine; undefined: the same one. */
export function openWindowAs(uid: number | undefined, ...args: string[]): OtherWindow {
  const child: ChildProcess = spawn(process.execPath, [script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid }),
  });
  if (!child.stdout) throw new Error('no output');
  const said = createInterface({ input: child.stdout });
  const ready = Promise.withResolvers<void>();
  const lines: string[] = [];
  const listeners: ((line: string) => void)[] = [];
  let end: 'done' | 'killed' = 'killed';
  said.on('line', (line) => {
    if (line === 'ready') ready.resolve();
    else if (line === 'done') end = 'done';
    else {
      lines.push(line);
      for (const listener of listeners) listener(line);
    }
  });
  const ended = Promise.all([once(child, 'close'), once(said, 'close')]).then(() => {
    ready.reject(new Error('the window ended before it was ready'));
    return end;
  });
  return {
    ready: ready.promise,
    lines,
    begin: () => child.stdin?.write('go\n'),
    onLine: (listener) => listeners.push(listener),
    kill: () => child.kill('SIGKILL'),
    ended,
  };
}
