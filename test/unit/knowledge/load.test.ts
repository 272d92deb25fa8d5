/** data/ taken apart into the files of dist/ and put together again. */
import { expect, test } from 'vitest';
import { createReader } from '../../../server/src/dialects/read.ts';
import { createKnowledge } from '../../../server/src/knowledge/knowledge.ts';
import { loadData, splitData } from '../../../server/src/knowledge/load.ts';
import { data } from '../../support/knowledge.ts';

const files = splitData(data);
function load(): { loaded: ReturnType<typeof loadData>; asked: string[] } {
  const asked: string[] = [];
  const loaded = loadData((file) => {
    asked.push(file);
    return files[file];
  });
  return { loaded, asked };
}

test('nothing is lost but the sources of what no page shows', () => {
  const { loaded } = load();
  const { guides, stepsGuide, rules, ...rest } = data;
  const bare = JSON.parse(JSON.stringify(rest, (key, part) => (key === 'sources' ? undefined : part)));
  expect(loaded).toEqual({ ...bare, ...JSON.parse(JSON.stringify({ guides, stepsGuide, rules })) });
  expect(JSON.stringify(bare)).not.toBe(JSON.stringify(rest));
});

test('indexing needs one file; each of the others is read once, when it is asked for', () => {
  const { loaded, asked } = load();
  const knowledge = createKnowledge(loaded);
  createReader(knowledge);
  expect(knowledge.rule('steps-wasteful').severity).toBe('warning');
  expect(asked).toEqual(['data.json']);
  expect(knowledge.model('sd_xl_base_1.0.safetensors', 'model')?.id).toBe('sdxl');
  expect(knowledge.sampler('euler')?.id).toBe('euler');
  expect(knowledge.guide('seed')?.sections).toEqual(data.guides.find(({ id }) => id === 'seed')?.sections);
  expect(knowledge.stepsGuide.sources).toEqual(data.stepsGuide.sources);
  expect(loaded.sdapi.unset).toEqual(data.sdapi.unset);
  expect(loaded.scenes).toEqual(data.scenes);
  expect(asked).toEqual(['data.json', 'names.json', 'prose.json', 'renders.json']);
});
