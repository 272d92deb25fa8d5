/** The preview's page before anything is known. client/webview/preview.ts fills it in. */

export interface PageParts {
  /** Address of dist/webview/preview.js as the webview loads it. */
  readonly script: string;
  /** Address of dist/webview/preview-style.css as the webview loads it. */
  readonly style: string;
  /** The webview's `cspSource`: where the extension's own files come from. */
  readonly ownFiles: string;
  /** Unguessable, new for every page: only the script that carries it runs. */
  readonly nonce: string;
}

/** The whole page. Nothing inline runs or styles, and pictures are only what the script was sent (`blob:`). */
export function previewHtml({ script, style, ownFiles, nonce }: PageParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${ownFiles}; img-src blob:`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${style}">
  <title>Preview</title>
</head>
<body data-state="idle">
  <header>
    <h1 id="title">Preview</h1>
    <div id="toolbar" role="group" aria-label="Render">
      <button id="draft" type="button" title="A quick look: the model's draft step count">Draft</button>
      <button id="configured" type="button" title="With exactly the settings of the file">As configured</button>
      <span class="stack">
        <button id="cancel" type="button" hidden>Cancel</button>
        <button id="save" type="button" hidden>Save PNG…</button>
      </span>
    </div>
  </header>
  <main>
    <section id="result" aria-label="Result">
      <div id="failure" hidden>
        <strong>The render failed</strong>
        <p id="failure-message"></p>
        <div class="actions">
          <button id="retry" type="button">Try again</button>
          <button id="show-log" type="button">Show log</button>
        </div>
      </div>
      <figure id="figure">
        <div id="frame"><img id="picture" alt="" hidden></div>
        <progress id="progress" aria-label="Render progress" hidden></progress>
        <div id="line"><span id="status" role="status" aria-live="polite"></span><span id="time"></span></div>
        <figcaption id="backend-note"></figcaption>
      </figure>
    </section>
    <section id="details" aria-label="Details">
      <ul id="warnings" aria-label="Warnings" hidden></ul>
      <h2 id="settings-heading" hidden>Settings used</h2>
      <dl id="settings"></dl>
    </section>
  </main>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
