import { expect, test } from 'vitest';
import { matchesPath, namePattern } from '../../../server/src/project/globs.ts';

test.each([
  ['*.json', 'a.json', true],
  ['*.json', 'deep/er/a.json', true],
  ['/*.json', 'deep/a.json', false],
  ['vendor', 'vendor/a/b.yaml', true],
  ['vendor/', 'x/vendor/a.yaml', true],
  ['vendor/**', 'vendor/a/b.yaml', true],
  ['vendor/**', 'vendor', false],
  ['a/*.yaml', 'a/b.yaml', true],
  ['a/*.yaml', 'a/b/c.yaml', false],
  ['a/**/c.yaml', 'a/c.yaml', true],
  ['a/**/c.yaml', 'a/b/b/c.yaml', true],
  ['./a/?.yaml', 'a/b.yaml', true],
  ['a/b', 'x/a/b', false],
  ['a.b', 'axb', false],
  ['', 'a', false],
  ['/', 'a', false],
])('%s and %s: %s', (pattern, path, isMatch) => {
  expect(matchesPath(pattern, path)).toBe(isMatch);
});

test('what would take a regular expression for ever is answered', () => {
  expect(matchesPath(`${'**/'.repeat(90)}b`, `${'a/'.repeat(1900)}a`)).toBe(false);
  expect(namePattern(`${'*a'.repeat(140)}b`)('a'.repeat(4000))).toBe(false);
});
