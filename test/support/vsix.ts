import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** The files in a .vsix (a zip archive) by their names in it. Throws when the archive is cut or uses another compression. */
export function readVsix(file: string): ReadonlyMap<string, Buffer> {
  const zip = readFileSync(file);
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error(`${file} is no zip archive`);
  const count = zip.readUInt16LE(end + 10);
  const files = new Map<string, Buffer>();
  let entry = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(entry + offset)) as [
      number,
      number,
      number,
    ];
    const name = zip.toString('utf8', entry + 46, entry + 46 + nameLength);
    if (!name.endsWith('/')) files.set(name, contentOf(zip, entry, name));
    entry += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}

function contentOf(zip: Buffer, entry: number, name: string): Buffer {
  const method = zip.readUInt16LE(entry + 10);
  const size = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const content = zip.subarray(start, start + size);
  if (method === 0) return content;
  if (method === 8) return inflateRawSync(content);
  throw new Error(`${name} has compression ${method}`);
}

/** Writes the extension in a .vsix into a folder, as VS Code does when it installs it. */
export function unpackVsix(file: string, folder: string): void {
  for (const [name, content] of readVsix(file)) {
    if (!name.startsWith('extension/')) continue;
    const target = path.join(folder, name.slice('extension/'.length));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}
