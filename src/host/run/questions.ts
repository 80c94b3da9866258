import * as vscode from 'vscode';
import type { Question } from '../../core/run/deps.ts';
import { untilCancelled } from '../../core/run/untilCancelled.ts';

interface Wording {
  readonly text: string;
  readonly yes: string;
}

/** "90 s", "20 min", "3 h" */
function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3_600)} h`;
}

function wording(question: Question): Wording {
  switch (question.type) {
    case 'longWait':
      return {
        text: `${question.model} asks to wait ${duration(question.waitMs)} before the next try.`,
        yes: `Wait ${duration(question.waitMs)}`,
      };
    case 'manyRequests':
      return {
        text: `${question.count} answers of ${question.model} need ${question.count} requests, each with its own cost.`,
        yes: `Send ${question.count} Requests`,
      };
    case 'leavesMachine':
      return {
        text: `${question.from} runs on this machine and could not answer. Its fallback ${question.to} does not: the conversation would be sent there.`,
        yes: `Ask ${question.to}`,
      };
    case 'unknownPrice':
      return {
        text: `The price of ${question.model} is not known, so your budget can't be held for it.`,
        yes: 'Ask All the Same',
      };
  }
}

/** Puts a question of the pipeline to the user. Closing it means no; it goes out of the way when the call is stopped. */
export async function askUser(question: Question, signal: AbortSignal): Promise<'yes' | 'no'> {
  const { text, yes } = wording(question);
  const said = await untilCancelled(vscode.window.showWarningMessage(text, yes, 'No'), signal);
  return said === yes ? 'yes' : 'no';
}
