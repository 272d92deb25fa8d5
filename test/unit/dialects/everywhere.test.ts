/** What is sent without wires, while it is edited: whoever takes it is read again. */
import { expect, test } from 'vitest';
import { finish } from '../../../server/src/common/slices.ts';
import { analyser } from '../../support/knowledge.ts';

const sampler = { class_type: 'KSampler', inputs: { steps: 20, cfg: 7, seed: 1, sampler_name: 'euler', denoise: 1 } };
const graph = {
  l: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
  e: { class_type: 'Anything Everywhere', inputs: { anything: ['l', 0] } },
  s: sampler,
};

test('a node that sends no longer, and again', () => {
  const text = JSON.stringify(graph);
  const open = analyser.open(text, 'json');
  const model = () => finish(open.analysis())?.reading.generations[0]?.model?.text ?? null;
  expect(model()).toBe('sd_xl_base_1.0.safetensors');
  const at = text.indexOf('Anything Everywhere');
  open.edit({ start: at, end: at + 19, text: 'Preview' });
  expect(model()).toBeNull();
  open.edit({ start: at, end: at + 7, text: 'Anything Everywhere' });
  expect(model()).toBe('sd_xl_base_1.0.safetensors');
});

test('one of many that send, by what fits', () => {
  const many = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [
      [`v${index}`, { class_type: 'VAELoader', inputs: { vae_name: `${index}.safetensors` } }],
      [`e${index}`, { class_type: 'Anything Everywhere', inputs: { anything: [`v${index}`, 0] } }],
    ]).flat(),
  );
  const { reading } = analyser.analyse(JSON.stringify({ ...many, ...graph }), 'json');
  expect(reading.generations.map(({ model }) => model?.text)).toEqual(['sd_xl_base_1.0.safetensors']);
});
