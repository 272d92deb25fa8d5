import type { Generation } from '../../../server/src/dialects/generation.ts';
import { analyse } from '../../support/knowledge.ts';

export interface Draft {
  type: string;
  values?: unknown;
  from?: Record<string, [node: number | string, output?: number]>;
  /** Inputs that stand for widgets; linked ones are named in `from` too. */
  widgets?: string[];
  mode?: number;
  /** Types of the outputs. */
  outputs?: string[];
  properties?: object;
  /** `widgets_values_named`. */
  named?: object;
}
export type Drafts = Record<string, Draft>;

/** Nodes and links as the editor writes them: links as lists (0.4), or as objects (1.0 and subgraphs). */
export function graph(drafts: Drafts, links: 'lists' | 'objects' = 'lists', outputs: [number, number?][] = []) {
  const written: object[] = [];
  const link = (from: number | string, slot: number, to: number | string, input: number) => {
    const id = written.length + 1;
    written.push(
      links === 'lists'
        ? [id, from, slot, to, input, '*']
        : { id, origin_id: from, origin_slot: slot, target_id: to, target_slot: input, type: '*' },
    );
    return id;
  };
  const nodes = Object.entries(drafts).map(([id, { type, values, from = {}, widgets = [], mode = 0, ...rest }]) => ({
    id: Number(id),
    type,
    mode,
    inputs: [...new Set([...Object.keys(from), ...widgets])].map((name, index) => ({
      name,
      type: name.toUpperCase(),
      link: from[name] ? link(from[name][0], from[name][1] ?? 0, Number(id), index) : null,
      ...(widgets.includes(name) && { widget: { name } }),
    })),
    outputs: (rest.outputs ?? []).map((name) => ({ name, type: name })),
    properties: rest.properties ?? {},
    widgets_values: values ?? null,
    ...(rest.named && { widgets_values_named: rest.named }),
  }));
  const outputLinks = outputs.map(([node, slot = 0], index) => link(node, slot, -20, index));
  return { nodes, links: written, outputLinks };
}

export function workflow(drafts: Drafts, more: object = {}, links?: 'lists' | 'objects'): string {
  const { nodes, links: written } = graph(drafts, links);
  return JSON.stringify({ last_node_id: 99, nodes, links: written, version: 0.4, ...more });
}

export function read(text: string): readonly Generation[] {
  return analyse(text).reading.generations;
}
export function values(generation: Generation): Record<string, unknown> {
  return Object.fromEntries(generation.settings.map(({ setting, value }) => [setting, value]));
}
/** Every count that has a value, as `pointer: value via`. */
export function counts(text: string): string[] {
  return read(text).flatMap(({ settings }) =>
    settings
      .filter(({ setting, value }) => setting === 'inference_steps' && value !== null)
      .map(({ pointer, value, via }) => `${pointer}: ${value}${via ? ` ${via}` : ''}`),
  );
}

export const loader: Draft = {
  type: 'CheckpointLoaderSimple',
  values: ['sd_xl_base_1.0.safetensors'],
  outputs: ['MODEL', 'CLIP', 'VAE'],
};
export const SAMPLER = [7, 'randomize', 20, 6.5, 'euler', 'normal', 1];
export const sampler = (more: Partial<Draft> = {}): Draft => ({
  type: 'KSampler',
  values: SAMPLER,
  from: { model: [4] },
  outputs: ['LATENT'],
  ...more,
});
