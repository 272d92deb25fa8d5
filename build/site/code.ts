/** Code as markup: coloured, and with what Sweetspot says of it under its lines. */

import { escaped } from '../../server/src/common/markup.ts';
import { type Example, exampleFrom, type Note } from './example.ts';
import type { Highlight, Piece } from './highlight.ts';
import { element } from './html.ts';

/** The markup of a block of code. */
export function codeBlock(source: string, language: string, highlight: Highlight): string {
  const example: Example = exampleFrom(source);
  const pieces = highlight(
    language,
    example.lines.map(({ text }) => text),
  );
  const lines = example.lines.map(({ notes }, at) => {
    const marks = notes.filter(({ to, kind }) => to > 0 && kind !== 'hover');
    return `${marked(pieces[at], marks)}\n${notes.map(noteMarkup).join('')}`;
  });
  const isExample = example.reading.length > 0 || example.lines.some(({ notes }) => notes.length > 0);
  const code = element('pre', { tabindex: 0 }, element('code', {}, lines.join('')));
  const kind = isExample ? ' example' : language === 'sh' ? ' sh' : '';
  return `${element('figure', { class: `code${kind}` }, code + readingMarkup(example.reading))}\n`;
}

function noteMarkup({ kind, text, more }: Note): string {
  const first = kind === 'fine' ? escaped(text) : `${element('b', {}, kind)} ${escaped(text)}`;
  const lines = [element('span', {}, first), ...more.map((line) => element('span', { class: 'more' }, escaped(line)))];
  return element('span', { class: `note ${kind}` }, lines.join(''));
}

function readingMarkup(reading: readonly string[]): string {
  if (reading.length === 0) return '';
  const caption = element('p', {}, 'What Sweetspot reads in it');
  return `${caption}${element('pre', { class: 'reading', tabindex: 0 }, escaped(reading.join('\n')))}`;
}

/** A line with its marked places underlined. */
function marked(pieces: readonly Piece[], marks: readonly Note[]): string {
  const edges = marks.flatMap(({ from, to }) => [from, to]).sort((a, b) => a - b);
  let at = 0;
  return pieces
    .flatMap((piece) => {
      const [start, end] = [at, at + piece.text.length];
      at = end;
      const cuts = [start, ...edges.filter((edge) => edge > start && edge < end), end];
      return cuts.slice(1).map((cut, index) => ({ ...piece, from: cuts[index], to: cut, start }));
    })
    .map(({ text, kind, from, to, start }) => {
      const part = escaped(text.slice(from - start, to - start));
      const coloured = kind === '' ? part : element('span', { class: `t-${kind}` }, part);
      const mark = marks.find((note) => note.from <= from && to <= note.to);
      return mark ? element('mark', { class: mark.kind }, coloured) : coloured;
    })
    .join('');
}
