/** Documents of the sizes at which time and memory tell: long chains, deep nesting, thousands of jobs and nodes. */
import { type Hostile, json, times, yaml } from './hostile.ts';

const sampler = (model: unknown, more: object = {}) => ({
  class_type: 'KSampler',
  inputs: { steps: 99, cfg: 7, seed: 1, sampler_name: 'euler', scheduler: 'karras', denoise: 1, model, ...more },
});
const loader = { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } };
const chain = (count: number): Record<string, unknown> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `l${index + 1}`,
      {
        class_type: 'LoraLoaderModelOnly',
        inputs: { model: [`l${index}`, 0], lora_name: `x${index}`, strength_model: 1 },
      },
    ]),
  );
const reroutes = (count: number) => ({
  nodes: [
    ...Array.from({ length: count }, (_, id) => ({
      id,
      type: 'Reroute',
      inputs: [{ name: '', type: '*', link: id }],
      outputs: [{ name: '', type: '*', links: [id + 1] }],
    })),
    {
      id: count,
      type: 'KSampler',
      inputs: [{ name: 'model', type: 'MODEL', link: count }],
      widgets_values: [5, 'fixed', 99, 7, 'euler', 'normal', 1],
    },
  ],
  links: Array.from({ length: count + 1 }, (_, id) => [id, id - 1, 0, id, 0, '*']),
});
const samplersOf = (count: number, more: object = {}): Record<string, unknown> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`s${i}`, { class_type: 'KSampler', inputs: { steps: 99, ...more } }]),
  );
/** Samplers at the end of a row of nodes that all only pass the model on. */
const bypassed = (row: number, samplers: number) => ({
  nodes: [
    ...Array.from({ length: row }, (_, id) => ({
      id: id + 1,
      type: 'LoraLoaderModelOnly',
      mode: 4,
      inputs: [{ name: 'model', type: 'MODEL', link: id }],
      outputs: [{ name: 'MODEL', type: 'MODEL', links: [id + 1] }],
      widgets_values: ['a', 1],
    })),
    ...Array.from({ length: samplers }, (_, id) => ({
      id: row + id + 1,
      type: 'KSampler',
      inputs: [{ name: 'model', type: 'MODEL', link: row + id }],
      widgets_values: [5, 'fixed', 99, 7, 'euler', 'normal', 1],
    })),
  ],
  links: [
    ...Array.from({ length: row }, (_, id) => [id, id, 0, id + 1, 0, 'MODEL']),
    ...Array.from({ length: samplers }, (_, id) => [row + id, row, 0, row + id + 1, 0, 'MODEL']),
  ],
});
const many = (count: number, each: object): object[] => Array.from({ length: count }, () => each);
/** A key in upper and lower case, each way another one. */
const spellings = (key: string, count: number): [string, number][] =>
  Array.from({ length: count }, (_, index) => [
    [...key].map((letter, at) => ((index >> at) & 1 ? letter.toUpperCase() : letter)).join(''),
    99,
  ]);
/** Each takes what the one before it takes. */
const merges = (count: number): Hostile =>
  yaml(
    `a0: &a0\n  steps: 99\n  prompt: x\n${times(count, (i) => `a${i + 1}: &a${i + 1}\n  <<: *a${i}\n  seed: ${i}\n`)}`,
  );

