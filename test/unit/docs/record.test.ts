/** Figures that commands write into pages. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sumOf, withRecord } from '../../support/record.ts';
import { namedTests } from './named-tests.ts';

const page = 'a\n<!-- x:begin -->\n\nold\n\n<!-- x:end -->\nb\n';

test('replaces what stands between its markers, and no more', () => {
  const once = withRecord(page, 'x', 'new\n');
  expect(once).toBe('a\n<!-- x:begin -->\n\nnew\n\n<!-- x:end -->\nb\n');
  expect(withRecord(once, 'x', 'new')).toBe(once);
});

test.each(['y', 'x:end'])('says which marker is missing: %s', (name) =>
  expect(() => withRecord(page, name, '', 'docs/page.md')).toThrow(`docs/page.md has no <!-- ${name}:begin -->`),
);

test.each([
  ['docs/performance.md', ['bench']],
  ['docs/reliability.md', ['fuzz-reading', 'fuzz-protocol', 'fuzz-backends', 'soak']],
])('%s has places for its figures', (file, names) => {
  const text = readFileSync(file, 'utf8');
  for (const name of names) expect(withRecord(text, name, 'figure')).toContain(`${name}:begin -->\n\nfigure\n`);
});

test.each(namedTests(readFileSync('docs/reliability.md', 'utf8')))('$path holds: $text', ({ said, path, text }) => {
  expect(said).toBe(path);
  expect(readFileSync(path, 'utf8')).toContain(text);
});

test('runs of a fuzzer are added up', () => {
  const runs = [
    '- 2026-11-29: 1,200 inputs, no failure, from seed 5 on (7 texts)',
    '- 2026-11-30: 30 inputs, 2 failures, from seed 9 on',
  ];
  expect(sumOf(runs.slice(1))).toBe(`**30 inputs, 2 failures**\n\n${runs[1]}`);
  expect(sumOf(runs)).toBe(`**1,230 inputs (7 texts), 2 failures**\n\n${runs.join('\n')}`);
});
