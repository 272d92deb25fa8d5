/** The page that is open. Its text is our own Markdown, made into elements by `renderMarkdown`, which lets nothing else through. */
import { t } from '@vscode/l10n';
import { render } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Page, PageName } from '../../server/src/protocol/pages.ts';
import { pageAtHash } from '../src/guide/address.ts';
import { surroundingsOf } from '../src/guide/links.ts';
import { renderMarkdown } from '../src/guide/markdown.ts';
import type { FromPage, Own } from '../src/guide/messages.ts';
import type { Closeup } from './guide-closer.tsx';
import { markWords } from './guide-marks.ts';
import { OwnOffer } from './guide-own.tsx';

/** How a page was come to. */
export interface Arrival {
  /** The keyboard goes to the page. */
  readonly focus: boolean;
  /** What was searched: marked in the page, and where its title does not have it, what is shown of the page first. */
  readonly words: readonly string[];
  /** How far the page is scrolled, CSS pixels; `null`: as it was. */
  readonly scroll: number | null;
}

interface Props {
  readonly page: Page | null | undefined;
  readonly pages: readonly Page[];
  /** Address of dist/webview. */
  readonly files: string;
  readonly own: Own;
  readonly arrival: Arrival;
  readonly follow: (page: PageName) => void;
  readonly look: (closeup: Closeup) => void;
  readonly post: (type: FromPage['type']) => void;
  readonly scrolled: (to: number) => void;
}

export function Article({ page, pages, files, own, arrival, follow, look, post, scrolled }: Props) {
  const main = useRef<HTMLElement>(null);
  const article = useRef<HTMLElement>(null);
  const offer = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const template = document.createElement('template');
    if (page) template.innerHTML = renderMarkdown(page.markdown, surroundingsOf(page, pages, files));
    const pictures = template.content.querySelector('.pictures');
    offer.current = pictures && document.createElement('section');
    if (offer.current) {
      Object.assign(offer.current, { id: 'own', ariaLabel: t('Your own pictures') });
      pictures?.after(offer.current);
    }
    article.current?.replaceChildren(template.content);
  }, [page, pages, files]);
  // Below the pictures, in the middle of the text.
  useLayoutEffect(() => {
    if (offer.current) render(<OwnOffer own={own} post={post} />, offer.current);
  });
  useLayoutEffect(() => {
    if (!main.current || !article.current) return;
    if (arrival.focus) main.current.focus();
    if (arrival.scroll !== null) main.current.scrollTop = arrival.scroll;
    const title = page?.title.toLowerCase() ?? '';
    const words = arrival.words.filter((word) => !title.includes(word.toLowerCase()));
    markWords(article.current, words)?.scrollIntoView({ block: 'center' });
  }, [page, arrival]);

  function click({ target }: MouseEvent): void {
    if (!(target instanceof Element) || !article.current) return;
    const link = pageAtHash(target.closest('a')?.getAttribute('href') ?? '');
    if (link) follow(link);
    const figure = target.closest('figure button')?.closest('figure');
    const figures = [...article.current.querySelectorAll('figure')];
    if (figure) look({ figures, at: figures.indexOf(figure) });
  }
  return (
    <main ref={main} id="page" tabIndex={-1} onScroll={({ currentTarget }) => scrolled(currentTarget.scrollTop)}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: links and buttons in it click by themselves */}
      <article ref={article} id="article" lang={page?.kind === 'rule' ? 'en' : undefined} onClick={click} />
    </main>
  );
}
