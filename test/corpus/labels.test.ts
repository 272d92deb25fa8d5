/** What `inspect` says of real public files against their hand-checked labels. The files lie next to the checkout, never in it. */
import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { inspectFile } from '../../server/src/features/inspected.ts';
import { analyse, analyser, knowledge } from '../support/knowledge.ts';

const FOLDER = new URL('../../../shared/corpus/dev/', import.meta.url);

const Label = v.object({
  jsonPointer: v.string(),
  line: v.number(),
  value: v.union([v.string(), v.number(), v.boolean(), v.null()]),
  ambiguous: v.optional(v.boolean(), false),
  model: v.nullish(v.string()),
  sampler: v.nullish(v.string()),
});
const Labels = v.array(
  v.object({
    file: v.string(),
    dialect: v.string(),
    kind: v.picklist(['positive', 'negative']),
    settings: v.array(Label),
    notSettings: v.array(Label),
  }),
);

const labels = v.parse(Labels, JSON.parse(readFileSync(new URL('labels.json', FOLDER), 'utf8')));

function inspect(file: string) {
  const language = file.endsWith('.json') ? 'json' : 'yaml';
  const analysis = analyse(readFileSync(new URL(file, FOLDER), 'utf8'), language);
  return inspectFile(file, analysis, knowledge, analyser.findings(analysis));
}
const counts = (file: string) =>
  inspect(file).generations.flatMap(({ settings, model, sampler }) =>
    settings.filter(({ setting }) => setting === 'inference_steps').map((found) => ({ ...found, model, sampler })),
  );

test('the corpus is whole', () => expect(labels).toHaveLength(114));

describe('real files', () => {
  test.each(labels.filter(({ kind }) => kind === 'positive'))(
    '$file: every setting with its line and value, nothing else',
    ({ file, settings, notSettings }) => {
      const found = counts(file);
      const wanted = settings
        .filter(({ ambiguous }) => !ambiguous)
        .map(({ jsonPointer, line, value }) => ({ pointer: jsonPointer, line, value }));
      const unsure = new Set(settings.filter(({ ambiguous }) => ambiguous).map(({ jsonPointer }) => jsonPointer));
      const sure = found
        .filter(({ pointer }) => !unsure.has(pointer))
        .map(({ pointer, line, value }) => ({ pointer, line, value }));
      const byPointer = (a: { pointer: string }, b: { pointer: string }) => (a.pointer < b.pointer ? -1 : 1);
      expect(sure.sort(byPointer)).toEqual(wanted.sort(byPointer));
      expect(found.filter(({ pointer }) => notSettings.some(({ jsonPointer }) => jsonPointer === pointer))).toEqual([]);
    },
  );

  test.each(labels.filter(({ kind }) => kind === 'negative'))('$file: nothing', ({ file }) => {
    expect(counts(file)).toEqual([]);
    expect(inspect(file).findings).toEqual([]);
  });

  test('every labelled model and sampler is named as the label has it', () => {
    const wrong = labels.flatMap(({ file, settings }) => {
      const found = new Map(counts(file).map((count) => [count.pointer, count]));
      return settings
        .filter(({ ambiguous }) => !ambiguous)
        .filter(({ jsonPointer, model, sampler }) => {
          const count = found.get(jsonPointer);
          return (model && count?.model?.name !== model) || (sampler && count?.sampler?.name !== sampler);
        })
        .map(({ jsonPointer }) => `${file}${jsonPointer}`);
    });
    expect(wrong).toEqual([]);
  });

  test('graphs that name no model or sampler are given none', () => {
    const wrong = labels
      .filter(({ dialect }) => /^(comfyui|invokeai|swarmui)-/.test(dialect))
      .flatMap(({ file, settings }) => {
        const found = new Map(counts(file).map((count) => [count.pointer, count]));
        return settings
          .filter(({ ambiguous }) => !ambiguous)
          .filter(({ jsonPointer, model, sampler }) => {
            const count = found.get(jsonPointer);
            return (!model && count?.model) || (!sampler && count?.sampler);
          })
          .map(({ jsonPointer }) => `${file}${jsonPointer}`);
      });
    expect(wrong).toEqual([]);
  });

  test.each(readdirSync(FOLDER).filter((name) => name !== 'labels.json'))('%s is read without an exception', (name) => {
    expect(inspect(name).file).toBe(name);
  });
});
