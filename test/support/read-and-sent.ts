/** What is read in a workflow, and what is read in the graph that is sent for it, in the same words. */
import type { Generation } from '../../server/src/dialects/generation.ts';
import type { ApiGraph } from '../../server/src/render/backends/comfyui/graph.ts';
import { analyse } from './knowledge.ts';

const SETTINGS = [
  'inference_steps',
  'sampler',
  'scheduler',
  'guidance_scale',
  'distilled_guidance',
  'strength',
  'start_step',
  'end_step',
  'flow_shift',
  'seed',
  'width',
  'height',
  'frames',
  'batch_size',
  'fps',
  'clip_skip',
  'prompt',
  'negative_prompt',
];

/** One sampler of a graph: its settings, model and LoRAs. */
export type Told = Readonly<Record<string, unknown>>;

/** What every sampler of a text renders, whatever its nodes are numbered, in a fixed order. */
export function read(text: string): Told[] {
  const told = analyse(text).reading.generations.map(toldOf);
  return told.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** The same of a graph in ComfyUI's API format. */
export function readSent(graph: ApiGraph): Told[] {
  return read(JSON.stringify(graph, (_, value) => (typeof value === 'bigint' ? Number(value) : value)));
}

function toldOf({ model, loras, settings }: Generation): Told {
  const values = SETTINGS.map((name) => [name, settings.find(({ setting }) => setting === name)?.value]);
  return {
    ...Object.fromEntries(values.filter(([, value]) => value != null)),
    model: model?.text ?? null,
    loras: loras.map(({ text, weight }) => [text, weight]),
  };
}
