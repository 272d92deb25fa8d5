/** The README of the package: nothing in it leads to a file that VS Code's page does not show. */
import { existsSync, readFileSync } from 'node:fs';
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

  // As GitHub and VS Code's Markdown preview show a checkout.
  test('ours leads to files and headings that are there, and each picture has words', () => {
    const text = readFileSync('README.md', 'utf8');
    const links = [...text.matchAll(/(!?)\[([^\]]*)\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)];
    expect(links.filter(([, picture]) => picture === '!').length).toBeGreaterThan(5);
    for (const [link, picture, words, file, heading] of links) {
      expect(file === '' || existsSync(file), link).toBe(true);
      if (picture === '!') expect(words.length, link).toBeGreaterThan(20);
      const target = heading === undefined ? '' : readFileSync(file || 'README.md', 'utf8');
      if (heading !== undefined) expect(headingsOf(target), link).toContain(heading);
    }
  });
});

/** Anchors of the headings, as GitHub makes them. */
function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
