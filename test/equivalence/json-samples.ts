/** JSON of every shape, and what people write for JSON. */
import { lines, payload } from './json-lines-samples.ts';

function pipeline(index: number): Record<string, unknown> {
  const id = (node: number): string => String(index * 10 + node);
  return {
    [id(1)]: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
    [id(2)]: { class_type: 'CLIPTextEncode', inputs: { text: 'a cat', clip: [id(7), 1] } },
    [id(3)]: { class_type: 'CLIPTextEncode', inputs: { text: 'bad', clip: [id(1), 1] } },
    [id(5)]: {
      class_type: 'KSampler',
      inputs: {
        seed: index,
        steps: 20 + index * 7,
        cfg: index % 2 === 0 ? 7 : 1,
        sampler_name: 'euler',
        scheduler: 'karras',
        model: [id(7), 0],
        positive: [id(2), 0],
        negative: [id(3), 0],
      },
    },
    [id(7)]: {
      class_type: 'LoraLoader',
      inputs: { lora_name: 'lcm-lora-sdxl.safetensors', strength_model: 1, model: [id(1), 0], clip: [id(1), 1] },
    },
  };
}

const scheduled = {
  '1': { class_type: 'UNETLoader', inputs: { unet_name: 'flux1-dev.safetensors' } },
  '2': { class_type: 'BasicScheduler', inputs: { scheduler: 'simple', steps: ['9', 0], denoise: 1, model: ['1', 0] } },
  '3': { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } },
  '4': { class_type: 'BasicGuider', inputs: { model: ['1', 0], conditioning: ['5', 0] } },
  '5': { class_type: 'FluxGuidance', inputs: { guidance: 3.5, conditioning: ['6', 0] } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a cat' } },
  '7': { class_type: 'SamplerCustomAdvanced', inputs: { sigmas: ['2', 0], sampler: ['3', 0], guider: ['4', 0] } },
  '9': { class_type: 'PrimitiveInt', inputs: { value: 50 } },
};

