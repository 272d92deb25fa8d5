/** The list of pages and the search above it. */
import { t } from '@vscode/l10n';
import type { RefObject } from 'preact';
import { own } from '../../server/src/knowledge/own.ts';
import type { Page, PageName } from '../../server/src/protocol/pages.ts';
import { pageHash } from '../src/guide/address.ts';
import type { Found } from '../src/guide/search.ts';
import { isSame } from '../src/guide/state.ts';
import { IconButton } from './parts.tsx';

interface SearchBarProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly query: string;
  readonly canGoBack: boolean;
  readonly seek: (typed: string) => void;
  readonly back: () => void;
  /** Shows the list in a narrow panel, or the page again. */
  readonly all: () => void;
  readonly openFirst: () => void;
  readonly toList: () => void;
}

export function SearchBar({ field, query, canGoBack, seek, back, all, openFirst, toList }: SearchBarProps) {
  function hear(event: KeyboardEvent): void {
    if (event.key === 'Enter') openFirst();
    else if (event.key === 'ArrowDown') toList();
    else if (event.key === 'Escape' && query !== '') seek('');
    else return;
    event.preventDefault();
  }
  return (
    <search id="bar">
      <IconButton id="back" icon="back" title={t('Back')} disabled={!canGoBack} onClick={back} />
      <IconButton id="all" icon="list" title={t('All pages')} onClick={all} />
      <input
        ref={field}
        id="search"
        type="search"
        placeholder={t('Search the guide')}
        aria-label={t('Search settings and warnings')}
        aria-controls="list"
        autocomplete="off"
        spellcheck={false}
        value={query}
        onInput={({ currentTarget }) => seek(currentTarget.value)}
        onKeyDown={hear}
      />
    </search>
  );
}

interface PageListProps {
  readonly list: RefObject<HTMLElement | null>;
  readonly found: readonly Found[];
  readonly isSearch: boolean;
  readonly open: Page | null | undefined;
  readonly follow: (page: PageName) => void;
  readonly toSearch: () => void;
}

export function PageList({ list, found, isSearch, open, follow, toSearch }: PageListProps) {
  function hear(event: KeyboardEvent): void {
    const links = [...(list.current?.querySelectorAll('a') ?? [])];
    const at = links.findIndex((link) => link.matches(':focus'));
    const to = own({ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }, event.key);
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    if (to < 0) toSearch();
    else links[to]?.focus();
  }
  const links = (shown: readonly Found[]) => <Links found={shown} open={open} follow={follow} />;
  return (
    <>
      <p id="count" role="status" aria-live="polite">
        {isSearch ? countLabel(found.length) : ''}
      </p>
      <nav ref={list} id="list" aria-label={t('Pages')} onKeyDown={hear}>
        {isSearch
          ? links(found)
          : (['guide', 'rule'] as const).map((kind) => (
              <>
                <h2>{kind === 'guide' ? t('Settings') : t('Warnings')}</h2>
                {links(found.filter(({ page }) => page.kind === kind))}
              </>
            ))}
      </nav>
    </>
  );
}

function Links({ found, open, follow }: Pick<PageListProps, 'found' | 'open' | 'follow'>) {
  return (
    <ul>
      {found.map(({ page, because }) => (
        <li key={pageHash(page)}>
          <a
            href={pageHash(page)}
            aria-current={open && isSame(open, page) ? 'page' : undefined}
            onClick={() => follow(page)}
          >
            {page.title}
            {because !== null && <small>{because}</small>}
          </a>
        </li>
      ))}
    </ul>
  );
}

function countLabel(pages: number): string {
  if (pages === 0) return t('No page has that.');
  return pages === 1 ? t('1 page') : t('{0} pages', pages);
}
