/** A scripted ComfyUI whose renders go as far as the test lets them, and whose pictures look like something. */
import type { ComfyScript, Run } from '../../backends/comfyui/server.ts';
import { gate, sendJson } from '../../backends/support.ts';
import { landscape } from './landscape.ts';

/** A text-to-picture graph in API format, as people have it in their files. */
export function workflow(parts: {
  readonly model: string;
  readonly steps: number;
  readonly cfg?: number;
  /** With a node that costs credits. */
  readonly isPaid?: boolean;
}): string {
  const sampler = {
    seed: 42,
    steps: parts.steps,
    cfg: parts.cfg ?? 7,
    sampler_name: 'euler',
    scheduler: 'normal',
    denoise: 1,
  };
  const links = { model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] };
  const graph = {
    '3': { class_type: 'KSampler', inputs: { ...sampler, ...links } },
    '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: parts.model } },
    '5': { class_type: 'EmptyLatentImage', inputs: { width: 768, height: 512, batch_size: 1 } },
    '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a mountain coast at sunset', clip: ['4', 1] } },
    '7': { class_type: 'CLIPTextEncode', inputs: { text: 'fog', clip: ['4', 1] } },
    '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
    '9': { class_type: 'SaveImage', inputs: { images: ['8', 0], filename_prefix: 'coast' } },
    ...(parts.isPaid && {
      '10': { class_type: 'FluxProUltraImageNode', inputs: { prompt: 'a coast', seed: 42 } },
      '11': { class_type: 'SaveImage', inputs: { images: ['10', 0], filename_prefix: 'paid' } },
    }),
  };
  return `${JSON.stringify(graph, null, 2)}\n`;
}

/** Refuses guidance above 100 as ComfyUI does (execution.py, `validate_inputs`). */
export const refuseGuidance: NonNullable<ComfyScript['answer']> = ({ method, path, json }, response) => {
  const { prompt } = (json ?? {}) as { prompt?: Record<string, { inputs: { cfg?: number } }> };
  const cfg = prompt?.['3']?.inputs.cfg ?? 0;
  if (`${method} ${path}` !== 'POST /prompt' || cfg <= 100) return false;
  const extra = { input_name: 'cfg', input_config: ['FLOAT', { max: 100 }], received_value: cfg };
  const errors = [
    {
      type: 'value_bigger_than_max',
      message: `Value ${cfg} bigger than max of 100.0`,
      details: 'cfg',
      extra_info: extra,
    },
  ];
  const error = {
    ...{ type: 'prompt_outputs_failed_validation', message: 'Prompt outputs failed validation' },
    ...{ details: '', extra_info: {} },
  };
  sendJson(
    response,
    { error, node_errors: { '3': { errors, dependent_outputs: ['9'], class_type: 'KSampler' } } },
    400,
  );
  return true;
};

export interface Conductor {
  readonly run: Run;
  /** Lets every render, also of later, go on to this step. `pace`: milliseconds that a step takes, at first none. */
  allow(step: number, pace?: number): void;
}

/** Renders that wait at a step until it is allowed; at first none is. */
export async function conductor(): Promise<Conductor> {
  const land = await landscape('a mountain coast at sunset', 12, 768, 512);
  let allowed = 0;
  let pause = 0;
  let changed = gate();
  return {
    allow(step, pace = 0) {
      allowed = step;
      pause = pace;
      changed.resolve();
      changed = gate();
    },
    async run(job) {
      job.start();
      const [id, sampler] = job.inOrder().find(([, node]) => node.class_type === 'KSampler') ?? [''];
      const steps = Number(sampler?.inputs.steps);
      job.say('executing', { node: id, display_node: id });
      for (let step = 1; step <= steps; step += 1) {
        while (allowed < step && !job.interrupted) await Promise.race([changed.promise, job.stopped.promise]);
        if (job.interrupted) return;
        if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
        job.step(id, step, steps, land.previews[Math.floor(((step - 1) / steps) * land.previews.length)]);
      }
      for (const [node, { class_type }] of job.inOrder())
        if (class_type === 'PreviewImage') job.show(node, land.picture);
      job.say('execution_success');
    },
  };
}
