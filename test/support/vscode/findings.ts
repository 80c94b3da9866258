import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Failure } from '../summary.ts';

/** `publisher.name` from an extension's manifest. */
export function readExtensionId(extension: string): string {
  const manifest: { publisher: string; name: string } = JSON.parse(
    readFileSync(path.join(extension, 'package.json'), 'utf8'),
  );
  return `${manifest.publisher}.${manifest.name}`;
}

/**
 * What the window logged that is the extension's fault: VS Code puts `[publisher.name]` before what it has against a manifest
 * and before an error that escaped from the extension, and names the script in an error of a webview.
 */
export function windowFailures(errors: readonly string[], extensionId: string): readonly Failure[] {
  return errors
    .filter((error) => error.includes(`[${extensionId}]`) || error.includes('/dist/webview/'))
    .map((detail) => ({ title: `VS Code logs no error about ${extensionId}`, detail }));
}
