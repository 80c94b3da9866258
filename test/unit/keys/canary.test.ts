import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { findSecret, searchForSecret } from '../../support/canary.ts';

const secret = 'sk-canary/+"ü"-0123456789';

describe('the search for a leaked secret', () => {
  const spellings: Readonly<Record<string, string | Buffer>> = {
    plain: secret,
    'URL-encoded': encodeURIComponent(secret),
    'JSON-escaped': JSON.stringify({ secret }),
    'in JSON within JSON': JSON.stringify(JSON.stringify({ secret })),
    reversed: [...secret].reverse().join(''),
    hexadecimal: Buffer.from(secret).toString('hex'),
    'UTF-16': Buffer.from(secret, 'utf16le'),
    base64: Buffer.from(secret).toString('base64'),
    'base64 after one byte': Buffer.from(`x${secret}y`).toString('base64'),
    'base64 after two bytes': Buffer.from(`xx${secret}yy`).toString('base64'),
    base64url: Buffer.from(`:${secret}`).toString('base64url'),
  };
  for (const [form, content] of Object.entries(spellings)) {
    it(`finds it ${form}`, () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-canary-'));
      try {
        mkdirSync(path.join(folder, 'a/b'), { recursive: true });
        const file = path.join(folder, 'a/b/.hidden');
        writeFileSync(file, Buffer.concat([Buffer.from('before '), Buffer.from(content), Buffer.from(' after')]));
        const { files, leaks } = searchForSecret(secret, [folder]);
        assert.equal(files, 1);
        assert.deepEqual(
          leaks.map((leak) => leak.file),
          [file],
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it('finds nothing where nothing is', () => {
    assert.equal(findSecret(secret, `sk-canary ${secret.slice(1)} ${gzipSync(secret).toString('hex')}`), undefined);
  });
});
