// Whatever lies in the environment and in the home folder for the SDKs: none of it decides where a request goes or what it carries.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseSource } from '../support/architecture/syntax.ts';
import { ChaosServer, reply, type Script, streamsOf } from '../support/chaos.ts';
import { hostileEnvironment, hostileHome, places } from '../support/hostile/environment.ts';
import { runHostile } from '../support/hostile/program.ts';
import { packedFiles, readsIn, readsOf } from '../support/hostile/reads.ts';
import { answer, canaryKey, framingOf, type Wire, wires } from '../support/wires.ts';

/** Where packed code reaches the environment without naming a variable, how often, and what it does there. */
const unnamedReads: Readonly<Record<string, number>> = {
  // The reader that the SDK's other files give a name to.
  'node_modules/openai/internal/utils/env.mjs': 1,
  'node_modules/@anthropic-ai/sdk/internal/utils/env.mjs': 1,
  // The server of a tool runner, which is never started: its host's name; the environment of its shell.
  'node_modules/@anthropic-ai/sdk/lib/environments/poller.mjs': 1,
  'node_modules/@anthropic-ai/sdk/tools/agent-toolset/fs-util.mjs': 1,
  // `env()`, whose callers name what they take: in Deno and in Node.
  'node_modules/@google/genai/dist/web/index.mjs': 2,
  // Whether there is one at all, and its reader.
  'node_modules/ollama/dist/browser.mjs': 3,
};

/** Lists, streams and counts, as the provider would. */
function service(wire: Wire): Script {
  const { stream } = streamsOf(framingOf(wire).contentType);
  return ({ method, path: called }) => {
    if (method === 'GET') return reply(200, wire.models('ours'));
    if (called.includes('count')) return reply(200, JSON.stringify({ input_tokens: 3, totalTokens: 3 }));
    return called === '/api/show' ? reply(404, '{}') : stream(answer(wire, 'answered'));
  };
}

/** A home with everything in it that an SDK would take a credential from. */
function hostileFolder(trap: string): string {
  const home = mkdtempSync(path.join(os.tmpdir(), 'parley-home-'));
  const files = {
    '.config/anthropic/active_config': 'default',
    '.config/anthropic/configs/default.json': { authentication: { type: 'user_oauth' }, base_url: trap },
    '.config/anthropic/credentials/default.json': { access_token: 'trap-oauth' },
    'identity-token': 'trap-identity',
    'credentials.json': { type: 'service_account', client_email: 'trap@example.com', private_key: 'trap' },
    '.config/gcloud/application_default_credentials.json': { type: 'authorized_user', refresh_token: 'trap' },
    '.ollama/id_ed25519': 'trap',
  };
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(home, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
  }
  return home;
}

/** Environments by what an SDK finds first in them: keys, or files. */
const environments: Readonly<Record<string, (trap: string, home: string) => Record<string, string>>> = {
  'full of keys': (trap, home) => ({ ...hostileEnvironment(trap), ...places(home) }),
  'with a home full of credentials': hostileHome,
};

describe('the environment', function () {
  this.timeout(60_000);

  it('is read by the SDKs for no variable that is not in the trap', async () => {
    const known = { ...hostileEnvironment(''), ...places('') };
    const files = await packedFiles();
    const found = files.map((file) => [file, readsOf(file)] as const);
    const unknown = found.flatMap(([file, { names }]) =>
      names.filter((name) => !(name in known)).map((n) => [file, n]),
    );
    assert.deepEqual(unknown, [], 'add these to test/support/hostile/environment.ts');
    const unnamed = found.flatMap(([file, reads]) => (reads.unnamed > 0 ? [[file, reads.unnamed] as const] : []));
    assert.deepEqual(Object.fromEntries(unnamed), unnamedReads);
    for (const sdk of ['openai', '@anthropic-ai/sdk', '@google/genai', 'ollama']) {
      const names = found.flatMap(([file, reads]) => (file.startsWith(`node_modules/${sdk}/`) ? reads.names : []));
      assert.ok(names.length > 0, `nothing was found in ${sdk}: the search is blind`);
    }
  });

  it('is found in whatever form it is read', () => {
    const forms: readonly (readonly [string, readonly string[], number])[] = [
      [`readEnv('NEW')`, ['NEW'], 0],
      ['process.env.NEW', ['NEW'], 0],
      [`globalThis.process?.env?.['NEW']`, ['NEW'], 0],
      ['const e = (_a = x.process) === null ? void 0 : _a.env.NEW', ['NEW'], 0],
      ['env().NEW', ['NEW'], 0],
      ['const all = process.env; all.NEW', ['NEW'], 1],
      ['readEnv(name)', [], 1],
      ['process.env[name]', [], 1],
      ['Object.keys(process.env)', [], 1],
    ];
    for (const [source, names, unnamed] of forms) {
      assert.deepEqual(readsIn(parseSource('a.mjs', source)), { names, unnamed }, source);
    }
    assert.deepEqual(readsIn(parseSource('a.mjs', `ctx.env.A; Deno.env.get('B'); import.meta.env.C;`)).names, []);
  });

  for (const [name, environment] of Object.entries(environments)) {
    it(`${name}: the trap catches the SDKs as they are`, async () => {
      await using trap = await ChaosServer.start(() => reply(200, '{}'));
      const home = hostileFolder(trap.origin);
      try {
        const { openedFiles, outcomes } = await runHostile('naive', environment(trap.origin, home));
        assert.ok(
          trap.requests.some(({ path: called }) => called === '/v1/models'),
          outcomes.join('\n'),
        );
        const heads = JSON.stringify(trap.requests.map(({ headers }) => headers));
        assert.ok(heads.includes('trap-header'), heads);
        if (name === 'full of keys') assert.equal(trap.requests.length, 3, outcomes.join('\n'));
        else {
          assert.ok(openedFiles.includes(`${home}/.config/anthropic/credentials/default.json`));
          assert.ok(openedFiles.includes(`${home}/credentials.json`));
        }
      } finally {
        rmSync(home, { recursive: true });
      }
    });

    it(`${name}: moves no request, adds no header, opens no file, writes nothing`, async () => {
      await using trap = await ChaosServer.start(() => reply(200, '{}'));
      const home = hostileFolder(trap.origin);
      const servers = new Map(
        await Promise.all(wires.map(async (wire) => [wire, await ChaosServer.start(service(wire))] as const)),
      );
      try {
        const origins = Object.fromEntries([...servers].map(([{ api }, { origin }]) => [api, origin]));
        const { outcomes, openedFiles, written } = await runHostile(
          'adapters',
          environment(trap.origin, home),
          origins,
        );
        assert.deepEqual(outcomes, [
          ...wires.flatMap(({ api }) => {
            const counts = api === 'anthropic-messages' || api === 'google-genai';
            return [`${api} list: ours`, `${api} ask: answered`, ...(counts ? [`${api} count: 3`] : [])];
          }),
        ]);
        assert.equal(trap.accepted, 0);
        assert.deepEqual(openedFiles, []);
        assert.equal(written, '');
        for (const [{ api }, { requests }] of servers) {
          assert.ok(requests.length >= 2, api);
          const sent = JSON.stringify(requests.map(({ path: called, headers, body }) => ({ called, headers, body })));
          assert.equal(/trap/i.test(sent), false, sent);
          for (const { headers } of requests) assert.equal(headers.authorization, `Bearer ${canaryKey}`);
        }
      } finally {
        for (const server of servers.values()) await server[Symbol.asyncDispose]();
        rmSync(home, { recursive: true });
      }
    });
  }
});
