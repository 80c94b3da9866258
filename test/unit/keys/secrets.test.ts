import assert from 'node:assert/strict';
import { ChatError } from '../../../src/core/errors.ts';
import { isDamage, type NewKey, Secrets } from '../../../src/host/keys/secrets.ts';
import { findSecret } from '../../support/canary.ts';
import { MemorySecrets } from '../../support/memorySecrets.ts';

const origin = 'https://api.example.com';
const canary = 'sk-canary-0123456789abcdef';

function newKey(name: string, changes: Partial<NewKey> = {}): NewKey {
  return { name, origin, key: `${canary} ${name}`, headers: {}, ...changes };
}

function rejectsWith(kind: string, says: RegExp): (thrown: unknown) => boolean {
  return (thrown) => {
    assert.ok(thrown instanceof ChatError, String(thrown));
    assert.equal(thrown.kind, kind);
    assert.match(thrown.facts.detail ?? '', says);
    return true;
  };
}

describe('the keys in the secret storage', () => {
  let store: MemorySecrets;
  let secrets: Secrets;
  beforeEach(() => {
    store = new MemorySecrets();
    secrets = new Secrets(store);
  });
  afterEach(() => secrets.dispose());

  it('are handed out for the origin they were entered for', async () => {
    await secrets.add('p', newKey('one', { headers: { 'X-Team': 'blue' } }), 5);
    assert.deepEqual(await secrets.credentials('p', origin), {
      apiKey: `${canary} one`,
      headers: { 'X-Team': 'blue' },
    });
  });

  it('are handed out for no other origin: not another scheme, port or subdomain', async () => {
    await secrets.add('p', newKey('one'), 5);
    for (const other of ['http://api.example.com', 'https://api.example.com:444', 'https://eu.api.example.com']) {
      await assert.rejects(
        secrets.credentials('p', other),
        rejectsWith('notConnected', new RegExp(`entered for ${origin}; it is not sent to ${other}\\. Add a key`)),
      );
    }
  });

  it('name the key that would fit another origin, and do not use it unasked', async () => {
    await secrets.add('p', newKey('old', { origin: 'https://other.example.com' }), 1);
    await secrets.add('p', newKey('new'), 2);
    await assert.rejects(
      secrets.credentials('p', 'https://other.example.com'),
      rejectsWith('notConnected', /Switch to "old"/),
    );
  });

  it('are kept by its name for a provider without an address, and say so where it has got one since', async () => {
    await secrets.add('vscode', { name: 'VS Code', origin: 'vscode', key: '', headers: {} }, 1);
    assert.deepEqual(await secrets.credentials('vscode', 'vscode'), { apiKey: undefined, headers: {} });
    assert.deepEqual(await secrets.connected(), ['vscode']);
    await assert.rejects(secrets.credentials('vscode', origin), rejectsWith('notConnected', /entered for vscode;/));
    await secrets.add('p', newKey('one'), 2);
    await assert.rejects(secrets.credentials('p', 'p'), rejectsWith('notConnected', /it is not sent to p\./));
  });

  it('are undefined for a provider without any, and without a key for a server that needs none', async () => {
    assert.equal(await secrets.credentials('p', origin), undefined);
    await secrets.add('p', newKey('one', { key: '' }), 5);
    assert.deepEqual(await secrets.credentials('p', origin), { apiKey: undefined, headers: {} });
    assert.equal((await secrets.labels('p'))[0]?.holds, 'none');
  });

  it('show names and ages, never a part of a key', async () => {
    await secrets.add('p', newKey('one', { headers: { 'X-Secret': `${canary} header` } }), 5);
    await secrets.add('p', newKey('two'), 6);
    const labels = await secrets.labels('p');
    assert.deepEqual(
      labels.map(({ name, addedAt, use, holds }) => [name, addedAt, use, holds]),
      [
        ['one', 5, 'kept', 'key'],
        ['two', 6, 'active', 'key'],
      ],
    );
    assert.equal(findSecret(canary, JSON.stringify(labels)), undefined);
  });

  it('are activated', async () => {
    const { label } = await secrets.add('p', newKey('one'), 5);
    await secrets.add('p', newKey('two'), 6);
    await secrets.activate('p', label.id);
    assert.equal((await secrets.credentials('p', origin))?.apiKey, `${canary} one`);
    await secrets.activate('p', 'gone');
    assert.equal((await secrets.credentials('p', origin))?.apiKey, `${canary} one`);
  });

  it('are not kept twice', async () => {
    await secrets.add('p', newKey('one'), 5);
    await secrets.add('p', newKey('two'), 6);
    const again = await secrets.add('p', { ...newKey('one'), name: 'other name' }, 7);
    assert.deepEqual([again.type, again.label.name, again.label.use], ['known', 'one', 'active']);
    assert.equal((await secrets.labels('p')).length, 2);
  });

  it('are removed, and put back where they were', async () => {
    for (const name of ['one', 'two', 'three']) await secrets.add('p', newKey(name), 5);
    const before = await secrets.labels('p');
    const removed = await secrets.remove('p', before[2]?.id ?? '');
    assert.equal(removed?.nowActive?.name, 'two');
    assert.deepEqual(
      (await secrets.labels('p')).map(({ name }) => name),
      ['one', 'two'],
    );
    await removed?.undo();
    assert.deepEqual(await secrets.labels('p'), before);
  });

  it('are put back after the last one was removed, and not twice', async () => {
    const { label } = await secrets.add('p', newKey('one'), 5);
    const removed = await secrets.remove('p', label.id);
    assert.equal(store.map.size, 0);
    assert.equal(await secrets.remove('p', label.id), undefined);
    await removed?.undo();
    await removed?.undo();
    assert.deepEqual(await secrets.labels('p'), [label]);
  });

  it('all survive being added at the same time', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `key ${at}`);
    await Promise.all(names.map((name) => secrets.add('p', newKey(name), 5)));
    assert.deepEqual(
      (await secrets.labels('p')).map(({ name }) => name),
      names,
    );
  });
});

