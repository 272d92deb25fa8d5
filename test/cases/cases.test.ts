/** The cases beside this: what is found in each text stands beside it. CONTRIBUTING tells how to add one. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../server/src/features/analysis.ts';
import { parseCase, withMarkers } from '../support/cases.ts';
import { contradictions } from '../support/consistent.ts';
import { leftAlone } from '../support/fix-all.ts';
import { analyse, data, knowledge } from '../support/knowledge.ts';

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

// What is said of one text agrees with itself, whatever the rule.
test.each(cases)('$name does not contradict itself', ({ text, languageId }) =>
  expect(contradictions(text, languageId)).toEqual([]),
);

test.each(cases)('$name can be mended, or leads to what makes it so', ({ text, languageId }) =>
  expect(leftAlone(text, languageId)).toEqual([]),
);

describe('the folder', () => {
  const read = cases.map((each) => ({ ...each, analysis: analyse(each.text, each.languageId) }));

  test('every file is JSON, JSON with comments or YAML', () =>
    expect(cases.filter(({ name }) => !/^[a-z0-9-]+\/[a-z0-9-]+\.(json|jsonc|yaml)$/.test(name))).toEqual([]));

  // These are no matter of a config's text.
  const elsewhere = ['file-too-large', 'project-file'];
  const rules = data.rules.map(({ code }) => code).filter((code) => !elsewhere.includes(code));
  test.each(rules)('%s has examples that it reports, and others that it does not', (rule) => {
    const own = read.filter(({ name }) => name.startsWith(`${rule}/`)).map(({ analysis }) => analysis);
    const reported = own.flatMap((analysis) => findingsOf(analysis, knowledge).filter(({ code }) => code === rule));
    const generations = own.flatMap(({ reading }) => reading.generations);
    const isReported = (generation: (typeof generations)[number]) =>
      reported.some(({ occurrence: { pointer } }) => pointer.startsWith(generation.pointer));
    expect(reported).not.toEqual([]);
    expect(generations.filter((generation) => !isReported(generation))).not.toEqual([]);
  });

  // These recognise files so that nothing in them is taken for a count.
  const silent = ['a1111-config', 'draw-things-api', 'kohya-config'];
  const dialects = [
    ...[...data.dialects, ...data.embeddedForms].map(({ id }) => id).filter((id) => !silent.includes(id)),
    ...['comfyui-api', 'comfyui-workflow', 'invokeai-workflow', 'swarmui-workflow', 'plain-arguments'],
  ];
  test.each(dialects)('%s has an example that says as what it is read', (dialect) => {
    const own = read.filter(({ name, wantsReading }) => name.startsWith(`${dialect}/`) && wantsReading);
    // What lies in another format has the name of its own.
    const parts = own.flatMap(({ analysis: { reading } }) => [reading, ...reading.generations]);
    expect(parts.map((part) => part.dialect)).toContain(dialect);
  });

  test('every folder is of a rule or of a dialect', () => {
    const known = [...rules, ...dialects, 'not-ours'];
    expect(cases.filter(({ name }) => !known.includes(name.split('/')[0])).map(({ name }) => name)).toEqual([]);
  });

  test('every place is that of the literal', () => {
    for (const { text, analysis } of read) {
      for (const { settings, loras } of analysis.reading.generations) {
        for (const { range, source, keyRange, key, via } of settings) {
          // A list and what is worked out have none; an alias stands for the literal elsewhere.
          if (source !== '' && via !== 'maths' && text[range.start] !== '*')
            expect(text.slice(range.start, range.end)).toBe(source);
          if (keyRange && via === null) expect(text.slice(keyRange.start, keyRange.end)).toContain(key);
        }
        for (const { range, text: name, weight, weightRange } of loras) {
          expect(text.slice(range.start, range.end)).toContain(name);
          if (weightRange) expect(Number(text.slice(weightRange.start, weightRange.end))).toBe(weight);
        }
      }
    }
  });
});
