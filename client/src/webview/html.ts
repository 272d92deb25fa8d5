/** What every page in a panel is: one script, one style sheet, and what the script draws or fills in. */

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
 * The whole page around `body`, which is markup of ours. Nothing inline runs or styles, and pictures and videos are what the script was
 * sent (`blob:`), or only what `pictures` says.
 */
export function pageHtml(
  { script, style, ownFiles, nonce, language, texts }: PageParts,
  title: string,
  body = '',
  pictures = SENT,
): string {
  const videos = pictures === SENT ? `; media-src ${SENT}` : '';
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${ownFiles}; img-src ${pictures}${videos}`;
  return `<!DOCTYPE html>
<html lang="${inHtml(language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${style}">
  <title>${inHtml(title)}</title>
</head>
<body data-state="idle">
${body}
  <script type="application/json" id="texts">${JSON.stringify(texts).replaceAll('<', '\\u003c')}</script>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

/** Words as words, in text and in attributes. */
export function inHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
