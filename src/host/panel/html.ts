/** What the panel's page is made of. */
export interface PanelPage {
  /** Webview URI of the bundle's entry module. */
  readonly script: string;
  /** Webview URI of the style sheet. */
  readonly style: string;
  /** Fresh for every page, unguessable. */
  readonly nonce: string;
  /** The webview's own origin, as VS Code names it for a policy. */
  readonly cspSource: string;
  /** BCP 47. */
  readonly language: string;
}

/**
 * The policies of the panel's page, all of which hold. What they forbid is forbidden whatever the model writes: no request
 * leaves the page, no inline script or style runs, no string becomes script. Trusted Types are on; DOMPurify's parser is
 * the only one allowed.
 *
 * A module passes its nonce on to what it imports, its lazy chunks among it, from wherever that is; so the second policy
 * binds scripts to the webview's own files as well.
 */
function contentSecurityPolicies({ nonce, cspSource }: PanelPage): readonly string[] {
  const first = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types dompurify',
  ];
  return [first.join('; '), `script-src ${cspSource}`];
}

function attribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The page that VS Code loads into the panel's webview. */
export function panelHtml(page: PanelPage): string {
  const policies = contentSecurityPolicies(page).map(
    (policy) => `<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">`,
  );
  return `<!DOCTYPE html>
<html lang="${attribute(page.language)}">
<head>
<meta charset="utf-8">
${policies.join('\n')}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley</title>
<link rel="stylesheet" href="${attribute(page.style)}">
</head>
<body>
<div id="panel"></div>
<script type="module" nonce="${attribute(page.nonce)}" src="${attribute(page.script)}"></script>
</body>
</html>
`;
}
