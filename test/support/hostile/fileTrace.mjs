// Loaded before a program (`--import`): remembers every path that it hands to node:fs. The module loader's own reading is not among them.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** @type {string[]} */
const opened = [];
Object.defineProperty(globalThis, 'openedFiles', { value: opened });

/** @param {Record<string, unknown>} owner */
function trace(owner) {
  for (const [name, original] of Object.entries(owner)) {
    if (typeof original !== 'function' || /^[A-Z_]/.test(name)) continue;
    owner[name] = Object.assign(
      /** @this {unknown} @param {unknown[]} values */
      function (...values) {
        const [file] = values;
        if (typeof file === 'string' || file instanceof URL || Buffer.isBuffer(file)) opened.push(String(file));
        return Reflect.apply(original, this, values);
      },
      original,
    );
  }
}

trace(/** @type {any} */ (fs));
trace(/** @type {any} */ (fs.promises));
syncBuiltinESMExports();
