import { pathToFileURL } from 'node:url';
import Mocha from 'mocha';

/**
 * Loads test files one by one. One that cannot be loaded becomes a test that fails, so that the others still run.
 * Mocha's own loader would `require` them, which inside an older VS Code waits forever for the module `vscode`.
 */
export async function loadTests(mocha: Mocha, files: readonly string[]): Promise<void> {
  for (const file of files) {
    try {
      mocha.suite.emit('pre-require', globalThis, file, mocha);
      mocha.suite.emit('require', await import(pathToFileURL(file).href), file, mocha);
      mocha.suite.emit('post-require', globalThis, file, mocha);
    } catch (error) {
      mocha.suite.addTest(new Mocha.Test(`loads ${file}`, () => Promise.reject(error)));
    }
  }
}
