import { type Bench, lineWithGoal } from './bench.ts';
import { loadedWith, readBundle } from './support/bundle.ts';
import { gzippedBytes } from './support/gzippedBytes.ts';

/** The panel's script as far as a plain answer needs it. What is loaded on first use is in the detail. */
export const webviewJsGzipBytes: Bench = {
  names: ['webview_js_gzip_bytes'],
  when: 'always',
  async run(given) {
    const packed = await given.packed();
    const bundle = readBundle(packed.webview);
    const eager = loadedWith(bundle, 'src/webview/main.tsx');
    const lazy = [...bundle.values()].filter((chunk) => !eager.includes(chunk));
    const size = gzippedBytes(packed.folder, eager);
    const detail = {
      raw: eager.reduce((total, { bytes }) => total + bytes, 0),
      eager: Object.fromEntries(eager.map((chunk) => [chunk.file, gzippedBytes(packed.folder, [chunk])])),
      lazy: Object.fromEntries(lazy.map((chunk) => [chunk.file, gzippedBytes(packed.folder, [chunk])])),
    };
    return [lineWithGoal('webview_js_gzip_bytes', size, 'bytes', 90_000, detail)];
  },
};
