/** The guide's page: a list of all pages with a search, and the page that is open. */
import './language.ts';
import type { Page, PageName } from '../../server/src/protocol/pages.ts';
import { pageAtHash } from '../src/guide/address.ts';
import { surroundingsOf } from '../src/guide/links.ts';
import { renderMarkdown } from '../src/guide/markdown.ts';
import type { FromPage, ToPage } from '../src/guide/messages.ts';
import { type GuideState, isSame, opened, stateFrom, wentBack } from '../src/guide/state.ts';
import { element, onClick, part } from './dom.ts';
import { showCloser } from './guide-closer.ts';
import { focusSearch, listPages, markOpen, onQuery, searchedWords } from './guide-list.ts';
import { markWords } from './guide-marks.ts';
import { placeOwn, showOwn } from './guide-own.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: GuideState): void;
};

const editor = acquireVsCodeApi();
const main = part('page', HTMLElement);
const article = part('article', HTMLElement);
/** Address of dist/webview. */
const files = (document.currentScript?.getAttribute('src') ?? '').replace(/\/[^/]*$/, '');
let pages: readonly Page[] = [];
let state = stateFrom(editor.getState());

const back = onClick('back', () => go(wentBack(state)));
onClick('all', () => showSide(document.body.dataset.showing === 'list' ? 'page' : 'list'));
onClick('compare', () => editor.postMessage({ type: 'compare' }));
onClick('choose-backend', () => editor.postMessage({ type: 'choose-backend' }));
onClick('manage-trust', () => editor.postMessage({ type: 'manage-trust' }));
onQuery((query) => {
  if (query === '') markWords(article, []);
  showSide(query === '' && state.open ? 'page' : 'list');
});

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return;
  const link = target.closest('a');
  const page = link && pageAtHash(link.getAttribute('href') ?? '');
  if (page) follow(page);
  const picture = target.closest('figure button');
  if (picture instanceof HTMLElement) showCloser(picture, [...article.querySelectorAll('figure')]);
});

document.addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof HTMLInputElement;
  if (event.key !== '/' || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  focusSearch();
});

main.addEventListener('scroll', () => keep({ ...state, scroll: main.scrollTop }), { passive: true });

/** Opens a page as a person does: at its top, or at the words that were searched where its title has them not, with the keyboard in it. */
function follow(page: PageName): void {
  go(opened(state, page));
  showSide('page');
  main.focus();
  const title = article.querySelector('h1')?.textContent?.toLowerCase() ?? '';
  const words = searchedWords().filter((word) => !title.includes(word.toLowerCase()));
  const first = markWords(article, words);
  first?.scrollIntoView({ block: 'center' });
}

/** Shows the page that `to` says. In a narrow panel the list gives way to it. */
function go(to: GuideState): void {
  const open = to.open && pages.find((page) => isAsked(page, to.open));
  keep(to);
  back.disabled = to.earlier.length === 0;
  if (!open) return;
  const template = document.createElement('template');
  template.innerHTML = renderMarkdown(open.markdown, surroundingsOf(open, pages, files));
  article.replaceChildren(template.content);
  placeOwn(article);
  markWords(article, []);
  markOpen(open);
  main.scrollTop = to.scroll;
}

/** Whether it is the page of this name. A guide that explains several settings has all their names. */
function isAsked(page: Page, asked: PageName | null): boolean {
  return asked !== null && (isSame(page, asked) || (page.kind === asked.kind && page.names.includes(asked.id)));
}

/** What a panel without room for both shows. */
function showSide(side: 'list' | 'page'): void {
  document.body.dataset.showing = side;
}

function keep(to: GuideState): void {
  state = to;
  editor.setState(to);
}

/** Shows what was open before, else the list; where there is room for a page beside it, the first one. */
function start(): void {
  listPages(pages);
  showSide(state.open ? 'page' : 'list');
  const [first = null] = pages;
  go(state.open ? state : { ...state, open: first && { kind: first.kind, id: first.id } });
}

// Only the extension can post to a webview's window under VS Code, so what arrives has the type it was sent with.
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  switch (data.type) {
    case 'pages':
      pages = data.pages;
      start();
      break;
    case 'open':
      if (data.open) follow(data.open);
      else focusSearch();
      break;
    case 'own':
      showOwn(data.own);
      break;
    case 'failed':
      article.replaceChildren(element('p', data.message));
      showSide('page');
      break;
  }
});

editor.postMessage({ type: 'ready' });
