import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Failure, Summary } from '../summary.ts';

/** `publisher.name` from an extension's manifest. */
export function readExtensionId(extension: string): string {
  const manifest: { publisher: string; name: string } = JSON.parse(
    readFileSync(path.join(extension, 'package.json'), 'utf8'),
  );
  return `${manifest.publisher}.${manifest.name}`;
}

/**
 * The result of a run: what the tests reported (`undefined` if they did not run), VS Code's exit code, and the errors that its
 * window logged and that are the extension's fault.
 */
export function conclude(
  reported: Summary | undefined,
  exitCode: number,
  errors: readonly string[],
  extensionId: string,
): Summary {
  const found = windowFailures(errors, extensionId);
  if (!reported) {
    const detail = `They ended with code ${exitCode}. The window logged:\n${errors.join('\n')}`;
    found.unshift({ title: 'VS Code runs the tests', detail });
  } else if (exitCode !== 0 && reported.failed === 0) {
    found.push({ title: 'VS Code ends with code 0', detail: `It was ${exitCode}.` });
  }
  for (const { title, detail } of found) console.error(`✗ ${title}\n${detail}`);
  const failures = [...(reported?.failures ?? []), ...found];
  return { passed: reported?.passed ?? 0, failed: failures.length, failures };
}

/**
 * VS Code puts `[publisher.name]` before what it has against a manifest and before an error that escaped from the extension.
 * An error in a webview, or a breach of its content security policy, names our script or the webview's frame.
 */
function windowFailures(errors: readonly string[], extensionId: string): Failure[] {
  return errors
    .filter(
      (error) =>
        error.includes(`[${extensionId}]`) ||
        error.includes('/dist/webview/') ||
        error.includes(`extensionId=${extensionId}`),
    )
    .map((detail) => ({ title: `VS Code logs no error about ${extensionId}`, detail }));
}
