/** The search, and buttons that copy code. All else of the site works without a script. */
import { createSearch, type Search } from '../../../client/src/guide/search.ts';
import type { SearchEntry } from '../page.ts';

declare global {
  interface Window {
    /** Set by search.js, a script since pages from a disk may load nothing else. */
    sweetspotEntries?: readonly SearchEntry[];
  }
}

const MOST_FOUND = 30;
const root = document.documentElement.dataset.root ?? '';

const dialog = byId('search', HTMLDialogElement);
const query = byId('query', HTMLInputElement);
const found = byId('found', HTMLUListElement);
const count = byId('count', HTMLElement);
const opener = byId('search-open', HTMLButtonElement);

let search: Search<SearchEntry> | null = null;

opener.hidden = false;
opener.addEventListener('click', open);
query.addEventListener('input', show);
document.addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof HTMLInputElement;
  const asks = (event.key === '/' && !isTyping) || (event.key === 'k' && (event.ctrlKey || event.metaKey));
  if (!asks) return;
  event.preventDefault();
  open();
});
dialog.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  const places: (Element & HTMLOrSVGElement)[] = [query, ...found.querySelectorAll('a')];
  const at = places.findIndex((place) => place.matches(':focus'));
  places[Math.min(Math.max(at + (event.key === 'ArrowDown' ? 1 : -1), 0), places.length - 1)].focus();
});
// Enter opens the first that was found.
query.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  found.querySelector('a')?.click();
});
found.addEventListener('click', () => dialog.close());
dialog.addEventListener('click', ({ target }) => {
  if (target === dialog) dialog.close();
});

// A long menu begins where the reader is.
const menu = byId('menu', HTMLElement);
const atCurrent = (): void => {
  const current = menu.querySelector<HTMLElement>('[aria-current]');
  if (current) menu.scrollTop = current.offsetTop - menu.clientHeight / 2;
};
atCurrent();
menu.addEventListener('toggle', atCurrent);

function open(): void {
  if (!dialog.open) dialog.showModal();
  query.select();
  if (search !== null) return;
  const script = document.createElement('script');
  script.src = `${root}search.js`;
  script.addEventListener('load', () => {
    search = createSearch(window.sweetspotEntries ?? []);
    show();
  });
  document.head.append(script);
}

function show(): void {
  const asked = query.value.trim();
  if (search === null || asked === '') {
    found.replaceChildren();
    count.textContent = '';
    return;
  }
  const all = search(asked);
  const hidden = all.length - MOST_FOUND;
  count.textContent =
    all.length === 0
      ? 'Nothing found.'
      : hidden > 0
        ? `${MOST_FOUND} of ${all.length}, the best first`
        : `${all.length} found`;
  found.replaceChildren(
    ...all.slice(0, MOST_FOUND).map(({ page, because }) => {
      const link = document.createElement('a');
      link.href = `${root}${page.path}`;
      const title = document.createElement('strong');
      title.textContent = page.title;
      const more = document.createElement('span');
      more.textContent = [page.of, because ?? ''].filter((text) => text !== '').join(' · ');
      link.append(title, more);
      const item = document.createElement('li');
      item.append(link);
      return item;
    }),
  );
}

for (const figure of document.querySelectorAll('figure.code:not(.example)')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(figure.querySelector('code')?.textContent ?? '');
    button.textContent = 'Copied';
  });
  // Where a page may not write there, nothing is offered.
  if ('clipboard' in navigator) figure.append(button);
}

function byId<E extends Element>(id: string, kind: new () => E): E {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no #${id}.`);
  return element;
}
