// Each law must find what breaks it and leave alone what keeps it; a law that finds nothing holds nothing.
import assert from 'node:assert/strict';
import { adapterIsolation, adapterRule, layerRule } from './layers.ts';
import { coreRule, fetchRule, secretsRule, settingsRule, trustRule } from './owners.ts';
import { anyRule, barrelRule, defaultExportRule, nameRule, sizeRule } from './shape.ts';
import { parseSource, type Rule } from './syntax.ts';
import { vendorRule } from './vendors.ts';

interface Case {
  readonly rule: Rule;
  readonly path: string;
  readonly breaks: readonly string[];
  readonly keeps: readonly string[];
}

const lines = (count: number) => 'work();\n'.repeat(count);

const cases: readonly Case[] = [
  {
    rule: layerRule,
    path: 'src/core/chat/message.ts',
    breaks: [
      `import * as vscode from 'vscode';`,
      `import { readFile } from 'node:fs/promises';`,
      `import type OpenAI from 'openai';`,
      `import { log } from '../../host/log.ts';`,
      `import type { ToHost } from '../../protocol/panel.ts';`,
      `export { log } from '../../host/log.ts';`,
      `const log = await import('../../host/log.ts');`,
      `type Log = import('../../host/log.ts').Log;`,
    ],
    keeps: [`import { parts } from './parts.ts';`, `import { ChatError } from '../errors.ts';`],
  },
  {
    rule: layerRule,
    path: 'src/protocol/panel.ts',
    breaks: [`import { ChatError } from '../core/errors.ts';`, `import 'preact';`],
    keeps: [
      `import type { ChatError } from '../core/errors.ts';`,
      `import { type Part } from '../core/chat/message.ts';`,
    ],
  },
  {
    rule: layerRule,
    path: 'src/providers/openaiChat.ts',
    breaks: [
      `import * as vscode from 'vscode';`,
      `import { log } from '../host/log.ts';`,
      `import http from 'node:http';`,
    ],
    keeps: [
      `import OpenAI from 'openai';`,
      `import { sse } from './sse.ts';`,
      `import type { A } from 'openai/resources';`,
    ],
  },
  {
    rule: layerRule,
    path: 'src/host/panel/chatView.ts',
    breaks: [
      `import OpenAI from 'openai';`,
      `import { openaiChat } from '../../providers/openaiChat.ts';`,
      `import { App } from '../../webview/main.tsx';`,
      `import { activate } from '../../extension.ts';`,
      `import { render } from 'preact';`,
    ],
    keeps: [
      `import * as vscode from 'vscode';`,
      `import { randomUUID } from 'node:crypto';`,
      `import { loadProvider } from '../../providers/load.ts';`,
      `import type { ToHost } from '../../protocol/panel.ts';`,
    ],
  },
  {
    rule: layerRule,
    path: 'src/webview/components/answer.tsx',
    breaks: [
      `import 'vscode';`,
      `import path from 'node:path';`,
      `import OpenAI from 'openai';`,
      `import '../../host/log.ts';`,
    ],
    keeps: [
      `import { signal } from '@preact/signals';`,
      `import { parse } from 'marked';`,
      `import '../styles/answer.css';`,
    ],
  },
  { rule: layerRule, path: 'src/shared/thing.ts', breaks: [`import './other.ts';`], keeps: [] },
  {
    rule: adapterRule,
    path: 'src/providers/both.ts',
    breaks: [`import OpenAI from 'openai'; import type { A } from '@anthropic-ai/sdk/resources';`],
    keeps: [`import OpenAI from 'openai'; import type { A } from 'openai/resources';`],
  },
  {
    rule: defaultExportRule,
    path: 'src/core/a.ts',
    breaks: [`export default 1;`, `export default function a() {}`, `const a = 1; export { a as default };`],
    keeps: [`export const a = 1;`, `export { a } from './b.ts';`],
  },
  {
    rule: anyRule,
    path: 'src/core/a.ts',
    breaks: [`let a: any;`, `const a = b as any;`, `function a(b: readonly any[]) {}`, `type A = Record<string, any>;`],
    keeps: [`let any: unknown;`, `const a = Promise.any([]);`, `// any`],
  },
  {
    rule: barrelRule,
    path: 'src/core/a.ts',
    breaks: [`export * from './b.ts';`, `export { b } from './b.ts';`, `import { b } from './b.ts'; export { b };`],
    keeps: [`export { b } from './b.ts'; export const c = 1;`, `const a = 1; export { a };`, `import './a.css';`],
  },
  {
    rule: sizeRule,
    path: 'src/core/a.ts',
    breaks: [
      lines(301),
      `function a() {\n${lines(59)}}`,
      `const a = () => {\n${lines(59)}};`,
      `class A {\n${'a() {}\n'.repeat(249)}}`,
      `class A { b() {\n${lines(59)}} }`,
    ],
    keeps: [lines(300), `function a() {\n${lines(58)}}`, `class A {\n${'a() {}\n'.repeat(248)}}`],
  },
  {
    rule: nameRule,
    path: 'src/core/a.ts',
    breaks: [`class KeyManager {}`, `interface IKey {}`, `export interface KeyService {}`],
    keeps: [`class Keys {}`, `interface Identity {}`, `interface Import {}`],
  },
  ...['src/core/stringUtils.ts', 'src/core/index.ts', 'src/core/Message.ts', 'src/core/chat-message.ts'].map(
    (path) => ({
      ...{ rule: nameRule, path, breaks: [`export const a = 1;`], keeps: [] },
    }),
  ),
  {
    rule: settingsRule,
    path: 'src/host/panel/chatView.ts',
    breaks: [`vscode.workspace.getConfiguration('parley');`, `const { getConfiguration } = vscode.workspace;`],
    keeps: [`modelSetting('chat');`],
  },
  {
    rule: settingsRule,
    path: 'src/host/settings.ts',
    breaks: [],
    keeps: [`vscode.workspace.getConfiguration('parley');`],
  },
  {
    rule: secretsRule,
    path: 'src/host/panel/chatView.ts',
    breaks: [
      `function open(storage: vscode.SecretStorage) {}`,
      `import type { SecretStorage } from 'vscode';`,
      `function open(context: vscode.ExtensionContext) {}`,
      `import type { ExtensionContext } from 'vscode';`,
    ],
    keeps: [`keys.get('key');`, `deps.secrets.keyFor(id);`],
  },
  {
    rule: secretsRule,
    path: 'src/extension.ts',
    breaks: [],
    keeps: [`function activate(context: vscode.ExtensionContext) { openKeys(context.secrets); }`],
  },
  {
    rule: secretsRule,
    path: 'src/host/keys/secrets.ts',
    breaks: [],
    keeps: [`class Secrets { constructor(storage: vscode.SecretStorage) {} }`],
  },
  {
    rule: fetchRule,
    path: 'src/providers/openaiChat.ts',
    breaks: [
      `await fetch(url);`,
      `const client = new OpenAI({ fetch });`,
      `const deps = { fetch: globalThis.fetch };`,
      `function a(send = fetch) {}`,
      `function a(fetch: Send) {} fetch(url);`,
      `new WebSocket(url);`,
    ],
    keeps: [
      `type Send = typeof fetch;`,
      `function a(fetch: Send) { return new OpenAI({ fetch }); }`,
      `deps.fetch(url);`,
      `import { fetch } from './guardedFetch.ts'; fetch(url);`,
      `const { fetch } = deps; const a = () => fetch(url);`,
    ],
  },
  { rule: fetchRule, path: 'src/providers/guardedFetch.ts', breaks: [], keeps: [`await fetch(url);`] },
  {
    rule: trustRule,
    path: 'src/host/panel/chatView.ts',
    breaks: [
      `webview.options = { enableCommandUris: true };`,
      `const options = { enableCommandUris: ['a'] };`,
      `markdown.isTrusted = true;`,
      `markdown.isTrusted = { enabledCommands: [] };`,
      `new MarkdownString('', { isTrusted: true });`,
    ],
    keeps: [
      `markdown.isTrusted = false;`,
      `if (vscode.workspace.isTrusted) go();`,
      `webview.options = { enableScripts: true };`,
    ],
  },
  {
    rule: coreRule,
    path: 'src/core/run/retry.ts',
    breaks: [
      `setTimeout(go, 10);`,
      `const now = Date.now();`,
      `const now = new Date();`,
      `const delay = Math.random();`,
      `console.log(1);`,
      `process.env.KEY;`,
      `Buffer.from('');`,
      `globalThis.setTimeout(go, 1);`,
      `const id = crypto.randomUUID();`,
    ],
    keeps: [
      `const date = new Date(0);`,
      `clock.setTimeout(go, 10);`,
      `Math.max(1, 2);`,
      `const { now } = clock; now();`,
    ],
  },
  { rule: coreRule, path: 'src/host/log.ts', breaks: [], keeps: [`const now = Date.now();`] },
  {
    rule: vendorRule(['openai', 'custom']),
    path: 'src/host/models/registry.ts',
    breaks: [
      `if (row.id === 'openai') go();`,
      `const a = 'openai' !== id ? 1 : 2;`,
      `switch (id) { case 'openai': go(); }`,
      `if (id.startsWith('openai')) go();`,
    ],
    keeps: [`if (row.reach === 'custom') go();`, `const name = 'openai';`, `if (row.id === 'azure') go();`],
  },
  {
    rule: vendorRule(['openai']),
    path: 'src/providers/openaiChat.ts',
    breaks: [],
    keeps: [`if (id === 'openai') go();`],
  },
];

describe('the laws find what breaks them', () => {
  for (const { rule, path, breaks, keeps } of cases) {
    it(`${rule.name}, in ${path}`, () => {
      for (const source of breaks) {
        const findings = rule.check(parseSource(path, source));
        assert.ok(findings.length > 0, `no objection to: ${source}`);
        for (const finding of findings) assert.deepEqual([finding.rule, finding.path], [rule.name, path]);
      }
      for (const source of keeps) assert.deepEqual(rule.check(parseSource(path, source)), [], `objects to: ${source}`);
    });
  }

  it('adapters may not know each other', () => {
    const load = parseSource(
      'src/providers/load.ts',
      `await import('./openaiChat.ts'); await import('./anthropicMessages.ts');`,
    );
    const adapter = (source: string) => parseSource('src/providers/openaiChat.ts', source);
    assert.deepEqual(adapterIsolation([load, adapter(`import './sse.ts';`)]), []);
    assert.equal(adapterIsolation([load, adapter(`import './anthropicMessages.ts';`)]).length, 1);
    const eager = parseSource('src/providers/load.ts', `import './openaiChat.ts'; await import('./openaiChat.ts');`);
    assert.equal(adapterIsolation([eager]).length, 1);
  });
});
