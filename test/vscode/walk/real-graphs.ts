/** Graphs for a real ComfyUI, small enough for one without a graphics card. */

/** Where it listens, and names of a checkpoint of the shape of Stable Diffusion 1.5 and of a LoRA that it has. */
export const address = process.env.SWEETSPOT_REAL_COMFYUI ?? '';
export const model = process.env.SWEETSPOT_REAL_MODEL ?? 'random-sd15-small.safetensors';
export const lora = process.env.SWEETSPOT_REAL_LORA ?? 'lcm-lora-sdv1-5.safetensors';

/** A name near another that no server has. */
export const misspelt = (name: string) => name.replace('.', '-2.');
export const text = (graph: object) => JSON.stringify(graph, null, 2);

export const links = { model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] };
export const sampling = { seed: 5, steps: 60, cfg: 4, sampler_name: 'euler', scheduler: 'normal', denoise: 1 };
export const image = {
  '3': { class_type: 'KSampler', inputs: { ...sampling, ...links } },
  '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: model } },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a castle', clip: ['4', 1] } },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'blurry', clip: ['4', 1] } },
  '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
  '9': { class_type: 'SaveImage', inputs: { images: ['8', 0], filename_prefix: 'walk' } },
};

/** A video with sound, of a length that is worked out: 5 frames. */
export const video = {
  ...image,
  '3': { class_type: 'KSampler', inputs: { ...sampling, ...links, steps: 12 } },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: ['23', 1] } },
  '9': {
    class_type: 'SaveVideo',
    inputs: { video: ['24', 0], filename_prefix: 'walk', format: 'auto', codec: 'auto' },
  },
  '23': { class_type: 'ComfyMathExpression', inputs: { expression: 'a * b + 1', 'values.a': 2, 'values.b': 2 } },
  '24': { class_type: 'CreateVideo', inputs: { images: ['8', 0], fps: 4, audio: ['25', 0] } },
  '25': { class_type: 'EmptyAudio', inputs: { duration: 2, sample_rate: 44100, channels: 2 } },
};

const widget = (name: string, type: string, link: number | null = null) => ({ name, type, link, widget: { name } });
const given = (name: string, type: string, link: number) => ({ name, type, link });
const made = (type: string, ...linked: number[]) => ({ name: type, type, links: linked });
const node = (id: number, type: string, inputs: object[], outputs: object[], widgets_values: unknown[]) => ({
  ...{ id, type, mode: 0, inputs, outputs, widgets_values },
});
/** What picks one of two links by a boolean that comes by the third. */
const pick = (id: number, type: string, ifNot: number, ifSo: number, by: number, to: number) =>
  node(
    id,
    'ComfySwitchNode',
    [widget('switch', 'BOOLEAN', by), given('on_false', type, ifNot), given('on_true', type, ifSo)],
    [{ name: 'output', type, links: [to] }],
    [false],
  );
const wire = (id: number, from: number, output: number, to: number, input: number, type: string) => ({
  ...{ id, origin_id: from, origin_slot: output, target_id: to, target_slot: input, type },
});

/** As the official workflows have it: a subgraph in which one switch, outside of it, picks steps and a LoRA of few steps. */
const castle = {
  id: '3f1c1f6e-0000-4000-8000-000000000001',
  name: 'Castle',
  inputs: [
    { id: 'a', name: 'steps', type: 'INT', linkIds: [10] },
    { id: 'c', name: 'few', type: 'BOOLEAN', linkIds: [20, 21] },
  ],
  outputs: [{ id: 'b', name: 'IMAGE', type: 'IMAGE', linkIds: [19] }],
  nodes: [
    node(4, 'CheckpointLoaderSimple', [], [made('MODEL', 11, 22), made('CLIP', 12, 13), made('VAE', 18)], [model]),
    node(2, 'LoraLoaderModelOnly', [given('model', 'MODEL', 22)], [made('MODEL', 23)], [misspelt(lora), 1]),
    pick(1, 'MODEL', 11, 23, 20, 24),
    node(10, 'PrimitiveInt', [widget('value', 'INT')], [made('INT', 25)], [4, 'fixed']),
    pick(11, 'INT', 10, 25, 21, 26),
    node(5, 'EmptyLatentImage', [], [made('LATENT', 16)], [64, 64, 1]),
    node(6, 'CLIPTextEncode', [given('clip', 'CLIP', 12)], [made('CONDITIONING', 14)], ['a castle']),
    node(7, 'CLIPTextEncode', [given('clip', 'CLIP', 13)], [made('CONDITIONING', 15)], ['blurry']),
    node(
      3,
      'KSampler',
      [
        given('model', 'MODEL', 24),
        given('positive', 'CONDITIONING', 14),
        given('negative', 'CONDITIONING', 15),
        given('latent_image', 'LATENT', 16),
        widget('steps', 'INT', 26),
      ],
      [made('LATENT', 17)],
      [5, 'fixed', 20, 4, 'euler', 'simple', 1],
    ),
    node(8, 'VAEDecode', [given('samples', 'LATENT', 17), given('vae', 'VAE', 18)], [made('IMAGE', 19)], []),
  ],
  links: [
    wire(10, -10, 0, 11, 1, 'INT'),
    wire(11, 4, 0, 1, 1, 'MODEL'),
    wire(12, 4, 1, 6, 0, 'CLIP'),
    wire(13, 4, 1, 7, 0, 'CLIP'),
    wire(14, 6, 0, 3, 1, 'CONDITIONING'),
    wire(15, 7, 0, 3, 2, 'CONDITIONING'),
    wire(16, 5, 0, 3, 3, 'LATENT'),
    wire(17, 3, 0, 8, 0, 'LATENT'),
    wire(18, 4, 2, 8, 1, 'VAE'),
    wire(19, 8, 0, -20, 0, 'IMAGE'),
    wire(20, -10, 1, 1, 0, 'BOOLEAN'),
    wire(21, -10, 1, 11, 0, 'BOOLEAN'),
    wire(22, 4, 0, 2, 0, 'MODEL'),
    wire(23, 2, 0, 1, 2, 'MODEL'),
    wire(24, 1, 0, 3, 0, 'MODEL'),
    wire(25, 10, 0, 11, 2, 'INT'),
    wire(26, 11, 0, 3, 4, 'INT'),
  ],
};
export const switched = {
  nodes: [
    node(20, 'PrimitiveInt', [widget('value', 'INT')], [made('INT', 1)], [47, 'fixed']),
    node(30, castle.id, [given('steps', 'INT', 1), widget('few', 'BOOLEAN')], [made('IMAGE', 4)], [false]),
    node(9, 'SaveImage', [given('images', 'IMAGE', 4)], [], ['walk']),
  ],
  links: [
    [1, 20, 0, 30, 0, 'INT'],
    [4, 30, 0, 9, 0, 'IMAGE'],
  ],
  definitions: { subgraphs: [castle] },
  version: 0.4,
};
