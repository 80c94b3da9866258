// Which ports to listen on. A browser keeps keys and layout by address, and Parley keeps keys by a provider's address: so the
// ports of last time are taken again when they are free.
import { readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';

/** Everything listens here only. */
export const loopback = '127.0.0.1';

/**
 * The port to start on, 0 for a random one: the wanted one, which must be free, or the one of last time, if it is.
 * Rejects with an Error for the user.
 * @param {number | undefined} wanted
 * @param {string} file where the port of last time stands
 */
export async function choosePort(wanted, file) {
  if (wanted !== undefined) {
    if (wanted === 0 || (await isFree(wanted))) return wanted;
    throw new Error(`Port ${wanted} is in use by another program. Choose another one, or leave --port out.`);
  }
  const last = rememberedPort(file);
  return last !== 0 && (await isFree(last)) ? last : 0;
}

/** @param {number} port @param {string} file */
export function rememberPort(port, file) {
  writeFileSync(file, String(port));
}

/** @param {string} file */
function rememberedPort(file) {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : 0;
  } catch {
    return 0; // The first start.
  }
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, loopback, () => probe.close(() => resolve(true)));
  });
}
