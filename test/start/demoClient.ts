import { readFileSync } from 'node:fs';
import path from 'node:path';
import OpenAI from 'openai';
import { startDemoProvider } from '../../scripts/demo/provider.ts';
import type { Attachment } from '../../src/core/conversation/attachment.ts';
import { root } from './launch.ts';

/** The sample workspace, as it is tracked. */
export const sample = path.join(root, 'scripts/sampleWorkspace');

/** Stands first in every answer in prose. */
export const label = /^> \*\*Demo\.\*\* /;

type Messages = OpenAI.ChatCompletionMessageParam[];

/** A demo provider in this process, at high speed, with OpenAI's own client on it. */
export interface DemoClient {
  readonly baseUrl: string;
  readonly openai: OpenAI;
  /** The whole answer to a question or to messages. */
  ask(model: string, content: string | Messages): Promise<string>;
  /** Resolves with a line that the provider has logged since the last `forget`. */
  logged(pattern: RegExp): Promise<string>;
  forget(): void;
  close(): Promise<void>;
}

export async function startDemoClient(): Promise<DemoClient> {
  const log: string[] = [];
  const waiting = new Set<() => void>();
  const say = (line: string) => {
    log.push(line);
    for (const look of waiting) look();
  };
  const demo = await startDemoProvider({ port: 0, log: say, pace: { tokensPerSecond: 5000, firstTokenAfter: 0 } });
  const openai = new OpenAI({ baseURL: demo.baseUrl, apiKey: 'none', maxRetries: 0 });
  return {
    baseUrl: demo.baseUrl,
    openai,
    async ask(model, content) {
      const messages: Messages = typeof content === 'string' ? [{ role: 'user', content }] : content;
      const answer = await openai.chat.completions.create({ model, messages });
      return answer.choices[0]?.message.content ?? '';
    },
    logged: (pattern) =>
      new Promise((resolve) => {
        const look = () => {
          const line = log.find((one) => pattern.test(one));
          if (line === undefined) return;
          waiting.delete(look);
          resolve(line);
        };
        waiting.add(look);
        look();
      }),
    forget: () => {
      log.length = 0;
    },
    close: () => demo.close(),
  };
}

/** A file of the sample, or some of its lines, as Parley attaches it. */
export function quoted(file: string, languageId: string, lines?: { first: number; last: number }): Attachment {
  const whole = readFileSync(path.join(sample, file), 'utf8');
  const part =
    lines &&
    whole
      .split('\n')
      .slice(lines.first - 1, lines.last)
      .join('\n');
  return { id: '1', path: file, uri: `file:///${file}`, languageId, text: part ?? whole, ...(lines ? { lines } : {}) };
}
