import { mended } from '../knownBugs.ts';
import type { InlineTask } from '../question.ts';
import { commentIn, remarkIn } from './comments.ts';
import { recipeFor } from './recipes.ts';

/** Code for the editor, in one fence; a comment in it says that it is the demo's. */
export function codeFor(task: InlineTask): string {
  const code = task.selection.trim() === '' ? written(task) : rewritten(task);
  const longest = (code.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${task.language}\n${code}\n${fence}`;
}

/** New code: a recipe that fits the instruction, else a function by its name. */
function written(task: InlineTask): string {
  const { instruction, language, indent } = task;
  if (task.place === 'withinLine') return remarkIn(language, said(task, 'a model would write this here'));
  const code = recipeFor(instruction, language) ?? stub(instruction, language);
  const about = code === undefined ? 'a model would write this here' : 'prepared code for';
  const lines = [commentIn(language, said(task, about)), ...(code?.split('\n') ?? [])];
  return lines.map((line) => (line === '' ? '' : indent + line)).join('\n');
}

/** The selection with the sample's mistakes mended; where there is none, it stays as it is. */
function rewritten(task: InlineTask): string {
  const before = task.selection.replace(/\n$/, '');
  const code = mended(before);
  if (task.place === 'withinLine') return code;
  const note = said(task, code === before ? 'there is no model here to do this' : 'a prepared correction for');
  const indent = task.indent + (/^[ \t]*/.exec(code)?.[0] ?? '');
  return `${indent}${commentIn(task.language, note)}\n${task.indent}${code}`;
}

function said({ instruction }: InlineTask, what: string): string {
  return `Demo: ${what}: ${instruction.trim()}`;
}

/** A function that says what it should do, in languages where that is one statement. */
function stub(instruction: string, language: string): string | undefined {
  const words = instruction.toLowerCase().match(/[a-z]+/g) ?? [];
  const telling = words.filter((word) => !fillers.has(word)).slice(0, 4);
  const named = ['demo', ...telling];
  const text = JSON.stringify(`Demo: a real model would write this: ${instruction}`);
  switch (language) {
    case 'typescript':
    case 'typescriptreact':
      return `function ${camelCase(named)}(): never {\n  throw new Error(${text});\n}`;
    case 'javascript':
    case 'javascriptreact':
      return `function ${camelCase(named)}() {\n  throw new Error(${text});\n}`;
    case 'python':
      return `def ${named.join('_')}() -> None:\n    raise NotImplementedError(${text})`;
    default:
      return undefined;
  }
}

/** Words that say nothing about what a function does. */
const fillers = new Set(
  'a an the that which to of for in on with and or is are be it this write add make create generate new function method code please'.split(
    ' ',
  ),
);

function camelCase([first = '', ...others]: readonly string[]): string {
  return first + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
