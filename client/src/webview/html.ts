/** What every page in a panel is: one script, one style sheet, and what the script draws. */

import { escaped } from '../../../server/src/common/markup.ts';

/** What a script has made addresses of. */
const SENT = 'blob:';

export interface PageParts {
  /** Address of the page's script in dist/webview as the webview loads it. */
  readonly script: string;
  /** Address of its style sheet there. */
  readonly style: string;
  /** The webview's `cspSource`: where the extension's own files come from. */
  readonly ownFiles: string;
  /** Unguessable, new for every page: only the script that carries it runs. */
  readonly nonce: string;
  /** What the person reads, as VS Code names it ("de"), and the texts in it: English text to its own. Empty: English. */
  readonly language: string;
  readonly texts: Readonly<Record<string, unknown>>;
}

/**
 * The page that a script draws on. Nothing inline runs or styles. `pictures`: those that the script was `sent`, of which it makes
 * addresses, and videos; or files of the extension's `own`.
 */
export function pageHtml(
  { script, style, ownFiles, nonce, language, texts }: PageParts,
  title: string,
  pictures: 'sent' | 'own' = 'sent',
): string {
  const seen = pictures === 'sent' ? `img-src ${SENT}; media-src ${SENT}` : `img-src ${ownFiles}`;
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${ownFiles}; ${seen}`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${style}">
  <title>${escaped(title)}</title>
</head>
<body data-state="idle">
  <script type="application/json" id="texts">${JSON.stringify(texts).replaceAll('<', '\\u003c')}</script>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
