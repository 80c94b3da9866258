// The SDKs as they are without Parley, in the same environment: what the trap must catch, else it would prove nothing.
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai/node';
import OpenAI from 'openai';
import { report } from './program.ts';

const outcomes: string[] = [];
const makers: Readonly<Record<string, () => Promise<unknown>>> = {
  openai: async () => new OpenAI({ maxRetries: 0 }).models.list(),
  anthropic: async () => new Anthropic({ maxRetries: 0 }).models.list(),
  google: async () => new GoogleGenAI({}).models.generateContent({ model: 'm', contents: 'x' }),
};
for (const [name, make] of Object.entries(makers)) {
  try {
    await make();
    outcomes.push(`${name}: ok`);
  } catch (error) {
    outcomes.push(`${name}: ${String(error)}`);
  }
}
report(outcomes);