/** What once took seconds or gigabytes, by what it is. */
export const LARGE: Readonly<Record<string, () => Hostile>> = {
  'a chain of 4,000 merges': () => merges(4000),
  'a chain of 20,000 merges': () => merges(20_000),
  'a list of 20,000 merges at once': () =>
    yaml(`a: &a {steps: 99, prompt: x}\nb: {seed: 2, prompt: x, <<: [${times(20_000, () => '{<<: *a}, ')}]}\n`),
  'a list of 90,000 jobs that merge': () =>
    yaml(`a: &a {steps: 99, prompt: x}\nb: [${times(90_000, () => '{<<: *a}, ')}]\n`),
  '39,000 jobs of nothing': () => json(Array.from({ length: 39_000 }, () => ({ steps: 99, prompt: '' }))),
  '18,000 samplers without a model': () =>
    json(
      Object.fromEntries(
        Array.from({ length: 18_000 }, (_, i) => [i, { class_type: 'KSampler', inputs: { steps: 9 } }]),
      ),
    ),
  '90,000 keys without a value': () => yaml(`steps: 99\nprompt: x\n${times(90_000, (i) => `k${i}:\n`)}`),
  '200,000 keys behind a question mark': () => yaml(`steps: 99\nprompt: x\n${times(200_000, () => '? k\n')}`),
  '90,000 values with a tag': () => yaml(`steps: 99\nprompt: x\n${times(90_000, (i) => `k${i}: !t\n`)}`),
  '80,000 values behind a tab': () => yaml(`steps: 99\nprompt: x\n${times(80_000, (i) => `k${i}:\tv\n`)}`),
  '190,000 items with a tag': () => yaml(`steps: 99\nprompt: x\nx:\n${'- !a\n'.repeat(190_000)}`),
  '90,000 lines that are wrong': () => yaml(`steps: 99\nprompt: x\n${'x: y: z\n'.repeat(90_000)}`),
  '60,000 quoted merges': () => yaml(`steps: 99\nprompt: x\n${times(60_000, () => '"<<": {a: 1}\n')}`),
  'a directive before 9,000 jobs': () =>
    yaml(`%YAML 1.2\n---\n${times(9000, (i) => `- prompt: a cat, number ${i}\n  steps: 30\n  model: sdxl\n`)}`),
  '20,000 jobs on one line': () => yaml(`[${'{steps: 99, prompt: a}, '.repeat(20_000)}]`),
  '33,000 keys of one LightX2V configuration': () => ({
    languageId: 'json',
    text: `{"infer_steps":40,"model_cls":"wan2.1","cross_attn_1_type":"sage_attn2",${times(33_000, (i) => `"enable_cfg${i}":true,`)}"seed":1}`,
  }),
  '7,500 models with LoRAs in their prompts': () =>
    yaml(
      times(
        7500,
        (i) => `- {prompt: "a <lora:sdxl_lightning_${i}step:1>", model: stabilityai/sdxl-base-${i}.0, steps: ${i}}\n`,
      ),
    ),
  'defaults, a section and jobs said 5,000 times': () =>
    yaml(
      times(
        5000,
        (i) =>
          `common: {steps: ${i}, cfg: 5}\nsampling: &s\n  hq: &h {num_inference_steps: ${i}}\njobs:\n  - {model: sdxl, prompt: a, sampling: hq}\n  - params: *h\n`,
      ),
    ),
  '40,000 keys of one map': () => yaml(`steps: 99\nprompt: x\n${times(40_000, (i) => `option_${i}: ${i}\n`)}`),
  '7,000 names of models': () =>
    yaml(times(7000, (i) => `- steps: 30\n  prompt: a\n  model: org${i}/flux-schnell-sdxl-turbo-lightning-${i}\n`)),
  '60,000 texts in block style': () => yaml(`steps: 99\nprompt: x\nb:\n${times(60_000, () => '- |\n  text\n')}`),
  '100,000 documents': () => yaml(`steps: 99\nprompt: x\n${times(100_000, () => '---\na: 1\n')}`),
  'a map of 8,000 jobs': () => yaml(times(8000, (i) => `job${i}:\n  steps: ${i}\n  prompt: x\n  model: sdxl\n`)),
  'a prompt of 9,000 LoRAs for 12,000 jobs': () =>
    json({ prompt: '<lora:a:1>'.repeat(9000), jobs: many(12_000, { steps: 99, seed: 1, model: 'sdxl' }) }),
  'a prompt of 20,000 LoRAs for 8,000 samplers': () =>
    json({
      p: { class_type: 'CLIPTextEncode', inputs: { text: '<lora:a:1>'.repeat(20_000) } },
      ...Object.fromEntries(
        Array.from({ length: 8000 }, (_, i) => [
          `s${i}`,
          { class_type: 'KSampler', inputs: { steps: 9, positive: ['p', 0] } },
        ]),
      ),
    }),
  'a list of 10,000 LoRAs for 12,000 jobs': () =>
    json({ loras: Array.from({ length: 10_000 }, (_, i) => `l${i}`), jobs: many(12_000, { steps: 99, prompt: 'x' }) }),
  'one setting under 40,000 spellings': () =>
    json({ prompt: 'a', model: 'sdxl', ...Object.fromEntries(spellings('numinferencesteps', 40_000)) }),
  'a group of 20,000 options': () =>
    json({
      defaults: [{ model: 'm1' }],
      model: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`m${i}`, { steps: 99, prompt: 'a' }])),
    }),
  'texts of nothing but steps': () => json(many(10, { parameters: 'Steps: 9, '.repeat(9500) })),
  'prompts of nothing but options': () => json(many(10, { prompt: 'a --s 9 '.repeat(11_000) })),
  '300,000 words on lines of their own': () => yaml(`steps: 99\nprompt: "${'x\n'.repeat(300_000)}`),
  'a comment that names 100,000 rules': () =>
    yaml(`steps: 99\nprompt: a\n# sweetspot-ignore ${times(100_000, (i) => `c${i}, `)}\n`),
  '15,000 comments for the whole file': () =>
    yaml(`${'# sweetspot-ignore-file steps-wasteful\n'.repeat(15_000)}${'- {steps: 99, prompt: x}\n'.repeat(15_000)}`),
  'a key of 64 kB of blanks': () => yaml(`steps: 99\na${' '.repeat(64_000)}b: c\nprompt: x\n`),
  'JSON open 4,000 times': () => ({ languageId: 'json', text: '{"steps":{"a":'.repeat(4000) }),
  'settings 8,000 deep': () => ({
    languageId: 'json',
    text: `${'{"steps":9,"prompt":"a","a":'.repeat(8000)}1${'}'.repeat(8000)}`,
  }),
  'JSON 100,000 deep': () => ({
    languageId: 'json',
    text: `${'{"a":'.repeat(100_000)}{"steps":99,"prompt":"a"}${'}'.repeat(100_000)}`,
  }),
  'brackets 900,000 deep': () => ({
    languageId: 'json',
    text: `{"steps":99,"prompt":"a","x":${'['.repeat(900_000)}`,
  }),
  'lists 100,000 deep': () => ({
    languageId: 'json',
    text: `{"steps":99,"prompt":"a","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  }),
  'names of 64 kB': () =>
    json({ prompt: 'a', steps: 99, model: 'flux'.repeat(8000) + 'turbo'.repeat(6400), sampler: 'a b '.repeat(16_000) }),
  '1,000 names of 1 kB': () =>
    json(
      Array.from({ length: 900 }, (_, i) => ({
        prompt: 'a',
        steps: i,
        model: `${i}${'flux'.repeat(120)}${'turbo'.repeat(100)}`,
      })),
    ),
  'a graph of 100,000 LoRAs in a row': () => json({ l0: loader, ...chain(100_000), s: sampler(['l100000', 0]) }),
  '1,000 samplers behind 1,000 LoRAs': () =>
    json({
      l0: loader,
      ...chain(1000),
      ...Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`s${i}`, sampler(['l1000', 0])])),
    }),
  '4,000 samplers in a row of pipes': () =>
    json(
      Object.fromEntries(
        Array.from({ length: 4000 }, (_, i) => [
          `k${i}`,
          { class_type: 'ttN pipeKSampler', inputs: { pipe: [`k${i - 1}`, 0], steps: 30 } },
        ]),
      ),
    ),
  '2,000 samplers along 3,000 merges': () =>
    json({
      ...Object.fromEntries(
        Array.from({ length: 3000 }, (_, i) => [
          `m${i}`,
          { class_type: 'ModelMergeSimple', inputs: { model1: [`m${i + 1}`, 0], model2: [`c${i}`, 0] } },
        ]),
      ),
      ...Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`c${i}`, loader])),
      ...Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`s${i}`, sampler([`m${i}`, 0])])),
    }),
  '4,000 counts along 4,000 sums': () =>
    json({
      ...Object.fromEntries(
        Array.from({ length: 4000 }, (_, i) => [
          `m${i}`,
          { class_type: 'SimpleMath+', inputs: { value: 'a+1', a: [`m${i + 1}`, 0] } },
        ]),
      ),
      m4000: { class_type: 'INTConstant', inputs: { value: 1 } },
      ...Object.fromEntries(
        Array.from({ length: 4000 }, (_, i) => [`s${i}`, { class_type: 'KSampler', inputs: { steps: [`m${i}`, 0] } }]),
      ),
    }),
  '4,000 samplers behind 5,000 bundles': () =>
    json({
      ...Object.fromEntries(
        Array.from({ length: 5000 }, (_, i) => [`c${i}`, { class_type: 'Ctx', inputs: { context: [`c${i - 1}`, 0] } }]),
      ),
      ...samplersOf(4000, { context: ['c4999', 0] }),
    }),
  '3,000 samplers, and 2,000 nodes that send without wires': () =>
    json({
      l: loader,
      ...Object.fromEntries(
        Array.from({ length: 2000 }, (_, i) => [
          `e${i}`,
          { class_type: 'Anything Everywhere', inputs: { anything: ['l', 0] } },
        ]),
      ),
      ...samplersOf(3000),
    }),
  '3,000 samplers behind a switch of 3,000': () =>
    json({
      w: {
        class_type: 'ImpactSwitch',
        inputs: Object.fromEntries([
          ['select', ['x', 0]],
          ...Array.from({ length: 3000 }, (_, i) => [`input${i}`, [`l${i}`, 0]]),
        ]),
      },
      ...Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`l${i}`, loader])),
      ...samplersOf(3000, { model: ['w', 0] }),
    }),
  '2,000 samplers in one picture for 2,000': () =>
    json({
      ...Object.fromEntries(
        Array.from({ length: 2000 }, (_, i) => [
          `s${i}`,
          {
            class_type: 'KSamplerAdvanced',
            inputs: { steps: 30, end_at_step: 10, return_with_leftover_noise: 'enable' },
          },
        ]),
      ),
      ...Object.fromEntries(
        Array.from({ length: 2000 }, (_, i) => [
          `d${i}`,
          { class_type: 'VAEDecode', inputs: { samples: [`s${i}`, 0] } },
        ]),
      ),
      b: {
        class_type: 'ImageBatch',
        inputs: Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`i${i}`, [`d${i}`, 0]])),
      },
      ...Object.fromEntries(
        Array.from({ length: 2000 }, (_, i) => [`p${i}`, { class_type: 'SaveImage', inputs: { images: ['b', 0] } }]),
      ),
    }),
  '1,000 samplers behind 2,500 nodes that are bypassed': () => json(bypassed(2500, 1000)),
  'a workflow of 100,000 nodes': () => json(reroutes(100_000)),
};
