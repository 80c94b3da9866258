import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { StepContext } from './step.ts';

/** A file that an extension keeps. */
export interface StoredFile {
  /** Below the folder with the user's data, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Who may do what, as `chmod` writes it: "600". */
  readonly rights: string;
}

/** The files that extensions keep for all workspaces. */
export async function storedFiles({ sandbox }: StepContext): Promise<readonly StoredFile[]> {
  const folder = path.join(sandbox.userData, 'User', 'globalStorage');
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => {
    if (!entry.isFile()) return [];
    const file = path.join(entry.parentPath, entry.name);
    const { size, mode } = statSync(file);
    const below = path.relative(sandbox.userData, file).replaceAll(path.sep, '/');
    return [{ path: below, bytes: size, rights: (mode & 0o777).toString(8) }];
  });
}
