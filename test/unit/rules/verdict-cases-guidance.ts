/** What the hover says about guidance and negative prompts, case by case. */
import { type Case, FILES } from './verdict-files.ts';

export const GUIDANCE: readonly Case[] = [
  [
    'guidance_scale',
    FILES.schnell('guidance_scale: 0'),
    '0 is off, as FLUX.1 schnell wants: it is distilled to run without guidance.',
  ],
  [
    'guidance_scale',
    FILES.schnell('guidance_scale: 3'),
    'FLUX.1 schnell is distilled to run without guidance. 3 spoils the picture or is ignored: use 1.',
  ],
  ['guidance_scale', FILES.sdxl('guidance_scale: 7'), '7 is right for SDXL (4-9).'],
  [
    'guidance_scale',
    'infer_steps: 40\ntransformer_model_name: Wan2.1-T2V-14B\nenable_cfg: false\nsample_guide_scale: 5\n',
    'Guidance is switched off here: 5 is not read.',
  ],
  [
    'guidance_scale',
    FILES.wan2gp('loras_multipliers: "0;1"\nguidance_scale: 3.5'),
    'Wan 2.2 Lightning (4-step) joins in a later phase: until then the plain model runs, with guidance of its own.',
  ],
  [
    'guidance_scale',
    FILES.comfyDev('"cfg": 0.5'),
    '1 turns guidance off; below it the prompt counts for less, and at 0 for nothing.',
  ],
  ['guidance_scale', FILES.sdxl('guidance_scale: 1'), '1 is off. SDXL follows the prompt with 4-9.'],
  [
    'guidance_scale',
    FILES.sdxl('guidance_scale: 2'),
    '2 is below what SDXL is run with (4-9): freer, less true to the prompt.',
  ],
  [
    'guidance_scale',
    FILES.sdxl('guidance_scale: 12'),
    '12 is above what SDXL is run with (4-9): harder contrast, then burnt colours.',
  ],
  ['guidance_scale', FILES.lumina('guidance_scale: 4'), '4 is what Lumina-Next is usually run with.'],
  ['guidance_scale', FILES.lumina('guidance_scale: 5'), 'Lumina-Next is usually run with 4.'],
  ['guidance_scale', FILES.lcm('guidance_scale: 7'), 'LCM works only with guidance near 1 (1-2); 7 burns the picture.'],
  ['guidance_scale', FILES.hidream('guidance_scale: 5'), 'HiDream-E1: Two guidances: text 5 and image 1.5 to 2.'],
  [
    'guidance_scale',
    FILES.comfyDev('"cfg": 1'),
    '1 is off, as FLUX.1 dev wants: its guidance is an input of the model, set elsewhere.',
  ],
  [
    'guidance_scale',
    FILES.comfyDev('"cfg": 4'),
    'FLUX.1 dev has guidance built in. 4 here adds real guidance on top, at twice the cost; usual is 1.',
  ],
  [
    'guidance_scale',
    FILES.diffusers('model_id: Qwen/Qwen-Image\nguidance_scale: 4'),
    'In diffusers Qwen-Image reads true_cfg_scale; guidance_scale does nothing.',
  ],
  [
    'guidance_scale',
    FILES.plain('guidance_scale: 1'),
    '1 is off: right for few-step models, too loose for most others.',
  ],
  [
    'guidance_scale',
    FILES.plain('guidance_scale: 3'),
    '3 is low: usual for FLUX, video and few-step models, loose for Stable Diffusion.',
  ],
  ['guidance_scale', FILES.plain('guidance_scale: 7.5'), '7.5 is usual for Stable Diffusion 1.5 and SDXL (5-9).'],
  [
    'guidance_scale',
    FILES.plain('guidance_scale: 12'),
    '12 is high: strong contrast and little variety on most models.',
  ],
  ['guidance_scale', FILES.plain('guidance_scale: 20'), '20 is so high that most models burn the picture.'],
  [
    'guidance_scale',
    FILES.dev('guidance_scale: 3.5'),
    'FLUX.1 dev takes guidance as an input; 3.5 is its usual value.',
  ],
  [
    'guidance_scale',
    FILES.dev('guidance_scale: 3'),
    'FLUX.1 dev takes guidance as an input; 3 lies in its usual range (2-4).',
  ],
  [
    'guidance_scale',
    FILES.dev('guidance_scale: 4.5'),
    'FLUX.1 dev takes guidance as an input; 3.5 is usual, 4.5 is above.',
  ],
  [
    'guidance_scale',
    FILES.dev('guidance_scale: 7'),
    'FLUX.1 dev takes guidance as an input; 3.5 is usual, 7 is far above.',
  ],
  [
    'guidance_scale',
    FILES.dev('guidance_scale: 1.5'),
    'FLUX.1 dev takes guidance as an input; 3.5 is usual, 1.5 is below.',
  ],
  [
    'distilled_guidance',
    FILES.dev('distilled_guidance_scale: 1'),
    'FLUX.1 dev takes guidance as an input; 3.5 is usual, 1 is far below.',
  ],
  [
    'distilled_guidance',
    FILES.sdxl('embedded_guidance_scale: 6'),
    'SDXL has no such input: it works with the ordinary guidance scale.',
  ],
  [
    'distilled_guidance',
    FILES.schnell('embedded_guidance_scale: 6'),
    'FLUX.1 schnell runs without guidance; 6 changes nothing.',
  ],
  [
    'distilled_guidance',
    FILES.plain('embedded_guidance_scale: 6'),
    'FLUX models are usually run at 2 to 4, HunyuanVideo at 6.',
  ],
  ['negative_prompt', FILES.plain('negative_prompt: ""'), 'Empty: nothing is avoided.'],
  [
    'negative_prompt',
    FILES.schnell('negative_prompt: b'),
    'FLUX.1 schnell runs without guidance, so nothing of this is used.',
  ],
  [
    'negative_prompt',
    FILES.a1111('"negative_prompt": "b", "sd_model_checkpoint": "flux1-schnell.safetensors"'),
    'Used: guidance is on (7).',
  ],
  ['negative_prompt', FILES.plain('negative_prompt: b\ncfg: 1'), 'Guidance is off (1), so nothing of this is used.'],
  [
    'negative_prompt',
    FILES.dev('negative_prompt: b'),
    'FLUX.1 dev has guidance built in; a negative prompt works only with real guidance above 1.',
  ],
  ['negative_prompt', FILES.sdxl('negative_prompt: b\nguidance_scale: 7'), 'Used: guidance is on (7).'],
  [
    'negative_prompt',
    FILES.wan2gp('guidance_scale: 1\nnegative_prompt: b\nNAG_scale: 3'),
    'Used: normalised attention guidance (NAG) reads it, whether guidance is on or off.',
  ],
  [
    'guidance_scale',
    FILES.causvid('6'),
    'Wan 2.1 CausVid is loaded at a low weight here, which leaves the base model some of its guidance; it is run with 1-3.',
  ],
];
