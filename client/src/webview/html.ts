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
}

/**
 * The whole page around `body`, which is markup of ours; `title` too. Nothing inline runs or styles, and pictures and videos are what the script was
 * sent (`blob:`), or only what `pictures` says.
 */
export function pageHtml(
  { script, style, ownFiles, nonce }: PageParts,
  title: string,
  body = '',
  pictures = SENT,
): string {
  const videos = pictures === SENT ? `; media-src ${SENT}` : '';
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${ownFiles}; img-src ${pictures}${videos}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${style}">
  <title>${title}</title>
</head>
<body data-state="idle">
${body}
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
