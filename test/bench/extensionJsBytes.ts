import type { Bench, Line } from './bench.ts';
import { loadedWith, readBundle } from './support/bundle.ts';
import { gzippedBytes } from './support/gzippedBytes.ts';

/** The script that VS Code loads to activate the extension. What is loaded on first use is in the detail. */
export const extensionJsBytes: Bench = {
  names: ['extension_js_bytes'],
  when: 'always',
  async run(given) {
    const packed = await given.packed();
    const bundle = readBundle(packed.host);
    const eager = loadedWith(bundle, 'src/extension.ts');
    const lazy = [...bundle.values()].filter((chunk) => !eager.includes(chunk));
    const sum = eager.reduce((total, { bytes }) => total + bytes, 0);
    const line: Line = {
      name: 'extension_js_bytes',
      value: sum,
      unit: 'bytes',
      detail: {
        gzip: gzippedBytes(packed.folder, eager),
        eager: Object.fromEntries(eager.map(({ file, bytes }) => [file, bytes])),
        lazy: Object.fromEntries(lazy.map(({ file, bytes }) => [file, bytes])),
      },
    };
    return [line];
  },
};
