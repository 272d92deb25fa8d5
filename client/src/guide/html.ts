/** The guide's page before its pages are known, which are English. client/webview/guide fills it in. */
import { t } from '@vscode/l10n';
import { inHtml, type PageParts, pageHtml } from '../webview/html.ts';
import { icon } from '../webview/icons.ts';

const body = (): string => `  <div id="side">
    <div id="bar" role="search">
      <button id="back" class="icon" type="button" ${named(t('Back'))} disabled>${icon('back')}</button>
      <button id="all" class="icon" type="button" ${named(t('All pages'))}>${icon('list')}</button>
      <input id="search" type="search" placeholder="${inHtml(t('Search the guide'))}"
        aria-label="${inHtml(t('Search settings and warnings'))}"
        aria-controls="list" autocomplete="off" spellcheck="false">
    </div>
    <p id="count" role="status" aria-live="polite"></p>
    <nav id="list" aria-label="${inHtml(t('Pages'))}"></nav>
  </div>
  <main id="page" tabindex="-1">
    <article id="article" lang="en"></article>
  </main>
  <section id="own" aria-label="${inHtml(t('Your own pictures'))}" hidden>
    <p id="own-text"></p>
    <div class="actions">
      <button id="compare" type="button"></button>
      <button id="choose-backend" class="link" type="button">${inHtml(t('Choose backend…'))}</button>
      <button id="manage-trust" class="link" type="button">${inHtml(t('Manage workspace trust…'))}</button>
    </div>
  </section>
  <dialog id="closer" aria-label="${inHtml(t('Picture'))}">
    <figure>
      <img id="closer-picture" alt="">
      <figcaption id="closer-caption" aria-live="polite"></figcaption>
    </figure>
    <div class="actions">
      <button id="closer-before" type="button">${inHtml(t('Fewer steps'))}</button>
      <button id="closer-after" type="button">${inHtml(t('More steps'))}</button>
      <button id="closer-close" type="button">${inHtml(t('Close'))}</button>
    </div>
  </dialog>`;

/** The whole page. Its pictures are the extension's own files. */
export function guideHtml(parts: PageParts): string {
  return pageHtml(parts, t('Settings Guide'), body(), parts.ownFiles);
}

/** What a button without text is called, for those who see and those who hear. */
function named(name: string): string {
  return `title="${inHtml(name)}" aria-label="${inHtml(name)}"`;
}
