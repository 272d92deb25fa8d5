/** The guide's page before its pages are known. client/webview/guide fills it in. */
import { type PageParts, pageHtml } from '../webview/html.ts';
import { icon } from '../webview/icons.ts';

const BODY = `  <div id="side">
    <div id="bar" role="search">
      <button id="back" class="icon" type="button" title="Back" aria-label="Back" disabled>${icon('back')}</button>
      <button id="all" class="icon" type="button" title="All pages" aria-label="All pages">${icon('list')}</button>
      <input id="search" type="search" placeholder="Search the guide" aria-label="Search settings and warnings"
        aria-controls="list" autocomplete="off" spellcheck="false">
    </div>
    <p id="count" role="status" aria-live="polite"></p>
    <nav id="list" aria-label="Pages"></nav>
  </div>
  <main id="page" tabindex="-1">
    <article id="article"></article>
  </main>
  <section id="own" aria-label="Your own pictures" hidden>
    <p id="own-text"></p>
    <div class="actions">
      <button id="compare" type="button"></button>
      <button id="choose-backend" class="link" type="button">Choose backend…</button>
      <button id="manage-trust" class="link" type="button">Manage workspace trust…</button>
    </div>
  </section>
  <dialog id="closer" aria-label="Picture">
    <figure>
      <img id="closer-picture" alt="">
      <figcaption id="closer-caption" aria-live="polite"></figcaption>
    </figure>
    <div class="actions">
      <button id="closer-before" type="button">Fewer steps</button>
      <button id="closer-after" type="button">More steps</button>
      <button id="closer-close" type="button">Close</button>
    </div>
  </dialog>`;

/** The whole page. Its pictures are the extension's own files. */
export function guideHtml(parts: PageParts): string {
  return pageHtml(parts, 'Settings Guide', BODY, parts.ownFiles);
}
