/** What a program makes of a generation. */
import { describe, expect, test } from 'vitest';
import { runOf } from '../../../server/src/run/index.ts';
import { runReport } from '../../../server/src/run/report.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

/** The run of a text that holds one generation, as `inspect` tells it. */
function told(text: string) {
  const { generations } = analyse(text).reading;
  expect(generations).toHaveLength(1);
  return runReport(runOf(generations[0], knowledge));
}

test('one run a generation: whoever asks gets the same', () => {
  const [generation] = analyse('prompt: a\nsteps: 20\n').reading.generations;
  expect(runOf(generation, knowledge)).toBe(runOf(generation, knowledge));
});

describe('steps', () => {
  const request = (more: object) =>
    JSON.stringify({
      prompt: 'a',
      negative_prompt: 'b',
      cfg_scale: 7,
      sampler_name: 'Euler',
      steps: 20,
      override_settings: {},
      ...more,
    });

  const swarm = (more: object) =>
    JSON.stringify({ prompt: 'a', steps: 10, cfgscale: 7, aspectratio: '1:1', automaticvae: true, ...more });

  test.each<[string, string, { written: number | null; executed: number | null; calls: number | null }]>([
    ['guidance doubles the calls', request({}), { written: 20, executed: 20, calls: 40 }],
    ['without guidance a step is a call', request({ cfg_scale: 1 }), { written: 20, executed: 20, calls: 20 }],
    ['samplers of two calls a step', request({ sampler_name: 'Heun' }), { written: 20, executed: 20, calls: 78 }],
    [
      'a part of the steps',
      'prompt: a\nnum_inference_steps: 20\nstrength: 0.5\nguidance_scale: 3\n',
      { written: 20, executed: 10, calls: null },
    ],
    [
      'a part of the steps, rounded up',
      'model: black-forest-labs/FLUX.1-dev\npipeline: FluxImg2ImgPipeline\nprompt: a\nnum_inference_steps: 4\nstrength: 0.6\n',
      { written: 4, executed: 3, calls: 3 },
    ],
    [
      'a part of the steps, rounded to the nearest',
      swarm({ initimagecreativity: 0.47 }),
      { written: 10, executed: 5, calls: 10 },
    ],
    [
      'a part of the steps, of which a half is left out to the even count',
      swarm({ initimagecreativity: 0.55 }),
      { written: 10, executed: 6, calls: 12 },
    ],
    [
      'a list of sigmas replaces the count',
      'pipeline: FluxPipeline\nprompt: a\nnum_inference_steps: 20\nsigmas: [1, 0.5]\n',
      { written: 20, executed: 2, calls: null },
    ],
    ['no count', 'prompt: a\nnum_inference_steps: many\n', { written: null, executed: null, calls: null }],
  ])('%s', (_, text, steps) => expect(told(text).steps).toEqual(steps));
});

describe('guidance and negative prompt', () => {
  const request = (cfg_scale: number) =>
    JSON.stringify({
      prompt: 'a',
      negative_prompt: 'b',
      cfg_scale,
      sampler_name: 'Euler',
      steps: 20,
      override_settings: {},
    });

  test('on: the negative prompt is read', () =>
    expect(told(request(7))).toMatchObject({ guidance: { on: true, off: 1 }, negative: { read: true }, unread: [] }));
  test('off: it is not, and that is why', () =>
    expect(told(request(1))).toMatchObject({
      guidance: { on: false },
      negative: { read: false },
      unread: [{ setting: 'negative_prompt', pointer: '/negative_prompt', because: 'guidance-off' }],
    }));
});
