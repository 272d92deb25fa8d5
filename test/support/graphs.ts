/** Graphs of ComfyUI for tests: one picture by Stable Diffusion, as the API takes it and as the editor saves it. */

/** `steps`: written as it is, so that it may be a link (`["9", 0]`). */
export function apiGraph(
  values: { steps?: string; seed?: string; width?: number; model?: string; more?: string } = {},
): string {
  const { steps = '30', seed = '1234567890123456789', width = 512, model = 'sd15.safetensors', more = '' } = values;
  return `{
  "3": {"class_type": "KSampler", "inputs": {"seed": ${seed}, "steps": ${steps}, "cfg": 7, "sampler_name": "euler",
    "scheduler": "normal", "denoise": 1, "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
  "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": ${JSON.stringify(model)}}},
  "5": {"class_type": "EmptyLatentImage", "inputs": {"width": ${width}, "height": 512, "batch_size": 1}},
  "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a fox", "clip": ["4", 1]}},
  "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry", "clip": ["4", 1]}},
  "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
  "10": {"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "out"}}${more}
}`;
}

const slot = (name: string, type: string, link: number | null) => ({ name, type, link });

const node = (
  id: number,
  type: string,
  widgets: readonly (string | number)[],
  outputs: readonly string[],
  inputs: readonly object[] = [],
) => ({
  ...{ id, type, mode: 0, inputs },
  outputs: outputs.map((output) => ({ name: output, type: output })),
  widgets_values: widgets,
});

/** As `apiGraph`, in the editor's form. */
export function workflow(seed = '1234567890123456789'): string {
  const nodes = [
    node(
      3,
      'KSampler',
      ['SEED', 'fixed', 30, 7, 'euler', 'normal', 1],
      ['LATENT'],
      [
        slot('model', 'MODEL', 1),
        slot('positive', 'CONDITIONING', 4),
        slot('negative', 'CONDITIONING', 6),
        slot('latent_image', 'LATENT', 2),
      ],
    ),
    node(4, 'CheckpointLoaderSimple', ['sd15.safetensors'], ['MODEL', 'CLIP', 'VAE']),
    node(5, 'EmptyLatentImage', [512, 512, 1], ['LATENT']),
    node(6, 'CLIPTextEncode', ['a fox'], ['CONDITIONING'], [slot('clip', 'CLIP', 3)]),
    node(7, 'CLIPTextEncode', ['blurry'], ['CONDITIONING'], [slot('clip', 'CLIP', 5)]),
  ];
  const links = [
    [1, 4, 0, 3, 0, 'MODEL'],
    [2, 5, 0, 3, 3, 'LATENT'],
    [3, 4, 1, 6, 0, 'CLIP'],
    [4, 6, 0, 3, 1, 'CONDITIONING'],
    [5, 4, 1, 7, 0, 'CLIP'],
    [6, 7, 0, 3, 2, 'CONDITIONING'],
  ];
  return JSON.stringify({ nodes, links, version: 0.4 }, null, 1).replace('"SEED"', seed);
}
