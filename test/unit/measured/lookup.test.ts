/** What is known of a generation: what was measured of renders like it, and no others. */
import { describe, expect, test } from 'vitest';
import type { LocalMeasurements, MeasurementsOf } from '../../../server/src/findings/local.ts';
import { createLookup } from '../../../server/src/measured/lookup.ts';
import { runOf } from '../../../server/src/run/index.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';
import { facts, minute, sample, speed, spot } from './made.ts';

const COMFY = { kind: 'comfyui', address: new URL('http://127.0.0.1:8188') };
const known = facts({ speeds: [speed()], sweetSpots: [spot()] });
const lines = {
  prompt: 'a',
  model: 'sdxl.safetensors',
  steps: '20',
  width: '1024',
  height: '1024',
  sampler: 'Euler',
  scheduler: 'karras',
  guidance_scale: '7',
};
const file = (change: Readonly<Record<string, string>> = {}): string =>
  Object.entries({ ...lines, ...change })
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');

function here(
  text: string,
  measurementsOf: MeasurementsOf = createLookup(knowledge)(known, COMFY, null),
): LocalMeasurements | null {
  const [generation] = analyse(text).reading.generations;
  return measurementsOf(runOf(generation, knowledge));
}

describe('a file like the renders that were measured', () => {
  test('costs what they did, whatever its steps', () => {
    expect(here(file())?.cost?.seconds(20)).toBe(11);
    expect(here(file({ steps: '80' }))?.cost?.seconds(80)).toBe(41);
    expect(here(file())?.cost).toMatchObject({ renders: 1, at: minute(0) });
  });
  test('has its sweet spot where theirs is', () =>
    expect(here(file())).toMatchObject({ standIn: false, sweetSpot: { steps: 18, between: [16, 20] } }));
});

describe('a file that is', () => {
  test.each([
    ['of another size', { width: '768' }],
    ['of another model', { model: 'flux1-dev.safetensors' }],
    ['of another sampler', { sampler: 'heun' }],
    ['without guidance', { guidance_scale: '1' }],
    ['without a count', { steps: 'few' }],
  ])('%s has neither', (_, change) => expect(here(file(change))).toBeNull());
  test.each([
    ['of another schedule', { scheduler: 'simple' }],
    ['of another guidance', { guidance_scale: '5' }],
    ['with a LoRA', { loras: '[{path: lightning.safetensors, scale: 1}]' }],
  ])('%s has the cost, but not the sweet spot', (_, change) => {
    const found = here(file(change));
    expect(found?.cost).not.toBeNull();
    expect(found?.sweetSpot).toBeNull();
  });
  test('a video has neither', () => expect(here(file({ num_frames: '81' }))).toBeNull());
  test('a video costs what one of as many frames did', () => {
    const ofVideos = createLookup(knowledge)(facts({ speeds: [{ ...speed(), frames: 81 }] }), COMFY, null);
    expect(here(file({ num_frames: '81' }), ofVideos)?.cost?.seconds(20)).toBe(11);
    expect(here(file({ num_frames: '17' }), ofVideos)).toBeNull();
    expect(here(file(), ofVideos)).toBeNull();
  });
});

describe('a graph', () => {
  const graph = (latent: object, model = 'sdxl.safetensors'): string =>
    JSON.stringify({
      3: {
        class_type: 'KSampler',
        inputs: {
          steps: 20,
          cfg: 7,
          sampler_name: 'euler',
          scheduler: 'karras',
          seed: 1,
          model: ['4', 0],
          latent_image: ['5', 0],
        },
      },
      4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: model } },
      5: { class_type: 'EmptyLatentImage', inputs: { width: 1024, height: 1024, batch_size: 1, ...latent } },
    });
  test('that says its model and size has what was measured', () => expect(here(graph({}))?.cost?.seconds(20)).toBe(11));
  test('of several pictures at once has not', () => expect(here(graph({ batch_size: 4 }))).toBeNull());
  test('that computes its size has not', () => expect(here(graph({ width: ['9', 0] }))).toBeNull());
});

test('what was measured on another backend is not known here', () => {
  const look = createLookup(knowledge);
  expect(here(file(), look(known, { ...COMFY, address: new URL('http://127.0.0.1:9') }, null))).toBeNull();
  expect(here(file(), look(known, { kind: 'builtin', address: null }, null))).toBeNull();
});

test('the built-in model stands in for the file’s', () => {
  const builtin = facts({ speeds: [speed({ backend: 'builtin' })] });
  expect(here(file(), createLookup(knowledge)(builtin, { kind: 'builtin', address: null }, null))).toMatchObject({
    standIn: true,
    cost: { renders: 1 },
  });
});

test('a price is known without any measurement', () => {
  const price = { perStep: 0.01, perSecond: 0, unit: '$' };
  expect(here(file(), createLookup(knowledge)(facts(), COMFY, price))).toMatchObject({ cost: null, price });
});

test('the answer is the same object until something in it changes', () => {
  const look = createLookup(knowledge);
  const [generation] = analyse(file()).reading.generations;
  const run = runOf(generation, knowledge);
  const first = look(known, COMFY, null)(run);
  const more = facts({ ...known, speeds: [...known.speeds, speed({ model: 'another' })] });
  expect(look(more, COMFY, null)(run)).toBe(first);
  const same = facts({ ...known, speeds: [speed({ samples: [sample({ perEvaluation: 0.501, at: minute(3) })] })] });
  expect(look(same, COMFY, null)(run)).toBe(first);
  const again = facts({ ...known, speeds: [speed({ samples: [sample(), sample({ at: minute(3) })] })] });
  expect(look(again, COMFY, null)(run)).not.toBe(first);
});
