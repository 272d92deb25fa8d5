import { expect, test } from 'vitest';
import { fill, normaliseKey } from '../../../server/src/knowledge/knowledge.ts';
import { find, knowledge } from '../../support/knowledge.ts';

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

test.each(['constructor', 'toString', '__proto__', 'valueOf', 'hasOwnProperty'])(
  'a sampler or schedule named %s is one that nobody knows',
  (name) => {
    expect(knowledge.sampler(name)).toBeNull();
    expect(knowledge.schedule(name)).toBeNull();
    expect(find(`prompt: a\nsteps: 20\nsampler: ${name}\nscheduler: ${name}\n`)).toBeInstanceOf(Array);
  },
);
