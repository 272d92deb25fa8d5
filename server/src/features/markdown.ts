/**
 * Markdown that may hold words of files: what they say is shown as written. They make no link, picture, command or HTML, for an
 * editor shows a hover's pictures at once, and so would tell a stranger who opened a file.
 */

import { t } from '@vscode/l10n';
import type { Hover } from 'vscode-languageserver-types';
import { oneLine, visible } from '../common/printable.ts';
import type { LineIndex, Range } from '../syntax/text.ts';

/** Characters of a text from a file that are shown. */
const LONGEST = 120;

/** Text that is Markdown: no string is, until `md`, `code` or `ours` has made it one. */
export class Markdown {
  constructor(readonly source: string) {}
}

/** Text in which the words that are filled in are shown as written, unless they are Markdown. */
export function md(text: TemplateStringsArray, ...filledIn: readonly (string | number | Markdown)[]): Markdown {
  const parts = filledIn.map((part) => (part instanceof Markdown ? part.source : escaped(String(part))));
  const [first, ...rest] = parts;
  const start = text[0] === '' ? first.trimStart().replace(BLOCK, '$1\\') : first;
  return new Markdown(t(text, ...[start, ...rest].slice(0, text.length - 1)));
}

/** Prose of data/, and what is drawn here: no word of it comes from a file. */
export function ours(text: string): Markdown {
  return new Markdown(text);
}

/** What a file says, as inline code, cut to `LONGEST`. */
export function code(text: string): Markdown {
  const line = oneLine(text, LONGEST) || ' ';
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const gap = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return new Markdown(`${fence}${gap}${line}${gap}${fence}`);
}

/** A sentence whose inline code may hold words of a file. */
export function sentence(text: string): Markdown {
  // Behind code a text is not at a line's beginning: its space stays.
  const words = (part: string, index: number): Markdown =>
    index > 0 && part.startsWith(' ') ? ours(` ${md`${part}`.source}`) : md`${part}`;
  return joined(
    text.split('`').map((part, index) => (index % 2 === 0 ? words(part, index) : code(part))),
    '',
  );
}

/** The hover that paragraphs make at a place; empty ones are left out. */
export function hoverOf(paragraphs: readonly Markdown[], place: Range, lines: LineIndex): Hover {
  const told = paragraphs.filter(({ source }) => source !== '');
  return { contents: { kind: 'markdown', value: joined(told, '\n\n').source }, range: lines.range(place) };
}

/** Several parts as one, with a separator of ours in between. */
export function joined(parts: readonly Markdown[], separator: string): Markdown {
  return new Markdown(parts.map(({ source }) => source).join(separator));
}

/** As one line of text, with everything escaped that some Markdown reads as markup, addresses among it. */
function escaped(text: string): string {
  // Spaces at the ends are kept: they part words from what is around.
  return visible(text.replace(/\s+/g, ' '))
    .replace(/[\\`*_{}[\]()#|~!@]|\/(?=\/)|(?<=\/)\/|(?<=www)\./gi, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** What begins a list or underlines a heading, where it begins a paragraph. */
const BLOCK = /^(\d+)(?=[.)])|^(?=[-+=])/;

/** Markdown as text for a client that draws none: pictures by their descriptions, links by their words, tables by their rows. */
export function plainText(markdown: string): string {
  return markdown
    .split('\n')
    .filter((line) => !/^\|[\s:|-]+\|$/.test(line))
    .map((line) => (line.startsWith('|') ? cellsOf(line) : line))
    .join('\n')
    .replace(/!?\[([^\][]*)\]\([^()]*\)/g, '$1')
    .replace(/^#+ /gm, '')
    .replace(/\*\*|`/g, '')
    .replace(/^\*(.*)\*$/gm, '$1')
    .replace(/\\(?=[\\`*_{}[\]()#|~!@/.])/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function cellsOf(row: string): string {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
    .join(' · ');
}
