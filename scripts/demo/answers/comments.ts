/** How a comment of one line begins and ends, by VS Code's language id. */
const styles: readonly { readonly languages: string; readonly before: string; readonly after: string }[] = [
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

/** A text as a comment; what would end the comment is taken out. */
export function commentIn(language: string, text: string): string {
  const { before, after } = styles.find(({ languages }) => languages.split(' ').includes(language)) ?? {
    before: '// ',
    after: '',
  };
  const safe = text.replaceAll('-->', '').replaceAll('*/', '').replace(/\s+/g, ' ');
  return before + (language === 'json' ? JSON.stringify(safe).slice(1, -1) : safe) + after;
}
