import { mended } from '../knownBugs.ts';
import type { InlineTask } from '../question.ts';
import { commentIn } from './comments.ts';
import { recipeFor } from './recipes.ts';

/** Code for the editor, in one fence; a comment in it says that it is the demo's. */
export function codeFor(task: InlineTask): string {
  const code = task.selection.trim() === '' ? written(task) : rewritten(task);
  return `\`\`\`${task.language}\n${code}\n\`\`\``;
}

/** New code: a recipe that fits the instruction, else a function by its name. */
function written(task: InlineTask): string {
  const { instruction, language } = task;
  const code = recipeFor(instruction, language) ?? stub(instruction, language);
  return code === undefined
    ? note(task, 'a model would write this here')
    : `${note(task, 'prepared code for')}\n${code}`;
}

/** The selection with the sample's mistakes mended; where there is none, it stays as it is. */
function rewritten(task: InlineTask): string {
  const code = mended(task.selection).replace(/\n$/, '');
  const changed = code !== task.selection.replace(/\n$/, '');
  const indent = /^\s*/.exec(code)?.[0] ?? '';
  return `${indent}${note(task, changed ? 'a prepared correction for' : 'no model here to do this')}\n${code}`;
}

function note({ instruction, language }: InlineTask, what: string): string {
  return commentIn(language, `Demo: ${what}: ${instruction.replace(/\s+/g, ' ').trim()}`);
}

/** A function that says what it should do, in languages where that is one statement. */
function stub(instruction: string, language: string): string | undefined {
  const words = instruction.toLowerCase().match(/[a-z]+/g) ?? [];
  const telling = words.filter((word) => !fillers.has(word)).slice(0, 4);
  const named = telling.length > 0 ? telling : ['demo'];
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

const fillers = new Set(
  'a an the that which to of for in on with and or is are be it this write add make create generate new function method code please'.split(
    ' ',
  ),
);

function camelCase([first = '', ...others]: readonly string[]): string {
  return first + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
