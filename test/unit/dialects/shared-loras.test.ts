/** Samplers behind one chain of loaders: they share its LoRAs, in time and memory, and each keeps what is its own. */
import { expect, test } from 'vitest';
import { finish } from '../../../server/src/common/slices.ts';
import { analyse, analyser } from '../../support/knowledge.ts';

const sampler = (model: string, more: object = {}) => ({
  class_type: 'KSampler',
  inputs: {
    steps: 20,
    cfg: 7,
    seed: 1,
    sampler_name: 'euler',
    scheduler: 'normal',
    denoise: 1,
    model: [model, 0],
    ...more,
  },
});
const lora = (name: string, model: string) => ({
  class_type: 'LoraLoader',
  inputs: { lora_name: name, strength_model: 1, strength_clip: 1, model: [model, 0] },
});
const text = JSON.stringify({
  base: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
  far: lora('far.safetensors', 'base'),
  near: lora('near.safetensors', 'far'),
  first: sampler('near'),
  second: sampler('near'),
  third: sampler('near', { loras: [{ lora: 'own.safetensors', strength: 1 }] }),
  bare: sampler('base'),
});

test('one list serves all who have the same LoRAs', () => {
  const { generations } = analyse(text).reading;
  const named = generations.map(({ id, loras }) => [id, loras.map((each) => each.text).join(', ')]);
  expect(named).toEqual([
    ['first', 'near.safetensors, far.safetensors'],
    ['second', 'near.safetensors, far.safetensors'],
    ['third', 'own.safetensors, near.safetensors, far.safetensors'],
    ['bare', ''],
  ]);
  expect(generations[1].loras).toBe(generations[0].loras);
});

test('a LoRA tells all who take it', () => {
  const { generations, places } = analyse(text).reading;
  const takersOf = (name: string) =>
    generations
      .flatMap(({ loras }) => loras)
      .filter((each) => each.text === name)
      .slice(0, 1)
      .flatMap(({ range }) => [...places.takers(range)].map(({ id }) => id));
  expect(takersOf('far.safetensors')).toEqual(['first', 'second', 'third']);
  expect(takersOf('own.safetensors')).toEqual([]);
});

test('a text that is a setting and names a LoRA has its taker once, after edits too', () => {
  const payload = JSON.stringify([
    {
      prompt: 'a <lora:x:1>',
      cfg_scale: 7,
      send_images: true,
      override_settings: { steps: 30, sd_model_checkpoint: 'sdxl' },
    },
  ]);
  const open = analyser.open(payload, 'json');
  const takers = () => {
    const { places, generations } = finish(open.analysis())?.reading ?? analyse('').reading;
    return generations.flatMap(({ settings }) =>
      settings.filter(({ setting }) => setting === 'prompt').map(({ range }) => [...places.takers(range)].length),
    );
  };
  const before = takers();
  const at = payload.indexOf('30');
  open.edit({ start: at, end: at + 2, text: '45' });
  expect([before, takers()]).toEqual([[1], [1]]);
});
