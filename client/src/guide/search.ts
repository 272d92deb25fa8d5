/** Finds pages of the guide by what a person types. No vscode, no DOM. */
import { t } from '@vscode/l10n';
import type { Page } from '../../../server/src/protocol/pages.ts';

/** What a page is found by. */
export type Searchable = Pick<Page, 'id' | 'title' | 'names' | 'markdown'>;

export interface Found<P extends Searchable = Page> {
  readonly page: P;
  /** Why, where the title does not say it: a spelling, or the words around what was found. `null` where it does. */
  readonly because: string | null;
}

export type Search<P extends Searchable = Page> = (query: string) => Found<P>[];

/** A page as it is searched: all of it plain. */
interface Entry<P extends Searchable> {
  readonly page: P;
  readonly title: string;
  readonly names: readonly string[];
  readonly text: string;
  /** As a reader sees it, for what is shown of it. */
  readonly readable: string;
}

/** Characters of text shown around what was found. */
const AROUND = 32;

/**
 * A search over these pages. It finds those that have every word of the query in the title, a spelling or the text, as it is typed:
 * the start of a word is enough. Best first: titles count most, text least. An empty query finds all, in their order.
 */
export function createSearch<P extends Searchable>(pages: readonly P[]): Search<P> {
  const entries = pages.map(entryOf);
  return (query) => {
    const words = plain(query)
      .split(' ')
      .filter((word) => word !== '');
    return entries
      .map((entry) => ({ entry, score: words.reduce((sum, word) => sum + scoreOf(word, entry), 0) }))
      .filter(({ entry }) => words.every((word) => scoreOf(word, entry) > 0))
      .sort((a, b) => b.score - a.score)
      .map(({ entry }) => ({ page: entry.page, because: because(words, entry) }));
  };
}

function entryOf<P extends Searchable>(page: P): Entry<P> {
  const readable = readableText(page.markdown);
  const names = [page.id, ...page.names].map(plain);
  return { page, title: plain(page.title), names, text: plain(readable), readable };
}

/** Lower case; `_` and `-` are spaces, so that `inference-steps` is two words, as people type it. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
}

/** 0 where the word is nowhere. The start of a word is worth more than its middle. */
function scoreOf(word: string, { title, names, text }: Entry<Searchable>): number {
  if (title.includes(word)) return startsIn(title, word) ? 12 : 8;
  if (names.some((name) => name.startsWith(word))) return 6;
  if (names.some((name) => name.includes(word))) return names.some((name) => startsIn(name, word)) ? 5 : 4;
  if (text.includes(word)) return startsIn(text, word) ? 2 : 1;
  return 0;
}

function startsIn(text: string, word: string): boolean {
  return ` ${text}`.includes(` ${word}`);
}

function because(words: readonly string[], { page, title, names, readable }: Entry<Searchable>): string | null {
  const missing = words.filter((word) => !title.includes(word));
  if (missing.length === 0) return null;
  const counts = names.map((name) => words.filter((word) => name.includes(word)).length);
  const most = Math.max(...counts);
  return most > 0 && missing.some((word) => names[counts.indexOf(most)].includes(word))
    ? [page.id, ...page.names][counts.indexOf(most)]
    : partAround(missing[0], readable);
}

/** The words around one that the text has. */
function partAround(word: string, text: string): string {
  const at = text.toLowerCase().indexOf(word);
  const start = at <= AROUND ? 0 : text.lastIndexOf(' ', at - AROUND) + 1;
  const end = text.indexOf(' ', at + word.length + AROUND);
  return `${start > 0 ? '…' : ''}${text.slice(start, end < 0 ? undefined : end)}${end < 0 ? '' : '…'}`;
}

/** Markdown as a reader sees it, on one line: no pictures, no addresses, no signs of markup. Its title and sources are left out. */
function readableText(markdown: string): string {
  return markdown
    .replace(new RegExp(`^## ${t('Sources')}$[\\s\\S]*`, 'm'), '')
    .replaceAll(/^# .*$/gm, '')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^\|[-:| ]+\|$/gm, '')
    .replaceAll(/^\| | \|$/gm, '')
    .replaceAll(' | ', ' · ')
    .replaceAll(/^- /gm, ' ')
    .replaceAll(/[`*#]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
