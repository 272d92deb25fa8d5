/** What once took seconds costs what its text costs, in every feature. The fuzzer (test/fuzz) looks for more. */
import { expect, test } from 'vitest';
import { finish } from '../../../server/src/common/slices.ts';
import { tryFeatures } from '../../fuzz/reading/features.ts';
import { LARGE } from '../../fuzz/reading/large.ts';
import { analyser } from '../../support/knowledge.ts';

test.each([
  'a key of 64 kB of blanks',
  'JSON open 4,000 times',
  'JSON 100,000 deep',
  'lists 100,000 deep',
  'names of 64 kB',
  '1,000 names of 1 kB',
  'a chain of 4,000 merges',
  'a list of 20,000 merges at once',
  'a list of 90,000 jobs that merge',
  '100,000 documents',
  'a prompt of 9,000 LoRAs for 12,000 jobs',
  'defaults, a section and jobs said 5,000 times',
  '33,000 keys of one LightX2V configuration',
  'brackets 900,000 deep',
  'a prompt of 20,000 LoRAs for 8,000 samplers',
  'one setting under 40,000 spellings',
  'a group of 20,000 options',
  'prompts of nothing but options',
  'a comment that names 100,000 rules',
  '15,000 comments for the whole file',
  '200,000 keys behind a question mark',
  '90,000 lines that are wrong',
  '4,000 samplers in a row of pipes',
  '2,000 samplers along 3,000 merges',
  '4,000 samplers behind 5,000 bundles',
  '3,000 samplers, and 2,000 nodes that send without wires',
  '3,000 samplers behind a switch of 3,000',
  '2,000 samplers in one picture for 2,000',
])('%s', (name) => {
  const { text, languageId } = LARGE[name]();
  expect(() => tryFeatures(text, languageId)).not.toThrow();
});

test('an item before 8,000 of which each merges the one before', () => {
  const items = Array.from({ length: 8000 }, (_, at) => `- &b${at + 1}\n  <<: *b${at}\n  seed: ${at}\n`);
  const text = `a: &b0\n  steps: 99\n  prompt: x\njobs:\n${items.join('')}`;
  const open = analyser.open(text, 'yaml');
  finish(open.analysis());
  const before = process.cpuUsage();
  const start = text.indexOf('- &b1');
  open.edit({ start, end: start, text: '- seed: 1\n' });
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(1000);
});
