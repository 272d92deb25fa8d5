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
