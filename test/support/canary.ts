import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A place where a secret was found. */
export interface Leak {
  readonly file: string;
  /** In which disguise. */
  readonly form: string;
}

/** The base64 texts of a secret that starts at any of the three places within a group; without the ends that depend on the neighbours. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]).toString('base64');
    const unsure = shift === 0 ? 0 : 4;
    return encoded.replace(/=+$/, '').slice(unsure, -2);
  });
}

/** Every disguise in which a secret may lie in a file: as it is, encoded, escaped, reversed, in UTF-16. */
export function disguises(secret: string): ReadonlyMap<string, Buffer> {
  const forms = new Map<string, Buffer>([
    ['plain', Buffer.from(secret)],
    ['reversed', Buffer.from([...secret].reverse().join(''))],
    ['URL-encoded', Buffer.from(encodeURIComponent(secret))],
    ['JSON-escaped', Buffer.from(JSON.stringify(secret).slice(1, -1))],
    ['twice JSON-escaped', Buffer.from(JSON.stringify(JSON.stringify(secret)).slice(3, -3))],
    ['hexadecimal', Buffer.from(Buffer.from(secret).toString('hex'))],
    ['UTF-16', Buffer.from(secret, 'utf16le')],
  ]);
  for (const [shift, text] of base64Forms(secret).entries()) {
    forms.set(`base64 (${shift})`, Buffer.from(text));
    forms.set(`base64url (${shift})`, Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_')));
  }
  return forms;
}

function* filesBelow(folder: string): Generator<string> {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    // A folder may vanish between being listed and being read.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  for (const entry of entries) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(place);
    else if (entry.isFile()) yield place;
  }
}

function readOrNothing(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** How many files were searched, and where the secret was. */
export interface Search {
  readonly files: number;
  readonly leaks: readonly Leak[];
}

/** Searches all files below the folders for a secret in any disguise. The secret must be at least 12 characters long. */
export function searchForSecret(secret: string, folders: readonly string[]): Search {
  if (secret.length < 12) throw new Error('a secret this short would be found by chance');
  const forms = [...disguises(secret)];
  const leaks: Leak[] = [];
  let files = 0;
  for (const folder of folders) {
    for (const file of filesBelow(folder)) {
      files += 1;
      const content = readOrNothing(file);
      const found = forms.find(([, form]) => content.includes(form));
      if (found) leaks.push({ file, form: found[0] });
    }
  }
  return { files, leaks };
}

/** The same in a text: a message, a page, a log. Undefined if the secret is not in it. */
export function findSecret(secret: string, text: string): string | undefined {
  const content = Buffer.from(text);
  return [...disguises(secret)].find(([, form]) => content.includes(form))?.[0];
}
