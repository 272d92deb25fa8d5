/** docs/security.md: what it says is held by tests that are there, and what it says of settings is so. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { namedTests } from './named-tests.ts';

const page = readFileSync('docs/security.md', 'utf8');

const named = namedTests(page);

describe('the threat model', () => {
  test.each(named)('$path holds: $text', ({ said, path, text }) => {
    expect(said).toBe(path);
    expect(readFileSync(path, 'utf8')).toContain(text);
  });

  test('names a test for every promise', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| (---|.* \| promised \|)/.test(line));
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => !/\[`test\/[^`]+`\]\(\.\.\/test\/[^)]+\): "[^|]+"[^|"]*\|$/.test(row))).toEqual([]);
  });

  test('leads to files that are there', () => {
    const links = [...page.matchAll(/\]\((\.\.\/[^)]+)\)/g)].map(([, link]) => link.slice(3));
    expect(links.length).toBeGreaterThan(named.length / 2);
    for (const link of links) expect(() => readFileSync(link), link).not.toThrow();
  });
});

/** Settings whose value a workspace may bring: all of them change words and marks in the editor. */
const SHOWN = /^sweetspot\.(hover|completion|outline|codeLens|inlayHints|rules|limits)\./;

test('what a workspace may set changes what is shown, and no more', () => {
  const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
  expect(settings.length).toBeGreaterThan(20);
  const fromAnywhere = settings.filter(([, { scope }]) => scope !== 'machine').map(([name]) => name);
  expect(fromAnywhere.filter((name) => !SHOWN.test(name))).toEqual([]);
});
