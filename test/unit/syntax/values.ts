import type { Value } from '../../../server/src/syntax/document.ts';
import { walk } from '../../../server/src/syntax/navigate.ts';
import { parse } from '../../../server/src/syntax/parse.ts';

/**
 * The reverse of `marked`: a text with every value of some kind put in markers, as the parser sees it. A missing value is `⟦⟧`.
 * Reads as one picture of all ranges, so a test compares the whole of it with what is expected.
 */
export function withValuesMarked(text: string, kinds: readonly Value['kind'][], languageId?: string): string {
  const marks: { offset: number; mark: string }[] = [];
  walk(parse(text, languageId), ({ kind, start, end }) => {
    if (kinds.includes(kind)) marks.push({ offset: start, mark: start === end ? '⟦⟧' : '⟦' });
    if (kinds.includes(kind) && start !== end) marks.push({ offset: end, mark: '⟧' });
  });
  const fromTheEnd = marks.toReversed().sort((a, b) => b.offset - a.offset);
  return fromTheEnd.reduce((result, { offset, mark }) => result.slice(0, offset) + mark + result.slice(offset), text);
}

/** A value as plain data: maps as lists of `[key, value]`, so that order and repeated keys show. */
export type Plain = string | number | boolean | null | Plain[] | { alias: string; found: boolean };

export function plain(value: Value): Plain {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'alias':
      return { alias: value.name, found: value.target !== null };
    case 'list':
      return value.items.map(plain);
    case 'map':
      return value.entries.map((entry) => [entry.key.text, plain(entry.value)]);
  }
}

/** The documents of a text as plain data. */
export function read(text: string, languageId?: string): Plain[] {
  return parse(text, languageId).roots.map(plain);
}
