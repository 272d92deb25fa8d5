/** The page of a comparison before anything is known. client/webview/compare.ts fills it in. */
import { type PageParts, pageHtml } from '../webview/html.ts';
import { icon } from '../webview/icons.ts';

/** The whole page. */
export function compareHtml(parts: PageParts): string {
  return pageHtml(parts, 'Comparison', BODY);
}

const BODY = `\
  <header>
    <div>
      <h1 id="title" tabindex="-1">Comparison</h1>
      <p id="common"></p>
    </div>
    <div id="toolbar" role="group" aria-label="Comparison">
      <button id="add" type="button" title="Another value with the same seed">${icon('add')}Add a value…</button>
      <button id="find" type="button" title="Measure from which count on more steps change nothing">Find sweet spot</button>
      <button id="again" type="button">Render again</button>
      <button id="cancel-all" type="button" hidden>Cancel</button>
    </div>
  </header>
  <main>
    <div id="failure" role="alert" hidden>
      <p id="failure-message"></p>
      <div class="actions">
        <button id="retry" type="button">Try again</button>
        <button id="choose-backend" type="button">Choose backend…</button>
        <button id="show-log" type="button">Show log</button>
      </div>
    </div>
    <p id="waiting" role="status" hidden></p>
    <section id="found" aria-label="Quality against time" hidden>
      <div id="answer">
        <p id="sentence" role="status" aria-live="polite"></p>
        <button id="apply-result" class="primary" type="button" hidden></button>
      </div>
      <div id="curve"></div>
    </section>
    <section id="viewer" aria-label="Chosen pictures" hidden>
      <div id="tools" role="group" aria-label="View">
        <div id="overlays" role="group" aria-label="Two pictures">
          <button id="slider" type="button" aria-pressed="true">Slider</button>
          <button id="difference-on" type="button" aria-pressed="false"
            title="Where they differ: the darker, the more alike">Difference</button>
          <label id="gain-label">amplified <select id="gain">
            <option value="1">× 1</option>
            <option value="4" selected>× 4</option>
            <option value="16">× 16</option>
          </select></label>
        </div>
        <span id="apart" role="status" aria-live="polite"></span>
        <button id="zoom-out" class="icon" type="button" title="Zoom out" aria-label="Zoom out">${icon('zoom-out')}</button>
        <button id="zoom" class="icon" type="button" title="Fit the panel, or full size">Fit</button>
        <button id="zoom-in" class="icon" type="button" title="Zoom in" aria-label="Zoom in">${icon('zoom-in')}</button>
        <button id="close" class="icon" type="button" title="Close" aria-label="Close">${icon('close')}</button>
      </div>
      <figure id="figure">
        <div id="frame" tabindex="0" role="group" aria-label="Picture: plus and minus zoom, 0 fits, 1 is full size">
          <div id="stage">
            <img id="picture" alt="">
            <img id="compared" alt="" hidden>
            <canvas id="difference" role="img" hidden></canvas>
            <div id="boundary" role="slider" tabindex="0" aria-label="Boundary between the two renders"
              aria-orientation="horizontal" aria-valuemin="0" aria-valuemax="100" hidden></div>
          </div>
        </div>
        <div id="tags"><span id="compared-tag"></span><span id="picture-tag"></span></div>
      </figure>
    </section>
    <section id="pictures" aria-label="Pictures">
      <p id="line"><span id="status" role="status" aria-live="polite"></span><span id="time"></span></p>
      <ol id="grid"></ol>
      <template id="card"><li>
        <button class="open" type="button" aria-pressed="false" title="Look at it"><img alt=""></button>
        <progress hidden></progress>
        <p class="caption"><strong></strong><span class="state"></span></p>
        <div class="actions">
          <button class="apply" type="button">Apply</button>
          <span class="mark">in the file</span>
          <button class="cancel" type="button">Cancel</button>
          <button class="retry" type="button">Try again</button>
          <button class="save icon" type="button" title="Save picture…">${icon('save')}</button>
        </div>
      </li></template>
      <p id="tip" hidden>Choose two pictures to lay them over each other.</p>
    </section>
    <footer>
      <ul id="warnings" aria-label="Warnings" hidden></ul>
      <div id="changes" hidden>
        <h2>What differs from the file in all of them</h2>
        <ul id="change-list"></ul>
      </div>
      <p id="backend-note"></p>
    </footer>
  </main>`;
