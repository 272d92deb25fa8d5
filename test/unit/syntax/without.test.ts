/** Entries that are taken out of a mapping: `⟦` and `⟧` stand around the values whose entries go. */
import { describe, expect, test } from 'vitest';
import { entryOf, valueAt } from '../../../server/src/syntax/navigate.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { withoutEntries } from '../../../server/src/syntax/without.ts';
import { marked } from '../../support/marked.ts';

function without(language: string, source: string): string | null {
  const { text, ranges } = marked(source);
  const document = parse(text, language);
  const values = ranges.flatMap(({ start }) => valueAt(document, start)?.value ?? []);
  const map = values[0]?.parent;
  if (map?.kind !== 'map') return 'no mapping';
  const edits = withoutEntries(
    document,
    map,
    values.flatMap((value) => entryOf(value) ?? []),
  );
  return (
    edits
      ?.toSorted((a, b) => b.start - a.start)
      .reduce((done, { start, end, text: put }) => done.slice(0, start) + put + done.slice(end), text) ?? null
  );
}

describe('are gone, and nothing else', () => {
  test.each([
    ['json', '{"a": 1, "b": ⟦2⟧, "c": 3}', '{"a": 1, "c": 3}'],
    ['json', '{"a": ⟦1⟧, "b": 2, "c": ⟦3⟧}', '{"b": 2}'],
    ['json', '{"a": 1, "b": ⟦2⟧, "c": ⟦3⟧}', '{"a": 1}'],
    ['json', '{\n  "a": ⟦1⟧,\n  "b": ⟦2⟧,\n  "c": 3\n}', '{\n  "c": 3\n}'],
    ['json', '{\n  "a": 1,\n  "b": ⟦2⟧\n}', '{\n  "a": 1\n}'],
    ['jsonc', '{"a": 1, /* why */ "b": ⟦2⟧, "c": 3}', '{"a": 1, /* why */ "c": 3}'],
    ['yaml', 'a: 1\nb: ⟦2⟧\nc: 3\n', 'a: 1\nc: 3\n'],
    ['yaml', 'a: 1\nb: ⟦2⟧ # why\nc: ⟦3⟧\n', 'a: 1\n# why\n'],
    ['yaml', 'a: 1\nb: ⟦2⟧', 'a: 1\n'],
    ['yaml', '- a: ⟦1⟧\n  b: 2\n  c: ⟦3⟧\n- d: 4\n', '- b: 2\n- d: 4\n'],
    ['yaml', 'x: {a: ⟦1⟧, b: 2}\n', 'x: {b: 2}\n'],
    ['yaml', 'a: 1\r\nb: ⟦"2"⟧\r\nc: 3\r\n', 'a: 1\r\nc: 3\r\n'],
  ])('%s %j', (language, source, result) => expect(without(language, source)).toBe(result));
});

describe('are left where more would go with them', () => {
  test.each([
    ['jsonc', '{"a": 1, "b": ⟦2⟧, // why\n "c": 3}'],
    ['json', '{"a": ⟦1⟧}'],
    ['yaml', 'a: &it ⟦1⟧\nb: *it\n'],
    ['yaml', '- a: ⟦1⟧ # why\n  b: 2\n'],
    ['yaml', '- a: ⟦1⟧\n  b: ⟦2⟧\n'],
  ])('%s %j', (language, source) => expect(without(language, source)).toBeNull());
});
