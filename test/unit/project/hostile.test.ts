/** Project files that are made to take long: whatever they hold, a file of theirs is read in time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { namePattern } from '../../../server/src/project/globs.ts';
import { factsForFile, isSilenced, projectKnowledge, readProject } from '../../../server/src/project/index.ts';
import { createService } from '../../../server/src/service/index.ts';
import { knowledge } from '../../support/knowledge.ts';

const times = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join('');
const models = (count: number, patterns: (index: number) => readonly string[]): string =>
  `models:\n${times(count, (index) => `  - {name: m${index}, match: ${JSON.stringify(patterns(index))}}\n`)}`;
const jobs = (count: number, model: (index: number) => string): string =>
  `[${times(count, (index) => `{"model": "${model(index)}", "steps": 999, "prompt": "a"},`)}0]`;

test.each<[string, string, string, string]>([
  [
    'thousands of names for hundreds of models',
    models(199, (index) => [`x${index}*`, `*y${index}`, `z${index}?`]),
    jobs(7000, (index) => `model ${index}`),
    'a.json',
  ],
  [
    'patterns of stars for names of 4 kB',
    models(160, (index) => ['b', 'c', 'd', 'e'].map((end) => `${'*a'.repeat(140)}${end}${index}`)),
    jobs(200, (index) => `${'a'.repeat(4000)}${index}`),
    'a.json',
  ],
  ['a name of 60 kB of slashes', models(1, () => ['x']), jobs(1, () => `${'/'.repeat(60_000)}x`), 'a.json'],
  [
    'folders in each other',
    `ignore:\n${times(199, (index) => `  - {files: "${'**/'.repeat(60)}x${index}*", rules: steps-wasteful}\n`)}`,
    jobs(1, () => 'sdxl'),
    `${'a/'.repeat(2000)}b.json`,
  ],
  [
    'places for thousands of findings',
    `ignore:\n${times(199, (entry) => `  - {at: [${times(10, (index) => `/${entry}/*/${index},`)}], rules: steps-wasteful}\n`)}`,
    jobs(9000, () => 'sdxl'),
    'a.json',
  ],
])('%s', (_, text, config, path) => {
  const { project, problems } = readProject(text, knowledge);
  expect(problems).toEqual([]);
  const before = process.cpuUsage();
  const facts = factsForFile(project, path);
  const service = createService(projectKnowledge(knowledge, project, facts), () => null);
  service.findings(service.analyse(config, 'json'), facts.rules, facts.ignore);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(4000);
});

const letters = (...of: readonly string[]) => fc.array(fc.constantFrom(...of), { maxLength: 8 });

test('a pattern of a name means what it would as a regular expression', () => {
  fc.assert(
    fc.property(letters('a', 'b', '*', '?'), letters('a', 'b', 'B'), (pattern, name) => {
      const expression = new RegExp(`^${pattern.join('').replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
      expect(namePattern(pattern.join(''))(name.join(''))).toBe(expression.test(name.join('')));
    }),
    { numRuns: 2000 },
  );
});

test('a pattern of a place means it and all below it', () => {
  fc.assert(
    fc.property(fc.array(letters('a', '*', ''), { maxLength: 3 }), letters('a', 'b', '*', ''), (patterns, tokens) => {
      const at = patterns.map((pattern) => ['', ...pattern].join('/'));
      const pointer = ['', ...tokens];
      const isMeant = at.some((pattern) => {
        const wanted = pattern.split('/');
        return (
          wanted.length <= pointer.length && wanted.every((want, index) => want === '*' || want === pointer[index])
        );
      });
      for (const document of ['', '#1'])
        expect(isSilenced({ ignore: [{ rules: null, at }] }, 'any', document + pointer.join('/'))).toBe(isMeant);
    }),
    { numRuns: 2000 },
  );
});
