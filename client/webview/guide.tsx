/** The guide's page: a list of all pages with a search, and the page that is open. */
import './language.ts';
import { render } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Page, PageName } from '../../server/src/protocol/pages.ts';
import type { FromPage, Own, ToPage } from '../src/guide/messages.ts';
import { createSearch } from '../src/guide/search.ts';
import { type GuideState, isSame, opened, stateFrom, wentBack } from '../src/guide/state.ts';
import { type Arrival, Article } from './guide-article.tsx';
import { Closer, type Closeup } from './guide-closer.tsx';
import { PageList, SearchBar } from './guide-list.tsx';

export interface Editor {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: GuideState): void;
}

interface Props {
  readonly editor: Editor;
  /** Address of dist/webview. */
  readonly files: string;
}

/** What a panel without room for both shows. */
type Side = 'list' | 'page';

function GuidePage({ editor, files }: Props) {
  const [pages, setPages] = useState<readonly Page[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [own, setOwn] = useState<Own>({ kind: 'none' });
  const [place, setPlace] = useState(() => stateFrom(editor.getState()));
  const [side, setSide] = useState<Side>('page');
  const [query, setQuery] = useState('');
  const [arrival, setArrival] = useState(UNSOUGHT);
  const [closeup, setCloseup] = useState<Closeup | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLElement>(null);
  /** How far the page is scrolled now, which nothing is drawn from. */
  const scroll = useRef(place.scroll);

  const find = useMemo(() => createSearch(pages), [pages]);
  const found = useMemo(() => find(query), [find, query]);
  const open = place.open && pages.find((page) => isAsked(page, place.open));

  function go(to: GuideState, how: Pick<Arrival, 'focus' | 'words'> = UNSOUGHT): void {
    scroll.current = to.scroll;
    editor.setState(to);
    setPlace(to);
    setArrival({ ...how, scroll: to.scroll });
  }
  /** Opens a page as a person does: with the keyboard in it, at its top or at the words that were searched. */
  function follow(page: PageName): void {
    go(opened({ ...place, scroll: scroll.current }, page), { focus: true, words: wordsOf(query) });
    setSide('page');
  }
  function seek(typed: string): void {
    setQuery(typed);
    if (typed.trim() === '') setArrival(UNSOUGHT);
    setSide(typed.trim() === '' && place.open ? 'page' : 'list');
  }
  function focusSearch(): void {
    search.current?.focus();
    search.current?.select();
  }
  /** Shows what was open before, else the list; where there is room for a page beside it, the first one. */
  function start(all: readonly Page[]): void {
    const [first] = all;
    setPages(all);
    setFailure(null);
    setSide(place.open ? 'page' : 'list');
    go(place.open || !first ? place : { ...place, open: { kind: first.kind, id: first.id } });
  }
  function hear(message: ToPage): void {
    switch (message.type) {
      case 'pages':
        start(message.pages);
        break;
      case 'open':
        if (message.open) follow(message.open);
        else focusSearch();
        break;
      case 'own':
        setOwn(message.own);
        break;
      case 'failed':
        setFailure(message.message);
        setSide('page');
        break;
    }
  }

  useMessages(hear);
  useSlash(focusSearch);
  useEffect(() => editor.postMessage({ type: 'ready' }), [editor]);
  return (
    <div id="guide" data-showing={side}>
      <div id="side">
        <SearchBar
          field={search}
          query={query}
          canGoBack={place.earlier.length > 0}
          seek={seek}
          back={() => go(wentBack(place))}
          all={() => setSide(side === 'list' ? 'page' : 'list')}
          openFirst={() => found[0] && follow(found[0].page)}
          toList={() => list.current?.querySelector('a')?.focus()}
        />
        <PageList
          list={list}
          found={found}
          isSearch={query.trim() !== ''}
          open={open}
          follow={follow}
          toSearch={() => search.current?.focus()}
        />
      </div>
      {failure === null ? (
        <Article
          page={open}
          pages={pages}
          files={files}
          own={own}
          arrival={arrival}
          follow={follow}
          look={setCloseup}
          post={(type) => editor.postMessage({ type })}
          scrolled={(to) => {
            scroll.current = to;
            editor.setState({ ...place, scroll: to });
          }}
        />
      ) : (
        <main id="page">{failure}</main>
      )}
      {closeup && <Closer closeup={closeup} turn={setCloseup} close={() => setCloseup(null)} />}
    </div>
  );
}

const UNSOUGHT: Arrival = { focus: false, words: [], scroll: null };

/** Whether it is the page of this name. A guide that explains several settings has all their names. */
function isAsked(page: Page, asked: PageName | null): boolean {
  return asked !== null && (isSame(page, asked) || (page.kind === asked.kind && page.names.includes(asked.id)));
}

function wordsOf(query: string): string[] {
  return query.split(/[\s_-]+/).filter((word) => word !== '');
}

/** Only the extension can post to a webview's window under VS Code, so what arrives has the type it was sent with. */
function useMessages(hear: (message: ToPage) => void): void {
  useLayoutEffect(() => {
    const listen = ({ data }: MessageEvent<ToPage>): void => hear(data);
    window.addEventListener('message', listen);
    return () => window.removeEventListener('message', listen);
  });
}

/** `/` leads to the search, as on many pages, except where it is typed. */
function useSlash(focusSearch: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLInputElement;
      if (event.key !== '/' || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      focusSearch();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
}

declare function acquireVsCodeApi(): Editor;

/** Begins the page; not where it is only drawn, in tests. */
if (typeof document !== 'undefined') {
  const files = (document.currentScript?.getAttribute('src') ?? '').replace(/\/[^/]*$/, '');
  const root = document.createElement('div');
  document.body.prepend(root);
  render(<GuidePage editor={acquireVsCodeApi()} files={files} />, root);
}