describe('the providers that have keys', () => {
  it('are known, also when another window adds or removes one', async () => {
    const store = new MemorySecrets();
    store.map.set('someone.else', 'x');
    const here = new Secrets(store);
    const there = new Secrets(new MemorySecrets(store));
    const changes: string[] = [];
    here.onDidChange((id) => changes.push(id));
    assert.deepEqual(await here.connected(), []);
    const { label } = await there.add('my.server', newKey('one'), 5);
    assert.deepEqual(await here.connected(), ['my.server']);
    await there.remove('my.server', label.id);
    assert.deepEqual(await here.connected(), []);
    assert.deepEqual(changes, ['my.server', 'my.server']);
  });

  it('are asked for again after the storage failed', async () => {
    const store = new MemorySecrets();
    const secrets = new Secrets(store);
    store.become('broken');
    await assert.rejects(secrets.connected(), rejectsWith('notConnected', /reported an error/));
    store.become('well');
    assert.deepEqual(await secrets.connected(), []);
  });
});

describe('a secret storage in trouble', () => {
  it('that hangs is given up with advice, for reading and writing', async () => {
    const store = new MemorySecrets();
    const secrets = new Secrets(store, 30);
    store.become('hanging');
    const says = rejectsWith('notConnected', /did not answer within 0 s\. Unlock this machine's keyring/);
    await assert.rejects(secrets.credentials('p', origin), says);
    await assert.rejects(secrets.add('p', newKey('one'), 5), says);
    await assert.rejects(secrets.connected(), says);
  });

  it('that failed once keeps no later change from being made', async () => {
    const store = new MemorySecrets();
    const secrets = new Secrets(store);
    store.become('broken');
    await assert.rejects(secrets.add('p', newKey('one'), 5));
    store.become('well');
    await secrets.add('p', newKey('two'), 6);
    assert.equal((await secrets.labels('p')).length, 1);
  });

  it('with a damaged entry says so and leaves the entry alone until the user discards it', async () => {
    const store = new MemorySecrets();
    const secrets = new Secrets(store);
    const damaged = `{"version":1,"keys":"${canary}"}`;
    store.map.set('parley.keys.p', damaged);
    const attempts = [
      () => secrets.labels('p'),
      () => secrets.credentials('p', origin),
      () => secrets.add('p', newKey('one'), 5),
      () => secrets.remove('p', 'x'),
      () => secrets.activate('p', 'x'),
    ];
    for (const attempt of attempts) {
      await assert.rejects(attempt(), (thrown) => {
        assert.ok(thrown instanceof ChatError && isDamage(thrown));
        assert.equal(findSecret(canary, `${thrown.stack} ${JSON.stringify(thrown.facts)}`), undefined);
        return true;
      });
    }
    assert.equal(store.map.get('parley.keys.p'), damaged);
    await secrets.discardDamaged('p');
    await secrets.add('p', newKey('one'), 5);
    await secrets.discardDamaged('p');
    assert.equal((await secrets.labels('p')).length, 1);
  });
});
