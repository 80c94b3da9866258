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
 * The policy of the panel's page. What it forbids holds whatever the model writes: no request leaves the page, no inline
 * script or style runs, no string becomes script.
 *
 * The lazy chunks of a module inherit its nonce. Trusted Types are on; DOMPurify's parser is the only allowed policy.
 */
function contentSecurityPolicy({ nonce, cspSource }: PanelPage): string {
  return [
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
  ].join('; ');
}

function attribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The page that VS Code loads into the panel's webview. */
export function panelHtml(page: PanelPage): string {
  return `<!DOCTYPE html>
<html lang="${attribute(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(contentSecurityPolicy(page))}">
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
