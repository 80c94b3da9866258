import { type Declaration, type FileFacts, factsAbout } from '../fileFacts.ts';
import { bugsIn, type FoundBug } from '../knownBugs.ts';
import { stepsOf } from '../knownFunctions.ts';
import type { QuotedFile } from '../question.ts';

/** Answers a question about quoted files: what can be counted in them, their code, and the sample's known mistakes. */
export function aboutFiles(question: string, files: readonly QuotedFile[]): string {
  return files.map((file) => aboutFile(question, file)).join('\n\n');
}

function aboutFile(question: string, file: QuotedFile): string {
  const facts = factsAbout(file);
  const bugs = bugsIn(file);
  if (/\btests?\b/i.test(question)) return joined(intro(file, facts), tests(file, facts));
  if (/\b(bugs?|wrong|mistakes?|fix|never ends|why)\b/i.test(question)) {
    return joined(
      intro(file, facts),
      bugs.length > 0 ? bugs.map((bug) => bugReport(file, bug)).join('\n\n') : noBug(facts),
    );
  }
  if (/\b(simpl\w+|shorter|refactor\w*|clean)\b/i.test(question))
    return joined(intro(file, facts), longest(file, facts));
  return joined(intro(file, facts), declarations(facts), steps(file, facts), surprises(file, bugs));
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

function intro(file: QuotedFile, facts: FileFacts): string {
  const last = file.firstLine + facts.lines - 1;
  const where = file.scope === 'part' ? `lines ${file.firstLine}–${last} of \`${file.path}\`` : `\`${file.path}\``;
  const named = facts.declarations.map(({ name }) => `\`${name}\``);
  const declares = named.length === 0 ? 'no functions that I can see' : listed(named);
  const counted = `${count(facts.lines, 'line')}, ${count(facts.characters, 'character')}`;
  return `You sent me ${where}: ${counted}${file.language ? ` of ${languageName(file.language)}` : ''}, with ${declares}.`;
}

function declarations({ declarations: all }: FileFacts): string {
  if (all.length === 0) return '';
  const items = all.map(({ kind, name, line, summary }) => {
    const says = summary === '' ? '' : `: ${summary}`;
    return `- **\`${name}\`**, ${kind === 'class' ? 'a type' : 'a function'} on line ${line}${says}`;
  });
  return `## What is in it\n\n${items.join('\n')}`;
}

function steps(file: QuotedFile, facts: FileFacts): string {
  const main = mainDeclaration(facts);
  const code = main?.code ?? file.text.split('\n').slice(0, 12).join('\n').trimEnd();
  const title = main ? `## \`${main.name}\`, step by step` : '## The first lines';
  const known = stepsOf(main?.name ?? '').map((step, index) => `${index + 1}. ${step}`);
  const walk = known.length > 0 ? known.join('\n') : unknownCode(facts);
  return `${title}\n\n${fenced(code, file.language)}\n\n${walk}`;
}

function unknownCode({ loops }: FileFacts): string {
  const looked = loops.length === 0 ? 'There is no loop in it.' : `A loop begins on line ${listed(loops.map(String))}.`;
  return `${looked} I have no explanation prepared for this code; a real model would walk through it now. Connect one with **Parley: Add API Key…**.`;
}

function surprises(file: QuotedFile, bugs: readonly FoundBug[]): string {
  return bugs.length === 0 ? '' : `## Surprising or risky\n\n${bugs.map((bug) => bugReport(file, bug)).join('\n\n')}`;
}

function bugReport(file: QuotedFile, { title, explanation, line, wrong, right }: FoundBug): string {
  return `### ${title} (\`${file.path}\`, line ${line})\n\n${explanation}\n\n${fenced(`- ${wrong}\n+ ${right}`, 'diff')}`;
}

function noBug({ loops, lines }: FileFacts): string {
  const looked = loops.length === 0 ? 'no loop' : `a loop on line ${listed(loops.map(String))}`;
  return `I know only the mistakes that were put into the sample workspace, and none of them is here. Of ${count(lines, 'line')} I can say: ${looked}. A real model can judge the code; connect one with **Parley: Add API Key…**.`;
}

function tests(file: QuotedFile, { declarations: all }: FileFacts): string {
  const functions = all.filter(({ kind }) => kind === 'function').map(({ name }) => name);
  if (functions.length === 0) return 'I see no function to test in it.';
  const python = file.language === 'python';
  const code = python ? pythonTests(file.path, functions) : nodeTests(file.path, functions);
  return `A skeleton with one test for each function; what they should return is yours (or a real model's) to say:\n\n${fenced(code, python ? 'python' : 'ts')}`;
}

function nodeTests(path: string, functions: readonly string[]): string {
  const module = path.split('/').at(-1) ?? path;
  const each = functions.map((name) => `test('${name}', () => {\n  assert.ok(${name});\n});`);
  return [
    "import assert from 'node:assert/strict';",
    "import { test } from 'node:test';",
    `import { ${functions.join(', ')} } from './${module}';`,
    '',
    ...each,
  ].join('\n');
}

function pythonTests(path: string, functions: readonly string[]): string {
  const module = (path.split('/').at(-1) ?? path).replace(/\.py$/, '');
  const each = functions.map((name) => `def test_${name}() -> None:\n    assert callable(${name})`);
  return [`from ${module} import ${functions.join(', ')}`, '', '', each.join('\n\n\n')].join('\n');
}

function longest(file: QuotedFile, { declarations: all }: FileFacts): string {
  const [first] = [...all].sort((one, other) => other.code.length - one.code.length);
  if (!first) return 'I see no function in it to make simpler.';
  const lines = first.code.split('\n').length;
  return `The longest piece is \`${first.name}\` on line ${first.line}, with ${count(lines, 'line')}: the place to begin.\n\n${fenced(first.code, file.language)}`;
}

function mainDeclaration({ declarations: all }: FileFacts): Declaration | undefined {
  return all.find(({ kind }) => kind === 'function') ?? all[0];
}

function fenced(code: string, language: string): string {
  const longest = (code.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

/** A language as people write it. */
function languageName(id: string): string {
  const names: Readonly<Record<string, string>> = {
    typescript: 'TypeScript',
    javascript: 'JavaScript',
    python: 'Python',
  };
  return names[id] ?? id;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;
}

function listed(items: readonly string[]): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
