/** How a comment begins and ends, for VS Code's language ids. */
interface Style {
  readonly languages: string;
  readonly before: string;
  readonly after: string;
}

/** Comments that end with the line. */
const lineStyles: readonly Style[] = [
  {
    languages: 'python ruby shellscript yaml dockerfile makefile toml perl r powershell elixir',
    before: '# ',
    after: '',
  },
  { languages: 'sql lua haskell', before: '-- ', after: '' },
  { languages: 'html xml markdown vue svelte', before: '<!-- ', after: ' -->' },
  { languages: 'css', before: '/* ', after: ' */' },
  { languages: 'plaintext', before: '', after: '' },
  // JSON has no comments; a member is the nearest thing.
  { languages: 'json', before: '"demo": "', after: '"' },
];

/** Expressions that carry a remark, for places within a line, in languages where a comment would swallow the rest. */
const remarkStyles: readonly Style[] = [
  { languages: 'python ruby shellscript yaml lua r plaintext json', before: '"', after: '"' },
  { languages: 'sql haskell powershell perl', before: "'", after: "'" },
  { languages: 'html xml markdown vue svelte', before: '<!-- ', after: ' -->' },
  { languages: 'typescript typescriptreact javascript javascriptreact', before: 'undefined /* ', after: ' */' },
];

/** A text as a comment on a line of its own. */
export function commentIn(language: string, text: string): string {
  return wrapped(text, styleOf(lineStyles, language) ?? { languages: '', before: '// ', after: '' });
}

/** A text as something that may stand in the middle of a line. */
export function remarkIn(language: string, text: string): string {
  return wrapped(text, styleOf(remarkStyles, language) ?? { languages: '', before: '/* ', after: ' */' });
}

function styleOf(styles: readonly Style[], language: string): Style | undefined {
  return styles.find(({ languages }) => languages.split(' ').includes(language));
}

/** What would end the comment or the text is taken out. */
function wrapped(text: string, { before, after }: Style): string {
  const quotes = /["']$/.test(before) ? /["'\\]/g : /-->|\*\//g;
  return before + text.replace(quotes, '').replace(/\s+/g, ' ') + after;
}
