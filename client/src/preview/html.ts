/** The preview's page before anything is known. client/webview/preview.ts fills it in. */
import { type PageParts, pageHtml } from '../webview/html.ts';
import { icon } from '../webview/icons.ts';

/** The whole page. */
export function previewHtml(parts: PageParts): string {
  return pageHtml(parts, 'Preview', BODY);
}

const BODY = `\
  <header>
    <div id="heading">
      <h1 id="title">Preview</h1>
      <div id="tools" role="group" aria-label="Picture" hidden>
        <span id="said" role="status" aria-live="polite"></span>
        <button id="zoom-out" type="button" title="Zoom out" aria-label="Zoom out">${icon('zoom-out')}</button>
        <button id="zoom" type="button" title="Fit the panel, or full size">Fit</button>
        <button id="zoom-in" type="button" title="Zoom in" aria-label="Zoom in">${icon('zoom-in')}</button>
        <button id="compare" type="button" aria-pressed="false" title="Compare with another render of this file"
          aria-label="Compare">${icon('compare')}</button>
        <button id="copy" type="button" title="Copy picture" aria-label="Copy picture">${icon('copy')}</button>
        <button id="save" type="button" title="Save picture…" aria-label="Save picture">${icon('save')}</button>
      </div>
    </div>
    <div id="toolbar" role="group" aria-label="Render">
      <button id="draft" type="button" title="A quick look: the model's draft step count">Draft</button>
      <button id="configured" type="button" title="With exactly the settings of the file">As configured</button>
      <button id="cancel" type="button" hidden>Cancel</button>
    </div>
  </header>
  <main>
    <section id="result" aria-label="Result">
      <div id="failure" hidden>
        <strong>The render failed</strong>
        <p id="failure-message"></p>
        <ul id="places" aria-label="Places in the file"></ul>
        <div class="actions">
          <button id="retry" type="button">Try again</button>
          <button id="failure-choose" type="button">Choose backend…</button>
          <button id="show-log" type="button">Show log</button>
        </div>
      </div>
      <figure id="figure">
        <div id="frame" tabindex="0" role="group" aria-label="Picture: plus and minus zoom, 0 fits, 1 is full size">
          <div id="stage">
            <img id="picture" alt="" hidden>
            <img id="compared" alt="" hidden>
            <div id="boundary" role="slider" tabindex="0" aria-label="Boundary between the two renders"
              aria-orientation="horizontal" aria-valuemin="0" aria-valuemax="100" hidden></div>
          </div>
        </div>
        <div id="tags" hidden><span id="compared-tag"></span><span id="picture-tag"></span></div>
        <progress id="progress" aria-label="Render progress" hidden></progress>
        <p id="line"><span id="status" role="status" aria-live="polite"></span><span id="time"></span></p>
        <ol id="strip" aria-label="Renders of this file, newest first" hidden></ol>
      </figure>
    </section>
    <section id="details" aria-label="Details">
      <p id="hint" hidden>
        <span>Your own ComfyUI or Forge can render these.</span>
        <button id="hint-choose" type="button">Choose backend…</button>
        <button id="hint-dismiss" class="icon" type="button" title="Dismiss" aria-label="Dismiss">${icon('close')}</button>
      </p>
      <ul id="warnings" aria-label="Warnings" hidden></ul>
      <div id="seed" hidden>
        <span id="seed-text"></span>
        <button id="apply-seed" type="button" title="Write this seed into the file">Apply seed</button>
        <button id="copy-seed" type="button">Copy</button>
      </div>
      <div id="changes" hidden>
        <h2>What this preview changed</h2>
        <ul id="change-list"></ul>
      </div>
      <div id="used" hidden>
        <h2>Settings used</h2>
        <dl id="settings"></dl>
      </div>
      <footer>
        <p id="backend-note"></p>
        <div class="actions">
          <button id="choose-backend" class="link" type="button">Choose backend…</button>
          <button id="open-settings" class="link" type="button">Open settings</button>
        </div>
      </footer>
    </section>
  </main>`;
