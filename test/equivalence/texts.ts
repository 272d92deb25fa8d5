/** Texts to edit: small files of every shape, some of them larger than what is read in one piece. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface Sample {
  readonly name: string;
  readonly languageId: 'json' | 'yaml' | undefined;
  readonly text: string;
}

function repeated(count: number, part: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => part(index)).join('');
}

function job(index: number, indent: string): string {
  return `- id: job-${index}
  model: sdxl
  prompt: |
    a cat ${index} <lora:x:0.${index % 9}>
    on a sofa
  negative_prompt: bad
  guidance_scale: ${index % 3}
  # a comment
  steps: ${20 + index * 3}
  params:
    seed: ${index}
    size: [1024, 1024]
`.replace(/^(?=.)/gm, indent);
}

function pipeline(index: number): Record<string, unknown> {
  const id = (node: number): string => String(index * 10 + node);
  return {
    [id(1)]: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
    [id(2)]: { class_type: 'CLIPTextEncode', inputs: { text: 'a cat', clip: [id(1), 1] } },
    [id(3)]: { class_type: 'CLIPTextEncode', inputs: { text: 'bad', clip: [id(1), 1] } },
    [id(4)]: { class_type: 'EmptyLatentImage', inputs: { width: 1024, height: 1024, batch_size: 1 } },
    [id(5)]: {
      class_type: 'KSampler',
      inputs: {
        seed: index,
        steps: 20 + index * 7,
        cfg: index % 2 === 0 ? 7 : 1,
        sampler_name: 'euler',
        scheduler: 'karras',
        denoise: 1,
        model: [id(1), 0],
        positive: [id(2), 0],
        negative: [id(3), 0],
        latent_image: [id(4), 0],
      },
    },
    [id(6)]: { class_type: 'VAEDecode', inputs: { samples: [id(5), 0], vae: ['1', 2] } },
  };
}

const workflow = {
  last_node_id: 5,
  nodes: [
    {
      id: 1,
      type: 'CheckpointLoaderSimple',
      outputs: [{ name: 'MODEL', type: 'MODEL', links: [1] }],
      widgets_values: ['sdxl_lightning_4step.safetensors'],
    },
    {
      id: 2,
      type: 'CLIPTextEncode',
      inputs: [],
      outputs: [{ name: 'CONDITIONING', type: 'CONDITIONING', links: [2] }],
      widgets_values: ['a cat'],
    },
    {
      id: 3,
      type: 'Reroute',
      inputs: [{ name: '', type: '*', link: 2 }],
      outputs: [{ name: '', type: '*', links: [3] }],
    },
    {
      id: 4,
      type: 'KSampler',
      mode: 0,
      inputs: [
        { name: 'model', type: 'MODEL', link: 1 },
        { name: 'positive', type: 'CONDITIONING', link: 3 },
      ],
      widgets_values: [5, 'fixed', 30, 7, 'euler', 'normal', 1],
    },
  ],
  links: [
    [1, 1, 0, 4, 0, 'MODEL'],
    [2, 2, 0, 3, 0, 'CONDITIONING'],
    [3, 3, 0, 4, 1, 'CONDITIONING'],
  ],
  version: 0.4,
};

const payloads = Array.from({ length: 8 }, (_, index) => ({
  prompt: 'a',
  steps: 20 + index * 5,
  cfg_scale: 7,
  sampler_name: 'Euler a',
  send_images: true,
  override_settings: { sd_model_checkpoint: 'sdxl' },
}));

const OWN: readonly Sample[] = [
  { name: 'list of jobs', languageId: 'yaml', text: repeated(6, (index) => job(index, '')) },
  {
    name: 'jobs below defaults',
    languageId: 'yaml',
    text: `defaults: &d\n  steps: 20\n  model: flux1-schnell\njobs:\n${repeated(6, (index) => job(index, '  '))}tail: 1\n`,
  },
  {
    name: 'jobs at the column of their key',
    languageId: undefined,
    text: `model: sdxl\njobs: # here\n${repeated(6, (index) => job(index, ''))}config:\n  seed: 1\n`,
  },
  {
    name: 'anchors and merges',
    languageId: 'yaml',
    text: `base: &base\n  num_inference_steps: 20\n  cfg: 7\n${repeated(8, (index) => `job${index}: &job${index}\n  <<: *${index > 0 ? `job${index - 1}` : 'base'}\n  seed: ${index}\n  prompt: x\n  list:\n  - *base\n  - steps: 1\n    cfg_scale: 3\n`)}`,
  },
  {
    name: 'a stream of documents',
    languageId: 'yaml',
    text: repeated(
      5,
      (index) =>
        `---\n# doc ${index}\nmodel: sdxl\nprompt: a\nsteps: ${index}\nnested:\n  a:\n    - b: 1\n      c: 2\n`,
    ),
  },
  {
    name: 'API graph',
    languageId: 'json',
    text: JSON.stringify({ ...pipeline(0), ...pipeline(1), ...pipeline(2) }, null, 2),
  },
  { name: 'workflow', languageId: 'json', text: JSON.stringify(workflow, null, 1) },
  { name: 'payloads', languageId: 'json', text: JSON.stringify(payloads, null, 1) },
  {
    name: 'JSON in a YAML file',
    languageId: 'yaml',
    text: JSON.stringify({ jobs: payloads.slice(0, 3), steps: 20, seed: 1 }, null, 2),
  },
  {
    name: 'embedded texts',
    languageId: 'json',
    text: '{\n  "parameters": "a cat\\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5",\n  // note\n  "steps": 5, "prompt": "x",\n}\n',
  },
];

const CORPUS = new URL('../../../shared/corpus/dev/', import.meta.url);
/** Larger ones take long to read anew, which every edit is compared with. */
const LARGEST = 2500;

/** Our own, and other people's where they are at hand. */
export const samples: readonly Sample[] = [...OWN, ...(existsSync(CORPUS) ? corpus() : [])];

function corpus(): Sample[] {
  return readdirSync(CORPUS)
    .filter((name) => /\.(json|ya?ml)$/.test(name) && name !== 'labels.json')
    .map((name): Sample => {
      const text = readFileSync(new URL(name, CORPUS), 'utf8');
      return { name, languageId: name.endsWith('.json') ? 'json' : 'yaml', text };
    })
    .filter(({ text }) => text.length <= LARGEST);
}
