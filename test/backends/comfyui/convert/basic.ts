/** A plain text-to-image workflow, what becomes of it, and shortcuts to what is made of others. */
import { expect } from 'vitest';
import type { GraphOverride } from '../../../../server/src/render/backend.ts';
import { convertWorkflow as convert } from '../../../../server/src/render/backends/comfyui/convert/index.ts';
import { knowledge } from '../../../support/knowledge.ts';
import { objectInfo } from './definitions.ts';
import { type MadeNode, workflowFile } from './workflow-file.ts';

const NOW = new Date(2026, 0, 2, 3, 4, 5);

export function converted(workflow: unknown, overrides: readonly GraphOverride[] = []) {
  return convert(workflow, objectInfo, overrides, knowledge, NOW);
}

/** Inputs by node id; the conversion must have met no problem. */
export function inputsOf(workflow: unknown, overrides: readonly GraphOverride[] = []) {
  const { graph, problems } = converted(workflow, overrides);
  expect(problems).toEqual([]);
  return Object.fromEntries(Object.entries(graph).map(([id, { inputs }]) => [id, inputs]));
}

export const override = (node: string, input: string, value: GraphOverride['value']): GraphOverride => ({
  node,
  input,
  value,
  says: `${input} → ${value}`,
});

export const checkpoint: MadeNode = {
  id: 4,
  type: 'CheckpointLoaderSimple',
  values: ['sd15.safetensors'],
  outputs: ['MODEL', 'CLIP', 'VAE'],
};
export const positive: MadeNode = {
  id: 6,
  type: 'CLIPTextEncode',
  values: ['a cat'],
  inputs: { clip: [4, 1] },
  outputs: ['CONDITIONING'],
};
export const negative: MadeNode = {
  id: 7,
  type: 'CLIPTextEncode',
  values: ['blurry'],
  inputs: { clip: [4, 1] },
  outputs: ['CONDITIONING'],
};
export const latent: MadeNode = { id: 5, type: 'EmptyLatentImage', values: [512, 768, 1], outputs: ['LATENT'] };
export const sampler: MadeNode = {
  id: 3,
  type: 'KSampler',
  values: [7, 'randomize', 25, 6.5, 'euler', 'normal', 1],
  inputs: { model: [4, 0], positive: [6, 0], negative: [7, 0], latent_image: [5, 0] },
  outputs: ['LATENT'],
};
export const decode: MadeNode = {
  id: 8,
  type: 'VAEDecode',
  values: [],
  inputs: { samples: [3, 0], vae: [4, 2] },
  outputs: ['IMAGE'],
};
export const save: MadeNode = { id: 9, type: 'SaveImage', values: ['cats'], inputs: { images: [8, 0] } };
export const basic = [sampler, checkpoint, latent, positive, negative, decode, save];
export const basicInputs = {
  3: {
    seed: 7,
    steps: 25,
    cfg: 6.5,
    sampler_name: 'euler',
    scheduler: 'normal',
    denoise: 1,
    model: ['4', 0],
    positive: ['6', 0],
    negative: ['7', 0],
    latent_image: ['5', 0],
  },
  4: { ckpt_name: 'sd15.safetensors' },
  5: { width: 512, height: 768, batch_size: 1 },
  6: { text: 'a cat', clip: ['4', 1] },
  7: { text: 'blurry', clip: ['4', 1] },
  8: { samples: ['3', 0], vae: ['4', 2] },
  9: { filename_prefix: 'cats', images: ['8', 0] },
};

/** Nodes with one of them changed. */
export const withNode = (id: number, change: Partial<MadeNode>, nodes: readonly MadeNode[] = basic) =>
  nodes.map((node) => (node.id === id ? { ...node, ...change } : node));
/** A lone KSampler with these values. */
export const samplerWith = (values: unknown, more: Partial<MadeNode> = {}) =>
  inputsOf(workflowFile([{ ...sampler, inputs: {}, values, ...more }]))[3];
