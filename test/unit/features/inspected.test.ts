/** What `inspect` and agents are told of a file. */
import { expect, test } from 'vitest';
import { inspectFile } from '../../../server/src/features/inspected.ts';
import { analyse, analyser, knowledge } from '../../support/knowledge.ts';

test('seeds of 64 bits keep their digits', () => {
  const seeds = (seed: string) => {
    const analysis = analyse(`{"prompt": "a", "num_inference_steps": 20, "seed": ${seed}}`, 'json');
    const { generations } = inspectFile('', analysis, knowledge, analyser.findings(analysis));
    return generations.flatMap(({ settings }) => settings.flatMap((each) => (each.key === 'seed' ? each.value : [])));
  };
  expect([...seeds('12345678901234567890'), ...seeds('42'), ...seeds('1.5')]).toEqual([
    '12345678901234567890',
    42,
    1.5,
  ]);
});

test('a long text that jobs share is told with the first of them', () => {
  const prompt = 'a cat '.repeat(500);
  const jobs = '  - {<<: *all, seed: 1}\n'.repeat(3);
  const analysis = analyse(`all: &all {steps: 20, model: sdxl, prompt: "${prompt}"}\njobs:\n${jobs}`, 'yaml');
  const { generations } = inspectFile('', analysis, knowledge, []);
  expect(generations.length).toBeGreaterThan(2);
  const told = generations.flatMap(({ settings }) => settings.filter(({ key }) => key === 'prompt'));
  expect(told).toHaveLength(1);
});
