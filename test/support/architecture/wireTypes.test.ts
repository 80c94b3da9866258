// The laws about requests and SDKs must find what breaks them and leave alone what keeps them.
import assert from 'node:assert/strict';
import { parseSource, type Rule } from './syntax.ts';
import {
  adaptersLower,
  castRule,
  clientOwners,
  consoleRule,
  loweringRule,
  providersRule,
  uncheckedFieldRule,
} from './wireTypes.ts';

interface Case {
  readonly rule: Rule;
  readonly breaks: readonly string[];
  readonly keeps: readonly string[];
}

const path = 'src/providers/openaiChatRequest.ts';
const imports = `import type { ChatCompletionCreateParamsStreaming as Params } from 'openai/resources/chat/completions';\n`;

const cases: readonly Case[] = [
  {
    rule: castRule,
    breaks: [
      `const body = { model } as Params;`,
      `const body = { model } as unknown as Params;`,
      `const body = <Params>{ model };`,
      `const role = part.role!;`,
      `const body: any = {};`,
      `// @ts-expect-error the SDK does not know it\nsend({ a: 1 });`,
      `/* @ts-ignore */ send({ a: 1 });`,
    ],
    keeps: [
      `const type = 'text' as const;`,
      `const type = <const>'text';`,
      `const effort = 'low' satisfies Effort;`,
      `import { a as b } from './a.ts'; // as it is`,
      `const text = 'cast as any';`,
    ],
  },
  {
    rule: loweringRule,
    breaks: [
      `${imports}export function lowerRequest(request: R) { return {}; }`,
      `${imports}export function lowerRequest(request: R): Record<string, unknown> { return {}; }`,
      `${imports}interface Lowered { body: Body } type Body = { model: string };
       export function lowerRequest(request: R): Lowered { return x; }`,
      `import type { Params } from './own.ts'; export function lowerRequest(request: R): Params { return {}; }`,
      `function lowerTool(tool: T) { return { name: tool.name }; }`,
    ],
    keeps: [
      `${imports}export function lowerRequest(request: R): Params { return x; }`,
      `${imports}type Body = Omit<Params, 'messages'> & { messages: M[] };
       export interface Lowered { readonly body: Body; }
       export function lowerRequest(request: R): Lowered { return x; }`,
      `function lowerTool(tool: T): Tool { return x; }`,
      `function lowercase(text: string) { return text; }`,
    ],
  },
  {
    rule: uncheckedFieldRule,
    breaks: [
      `function lowerTool(t: T): Tool { return { name, ...(d ? { descripton: d } : {}) }; }`,
      `function lowerTool(t: T): Tool { const more = d ? { descripton: d } : {}; return { name, ...more }; }`,
      `function lowerTool(t: T): Tool { return { name, ...(d && { descripton: d }) }; }`,
    ],
    keeps: [
      `function lowerTool(t: T): Tool { return { name, ...definedFields<Tool>({ description: d || undefined }) }; }`,
      `function lowerTool(t: T): Tool { const more: Partial<Tool> = d ? { description: d } : {}; return more; }`,
      `function lowerEffort(e: E): Effort { return e === 'none' ? { effort: e } : { effort: e, summary: 'auto' }; }`,
      `function raiseTool(t: T): Tool { return { name, ...(d ? { description: d } : {}) }; }`,
    ],
  },
  {
    rule: providersRule,
    breaks: [`const key = process.env.KEY;`, `globalThis.process.env;`, `require('node:fs');`, `Buffer.from(key);`],
    keeps: [`const process = (frame: F) => frame; process(a);`, `type P = typeof process;`, `call.process();`],
  },
  {
    rule: consoleRule,
    breaks: [`console.log(key);`, `globalThis.console.warn('x');`, `const { log } = console;`],
    keeps: [`log.info('x');`, `function a(console: C) { console.log(1); }`],
  },
];

describe('the laws of requests find what breaks them', () => {
  for (const { rule, breaks, keeps } of cases) {
    it(rule.name, () => {
      for (const source of breaks) {
        const findings = rule.check(parseSource(path, source));
        assert.ok(findings.length > 0, `no objection to: ${source}`);
        for (const finding of findings) assert.deepEqual([finding.rule, finding.path], [rule.name, path]);
      }
      for (const source of keeps) assert.deepEqual(rule.check(parseSource(path, source)), [], `objects to: ${source}`);
    });
  }

  it('clients', () => {
    const makes = (name: string, source: string) => parseSource(`src/providers/${name}.ts`, source);
    const all = [
      makes('openaiClient', `import { OpenAI } from 'openai'; new OpenAI({});`),
      makes('anthropicMessages', `import { Anthropic } from '@anthropic-ai/sdk'; new Anthropic({});`),
      makes('googleGenai', `import * as google from '@google/genai/web'; new google.GoogleGenAI({});`),
      makes('ollamaChat', `import { Ollama } from 'ollama/browser'; new Ollama({});`),
    ];
    assert.deepEqual(clientOwners(all), []);
    const again = makes('other', `import { OpenAI as Client } from 'openai'; const a = () => new Client();`);
    assert.equal(clientOwners([...all, again]).length, 2);
    assert.equal(clientOwners(all.slice(1)).length, 1);
    const types = makes('other', `import type { OpenAI } from 'openai'; new Map();`);
    assert.deepEqual(clientOwners([...all, types]), []);
  });

  it('adapters', () => {
    const load = parseSource('src/providers/load.ts', `await import('./openaiChat.ts');`);
    const lowers = parseSource(path, `export function lowerRequest(request: R): P { return x; }`);
    assert.deepEqual(adaptersLower([load, lowers]), []);
    assert.equal(adaptersLower([load]).length, 1);
    assert.equal(adaptersLower([load, parseSource(path, `export const a = 1;`)]).length, 1);
  });
});
