// The panel takes every colour from the theme, and its page lets nothing in and nothing out.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { panelHtml } from '../../../src/host/panel/html.ts';
import { themeVariables } from '../../support/panelPage/themes.ts';

const styles = path.resolve(import.meta.dirname, '../../../src/webview/styles');
const css = globSync('*.css', { cwd: styles })
  .map((file) => readFileSync(path.join(styles, file), 'utf8'))
  .join('\n');

describe('webview: styles', () => {
  it('use only variables that VS Code has', () => {
    const known = { ...themeVariables('dark'), ...themeVariables('hcDark'), ...themeVariables('hcLight') };
    const used = new Set([...css.matchAll(/var\((--vscode-[\w-]+)/g)].map(([, name]) => name ?? ''));
    assert(used.size > 20);
    assert.deepEqual(
      [...used].filter((name) => !(name in known)),
      [],
    );
  });

  it('name no colour themselves', () => {
    const values = css.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/mask-image:[^;]*;/g, '');
    assert.deepEqual(
      values.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|:\s*(?:black|white|red|gr[ae]y|blue)\b/gi),
      null,
    );
  });
});

describe('webview: page', () => {
  const html = panelHtml({
    script: 'https://host/main.js?a=1&b="2"',
    style: 'https://host/main.css',
    nonce: 'bm9uY2U+"',
    cspSource: "'self' https://*.host",
    language: 'de"><script>',
  });

  it('has a policy that starts from nothing, and one that binds scripts to the panel', () => {
    const written = [...html.matchAll(/http-equiv="Content-Security-Policy" content="([^"]*)"/g)];
    const policies = written.map(([, policy = '']) =>
      policy.replaceAll('&quot;', '"').replaceAll('&gt;', '>').split('; '),
    );
    assert.deepEqual(policies, [
      [
        "default-src 'none'",
        "script-src 'nonce-bm9uY2U+\"'",
        "style-src 'self' https://*.host",
        "font-src 'self' https://*.host",
        "img-src 'self' https://*.host data:",
        "connect-src 'none'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-src 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types dompurify',
      ],
      ["script-src 'self' https://*.host"],
    ]);
  });

  it('escapes what it is given', () => {
    assert.match(html, /<html lang="de&quot;&gt;&lt;script&gt;">/);
    assert.match(html, /src="https:\/\/host\/main\.js\?a=1&amp;b=&quot;2&quot;"/);
    assert.equal(html.match(/<script/g)?.length, 1);
  });
});
