import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A provider that streams as fast as it can, in a process of its own; see streamServerProcess.ts. */
export interface StreamServer extends AsyncDisposable {
  /** http://127.0.0.1:port */
  readonly origin: string;
}

/** Starts it on a free loopback port. It ends with us, whatever happens to us. */
export async function startStreamServer(signal: AbortSignal): Promise<StreamServer> {
  const child = fork(path.join(import.meta.dirname, 'streamServerProcess.ts'), { execArgv: [] });
  const [{ port }] = await once(child, 'message', { signal });
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
