import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { wordsOf } from '../../../build/pattern-words.ts';
import { plainName } from '../../../server/src/knowledge/model-names.ts';
import { data } from '../../support/knowledge.ts';

test.each([
  ['flux', ['flux']],
  ['sdxl-?lightning[^/]*(?<!\\d)4-?steps?', ['lightning']],
  ['wan[^/]*fusioni?-?x|causvid', ['fusion', 'causvid']],
  ['3[.-]5-medium-turbo', ['5-medium-turbo']],
  ['(?<![a-z])lcm(?![a-z])', ['lcm']],
  ['h\\.264{2}b+c', ['h.26']],
  ['(a|b)[)(|x]', ['']],
])('whatever %s matches has one of %j', (source, words) => expect(wordsOf(source)).toEqual(words));

test('every name that a pattern matches has one of its words', () => {
  const listed: Record<string, string[] | Record<string, string[]>> = parse(
    readFileSync('test/unit/knowledge/model-names.yaml', 'utf8'),
  );
  const names = Object.values(listed)
    .flatMap((one) => (Array.isArray(one) ? one : Object.values(one).flat()))
    .map(plainName);
  const missed = Object.entries(data.patternWords).flatMap(([source, words]) => {
    const pattern = new RegExp(source);
    return names.filter((name) => pattern.test(name) && !words.some((word) => name.includes(word)));
  });
  expect(Object.keys(data.patternWords).length).toBeGreaterThan(300);
  expect(missed).toEqual([]);
});
