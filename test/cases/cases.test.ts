/** The cases beside this: what is found in each text stands beside it. CONTRIBUTING tells how to add one. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseCase, withMarkers } from '../support/cases.ts';
import { analyse } from '../support/knowledge.ts';

const folder = new URL('./', import.meta.url);
const UPDATE = 'If it is right, write it down with: npm run cases -- --update';

const cases = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\/.*\.\w+$/.test(name))
  .sort()
  .map((name) => ({ name, ...parseCase(name, readFileSync(new URL(name, folder), 'utf8')) }));

test.each(cases)('$name', async ({ name, isMarked, ...written }) => {
  const why = isMarked
    ? 'Something else is found than the markers say.'
    : 'It has no markers: nothing is expected of it.';
  await expect(withMarkers({ ...written, isMarked }), `${why} ${UPDATE}`).toMatchFileSnapshot(
    fileURLToPath(new URL(name, folder)),
  );
});

describe('the folder', () => {
  const read = cases.map((each) => ({ ...each, analysis: analyse(each.text, each.languageId) }));

  test('every file is JSON, JSON with comments or YAML', () =>
    expect(cases.filter(({ name }) => !/^[a-z0-9-]+\/[a-z0-9-]+\.(json|jsonc|yaml)$/.test(name))).toEqual([]));

  test('every place is that of the literal', () => {
    for (const { text, analysis } of read) {
      for (const { settings } of analysis.reading.generations) {
        for (const { range, source, keyRange, key, via } of settings) {
          expect(text.slice(range.start, range.end)).toBe(source);
          if (keyRange && via === null) expect(text.slice(keyRange.start, keyRange.end)).toContain(key);
        }
      }
    }
  });
});
