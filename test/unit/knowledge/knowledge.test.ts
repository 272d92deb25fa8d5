import { expect, test } from 'vitest';
import { fill, normaliseKey } from '../../../server/src/knowledge/knowledge.ts';
import { knowledge } from '../../support/knowledge.ts';

test('a key has one meaning in all its spellings', () => {
  const spellings = [
    'num_inference_steps',
    'numInferenceSteps',
    'num-inference-steps',
    'NUM_INFERENCE_STEPS',
    '--num_inference_steps',
  ];
  expect(new Set(spellings.map(normaliseKey)).size).toBe(1);
  for (const key of spellings)
    expect(knowledge.alias(key)).toMatchObject({ setting: 'inference_steps', certain: true });
});

test('a name missing in a template stays visible', () => expect(fill('{a} {b}', { a: 1 })).toBe('1 {b}'));
