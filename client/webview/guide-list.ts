/** The list of pages and the search above it. */
import { t } from '@vscode/l10n';
import { own } from '../../server/src/knowledge/own.ts';
import type { Page, PageName } from '../../server/src/protocol/pages.ts';
import { pageHash } from '../src/guide/address.ts';
import { createSearch, type Found, type Search } from '../src/guide/search.ts';
import { element, part, say } from './dom.ts';

const search = part('search', HTMLInputElement);
const list = part('list', HTMLElement);
const count = part('count', HTMLElement);

/** How the list is headed while nothing is searched. */
function headingOf(kind: PageName['kind']): string {
  return kind === 'guide' ? t('Settings') : t('Warnings');
}

let find: Search = () => [];
let open: PageName | null = null;

/** Fills the list. */
export function listPages(pages: readonly Page[]): void {
  find = createSearch(pages);
  show();
}

/** Says which of the pages is open. */
export function markOpen(page: PageName): void {
  open = page;
  for (const link of links()) {
    if (link.hash === pageHash(page)) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

/** What is searched for. */
export function searchedWords(): string[] {
  return search.value.split(/[\s_-]+/).filter((word) => word !== '');
}

export function focusSearch(): void {
  search.focus();
  search.select();
}

export function onQuery(listener: (query: string) => void): void {
  search.addEventListener('input', () => {
    show();
    listener(search.value.trim());
  });
}

function show(): void {
  const found = find(search.value);
  const isSearch = search.value.trim() !== '';
  say(count, isSearch ? countLabel(found.length) : '');
  list.replaceChildren(
    ...(isSearch
      ? [group(found)]
      : (['guide', 'rule'] as const).flatMap((kind) => [
          element('h2', headingOf(kind)),
          group(found.filter(({ page }) => page.kind === kind)),
        ])),
  );
  if (open) markOpen(open);
}

function group(found: readonly Found[]): HTMLElement {
  const items = element('ul');
  items.append(...found.map(item));
  return items;
}

function item({ page, because }: Found): HTMLElement {
  const link = element('a', page.title);
  link.href = pageHash(page);
  if (because !== null) link.append(element('small', because));
  const made = element('li');
  made.append(link);
  return made;
}

function countLabel(pages: number): string {
  if (pages === 0) return t('No page has that.');
  return pages === 1 ? t('1 page') : t('{0} pages', pages);
}

function links(): HTMLAnchorElement[] {
  return [...list.querySelectorAll('a')];
}

search.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') links()[0]?.click();
  else if (event.key === 'ArrowDown') links()[0]?.focus();
  else if (event.key === 'Escape' && search.value !== '') {
    search.value = '';
    search.dispatchEvent(new Event('input'));
  } else return;
  event.preventDefault();
});

list.addEventListener('keydown', (event) => {
  const all = links();
  const at = all.findIndex((link) => link.matches(':focus'));
  const to = own({ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }, event.key);
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  if (to < 0) search.focus();
  else all[to]?.focus();
});