const workflow = {
  last_node_id: 5,
  nodes: [
    {
      id: 1,
      type: 'CheckpointLoaderSimple',
      outputs: [{ name: 'MODEL', type: 'MODEL', links: [1] }],
      widgets_values: ['sdxl_lightning_4step.safetensors'],
    },
    { id: 2, type: 'CLIPTextEncode', outputs: [{ type: 'CONDITIONING', links: [2] }], widgets_values: ['a cat'] },
    { id: 3, type: 'Reroute', inputs: [{ name: '', type: '*', link: 2 }], outputs: [{ type: '*', links: [3] }] },
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

/** One subgraph in use twice, with a value shown on the outside. */
const subgraphs = {
  nodes: [
    {
      id: 1,
      type: 'UNETLoader',
      outputs: [{ type: 'MODEL', links: [1, 2] }],
      widgets_values: ['flux1-schnell.safetensors', 'default'],
    },
    {
      id: 2,
      type: 'sub',
      inputs: [{ name: 'model', type: 'MODEL', link: 1 }],
      properties: { proxyWidgets: [['10', 'steps']] },
      widgets_values: [30],
    },
    { id: 3, type: 'sub', mode: 4, inputs: [{ name: 'model', type: 'MODEL', link: 2 }], widgets_values: [] },
  ],
  links: [
    [1, 1, 0, 2, 0, 'MODEL'],
    [2, 1, 0, 3, 0, 'MODEL'],
  ],
  definitions: {
    subgraphs: [
      {
        id: 'sub',
        inputs: [{ id: 'a', name: 'model', type: 'MODEL', linkIds: [5] }],
        outputs: [],
        nodes: [
          {
            id: 10,
            type: 'KSampler',
            inputs: [{ name: 'model', type: 'MODEL', link: 5 }],
            widgets_values: [5, 'fixed', 8, 1, 'euler', 'simple', 1],
          },
        ],
        links: [{ id: 5, origin_id: -10, origin_slot: 0, target_id: 10, target_slot: 0, type: 'MODEL' }],
      },
    ],
  },
};

const invoke = {
  nodes: [
    {
      id: 'a',
      data: {
        type: 'denoise_latents',
        inputs: { steps: { name: 'steps', value: 30 }, cfg_scale: { name: 'cfg_scale', value: 7 } },
      },
    },
    { id: 'b', data: { type: 'integer', inputs: { value: { name: 'value', value: 12 } } } },
  ],
  edges: [{ source: 'b', target: 'a', sourceHandle: 'value', targetHandle: 'steps' }],
};

/** Texts by what they are there for. */
/** The steps of every sampler come through a switch, one of them from a subgraph's node by way of nodes without wires. */
const wired = {
  last_node_id: 9,
  nodes: [
    { id: 1, type: 'PrimitiveBoolean', outputs: [{ name: 'BOOLEAN', type: 'BOOLEAN' }], widgets_values: [true] },
    { id: 2, type: 'PrimitiveInt', outputs: [{ name: 'INT', type: 'INT' }], widgets_values: [4, 'fixed'] },
    { id: 3, type: 'SetNode', inputs: [{ name: 'INT', type: 'INT', link: 2 }], widgets_values: ['count'] },
    { id: 4, type: 'GetNode', outputs: [{ name: 'INT', type: 'INT' }], widgets_values: ['count'] },
    {
      id: 5,
      type: 'ComfySwitchNode',
      inputs: [
        { name: 'on_false', type: 'INT', link: 5 },
        { name: 'on_true', type: 'INT', link: 4 },
        { name: 'switch', type: 'BOOLEAN', link: 1, widget: { name: 'switch' } },
      ],
      outputs: [{ name: 'output', type: 'INT' }],
      widgets_values: [false],
    },
    { id: 6, type: 'PrimitiveInt', outputs: [{ name: 'INT', type: 'INT' }], widgets_values: [30, 'fixed'] },
    {
      id: 7,
      type: 'sub',
      inputs: [{ name: 'steps', type: 'INT', link: 6, widget: { name: 'steps' } }],
      widgets_values: [12, 3],
    },
    { id: 8, type: 'sub', inputs: [], widgets_values: [15, 1], widgets_values_named: { steps: 15, cfg: 1 } },
  ],
  links: [
    [1, 1, 0, 5, 2, 'BOOLEAN'],
    [2, 2, 0, 3, 0, 'INT'],
    [4, 4, 0, 5, 1, 'INT'],
    [5, 6, 0, 5, 0, 'INT'],
    [6, 5, 0, 7, 0, 'INT'],
  ],
  definitions: {
    subgraphs: [
      {
        id: 'sub',
        inputs: [
          { name: 'steps', type: 'INT', linkIds: [1] },
          { name: 'cfg', type: 'FLOAT', linkIds: [2] },
        ],
        outputs: [],
        nodes: [
          {
            id: 1,
            type: 'KSampler',
            inputs: [
              { name: 'steps', type: 'INT', link: 1, widget: { name: 'steps' } },
              { name: 'cfg', type: 'FLOAT', link: 2, widget: { name: 'cfg' } },
            ],
            widgets_values: [5, 'fixed', 20, 7, 'euler', 'normal', 1],
          },
        ],
        links: [
          { id: 1, origin_id: -10, origin_slot: 0, target_id: 1, target_slot: 0, type: 'INT' },
          { id: 2, origin_id: -10, origin_slot: 1, target_id: 1, target_slot: 1, type: 'FLOAT' },
        ],
      },
    ],
  },
  version: 0.4,
};

/** A switch that picks the steps, one that picks the LoRA, and one that picks the schedule. */
const switched = {
  ...pipeline(0),
  ...pipeline(1),
  '5': {
    class_type: 'KSampler',
    inputs: { seed: 1, steps: ['30', 0], cfg: 1, sampler_name: 'euler', scheduler: 'simple', model: ['31', 0] },
  },
  '30': { class_type: 'ComfySwitchNode', inputs: { switch: ['33', 0], on_true: ['34', 0], on_false: 40 } },
  '31': { class_type: 'ComfySwitchNode', inputs: { switch: ['33', 0], on_true: ['32', 0], on_false: ['1', 0] } },
  '32': {
    class_type: 'LoraLoaderModelOnly',
    inputs: { lora_name: 'sdxl_lightning_8step_lora.safetensors', strength_model: 1, model: ['1', 0] },
  },
  '33': { class_type: 'PrimitiveBoolean', inputs: { value: true } },
  '34': { class_type: 'PrimitiveInt', inputs: { value: 8 } },
  '40': { class_type: 'BasicScheduler', inputs: { scheduler: 'simple', steps: 8, denoise: 1, model: ['1', 0] } },
  '41': { class_type: 'ManualSigmas', inputs: { sigmas: '1.0, 0.7, 0.4, 0.0' } },
  '42': { class_type: 'ComfySwitchNode', inputs: { switch: ['33', 0], on_true: ['40', 0], on_false: ['41', 0] } },
  '43': {
    class_type: 'SamplerCustom',
    inputs: { noise_seed: 1, cfg: 1, model: ['31', 0], sigmas: ['42', 0], latent_image: ['5', 0] },
  },
};

export const JSONS: Readonly<Record<string, string>> = {
  'jobs beside defaults': `{
 "common": { "steps": 30, "guidance_scale": 3 },
 "presets": { "fast": { "steps": 4 }, "hq": { "num_inference_steps": 60 } },
 "jobs": [
  { "model": "flux1-schnell", "prompt": "a" },
  { "model": "sdxl", "preset": "hq", "prompt": "b" },
  { "prompt": "c", "stages": [ { "steps": 3 } ] }
 ]
}
`,
  'API graph': lines({ ...pipeline(0), ...pipeline(1) }),
  'API graph with a schedule apart': lines(scheduled),
  'API graphs in a list': lines([pipeline(0), { prompt: pipeline(1), client_id: 'x' }]),
  'API graph with switches': lines(switched),
  workflow: lines(workflow),
  'workflows in a list': lines([1, workflow]),
  'workflow with subgraphs': lines(subgraphs),
  'workflow with switches and promoted widgets': lines(wired),
  'a workflow beside its API graph': lines({ prompt: pipeline(0), extra_data: { extra_pnginfo: { workflow } } }),
  'InvokeAI workflow': lines(invoke),
  payloads: lines([payload(20), payload(150)]),
  'payloads in one line': JSON.stringify({ jobs: [payload(20), payload(4)], steps: 20 }),
  'arguments of diffusers': lines({
    pretrained_model_name_or_path: 'black-forest-labs/FLUX.1-schnell',
    num_inference_steps: 28,
    guidance_scale: 3.5,
    loras: [{ path: 'a', scale: 0.5 }],
    prompts: ['a', 'b'],
  }),
  'with comments': `// top
{
  /* a
     block */
  "steps": 5, // five
  "prompt": "x // no",
  "url": "http://x/y", /**/
  "jobs": [
    { "steps": 20, "prompt": "a" }, // one
    /* { "steps": 30 } */
  ],
}
`,
  'embedded texts': `{
  "parameters": "a cat\\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5",
  "steps": 5, "prompt": "x"
}
`,
  'duplicate keys': `{
  "steps": 20, "prompt": "a", "steps": 30,
  "a": { "steps": 1, "steps": 2, "prompt": "b" },
  "a": { "steps": 3, "prompt": "c" }, "": 1, "": 2
}`,
  'deep nesting': `{"a":{"b":[[[{"c":{"steps":20,"prompt":"a","d":[[[[{"e":{}}]]]]}},[],{}]]]},"steps":{"steps":{"steps":4,"prompt":"b"}}}`,
  'being typed': `{
  "model": "sdxl",
  "prompt": "open
  "steps": 20,
  "cfg": ,
  ste
  "seed" 5
  "jobs": [1,,2, { "steps": 3, ],
  "x": 020, NaN: None
}
`,
  'brackets that do not match': '{"steps": 20, "prompt": "a", "l": [1, {"steps": 3}, "b": 2}], "c": {"d": ]}} "e": 1',
  'something behind the value': '{ "steps": 20, "prompt": "a" }\n{ "steps": 30, "prompt": "b" } tail: 1\n',
  'a long flat map': JSON.stringify(
    { model: 'sdxl', steps: 20, ...Object.fromEntries(Array.from({ length: 36 }, (_, i) => [`k${i}`, i])), cfg: 7 },
    null,
    1,
  ),
  'a number': '20',
};
