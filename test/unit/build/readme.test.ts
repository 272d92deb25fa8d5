/** The README of the package: nothing in it leads to a file that VS Code's page does not show. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { packedReadme } from '../../../build/readme.ts';

describe('the README of the package', () => {
  test.each([
    ['a\n\n![what](docs/a.webp)\n\nb\n', 'a\n\nb\n'],
    ['![what](https://example.org/a.webp)\n', '![what](https://example.org/a.webp)\n'],
    ['[page](docs/a.md), [part](docs/a.md#b), [here](#there)', 'page, part, [here](#there)'],
    ['[out](https://example.org/a.md)', '[out](https://example.org/a.md)'],
  ])('%j', (text, packed) => expect(packedReadme(text)).toBe(packed));

  test('ours has no other links and pictures than those that lead somewhere', () => {
    const packed = packedReadme(readFileSync('README.md', 'utf8'));
    expect(packed).not.toMatch(/\]\((?!https:|#)/);
    expect(packed.length).toBeGreaterThan(10_000);
  });
});
