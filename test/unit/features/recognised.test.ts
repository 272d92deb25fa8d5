import { expect, test } from 'vitest';
import { recognised } from '../../../server/src/features/recognised.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

const why = (text: string) => recognised(analyse(text), knowledge).why;

test('as what a file is read, and what it rests on', () => {
  const text = '- {prompt: a cat, model: sd_xl_base_1.0, steps: 30}\n- {prompt: a dog, steps: 8}\n';
  expect(recognised(analyse(text), knowledge)).toMatchObject({
    format: expect.stringMatching(/./),
    why: expect.stringContaining('`prompt`'),
    count: 2,
    generations: [
      {
        title: 'SDXL, 30 steps',
        range: { start: { line: 0 } },
        parts: expect.arrayContaining([
          { label: 'model', value: 'sd_xl_base_1.0', range: expect.anything() },
          expect.objectContaining({ label: 'Inference steps', value: '30' }),
        ]),
      },
      { title: 'No model named, 8 steps' },
    ],
  });
});

test.each([
  ['name: ci\n', 'There is no step count in this file, under any spelling that is known.'],
  [
    'jobs:\n  a:\n    steps:\n      - run: x\n',
    'There is no step count in this file, under any spelling that is known.',
  ],
  [
    'jobs:\n  a:\n    steps: 80\n',
    'There is a step count (`steps`, line 3), but no prompt, model or sampler beside it. It may be about something other than pictures.',
  ],
  [
    'model: mine\nsteps: 20\n',
    'There is a step count (`steps`, line 2) and a model, but no prompt or sampler beside them. It may be about something other than pictures.',
  ],
])('why %j is not read', (text, said) => expect(why(text)).toBe(said));
