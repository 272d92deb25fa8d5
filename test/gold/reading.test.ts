/** What is read in the official workflows is what ComfyUI's own frontend sends for them. */
import { describe, expect, test } from 'vitest';
import { type ApiGraph, linkOf } from '../../server/src/render/backends/comfyui/graph.ts';
import { read, readSent, type Told } from '../support/read-and-sent.ts';
import { loadGold } from './gold.ts';

const { workflows } = loadGold();
const readings = workflows.map(({ name, text, sent }) => ({ name, sent, read: read(text), told: readSent(sent) }));

test('every sampler is read as it is sent: model, LoRAs and all settings', () => {
  const different = readings.filter(({ read, told }) => JSON.stringify(read) !== JSON.stringify(told));
  expect(different.map(({ name, read, told }) => ({ name, read, told }))).toEqual([]);
});

/** How many samplers have each: these may only rise. */
const AT_LEAST: Readonly<Record<string, number>> = {
  inference_steps: 269,
  sampler: 262,
  scheduler: 220,
  guidance_scale: 246,
  seed: 263,
  width: 123,
  height: 123,
  frames: 65,
  fps: 83,
  prompt: 213,
  negative_prompt: 204,
  model: 269,
};

describe('what is read at all', () => {
  const all = readings.flatMap(({ read }) => read);
  const has = (name: string) => all.filter((told: Told) => told[name] != null).length;

  test.each(Object.entries(AT_LEAST))('%s', (name, least) => expect(has(name)).toBeGreaterThanOrEqual(least));

  test('step counts are those that run, found here by following links without the reader', () => {
    const missing = readings.flatMap(({ name, sent, read }) => {
      const counts = countsIn(sent);
      const found = read.flatMap((told) => told.inference_steps ?? []);
      counts.push(...writtenOutIn(sent), ...(IN_TEXT.includes(name) ? [20] : []));
      return counts.sort().join() === found.sort().join() ? [] : [{ name, counts, found }];
    });
    expect(missing).toEqual([]);
  });
});

/** The literal step counts of local samplers and schedulers. */
function countsIn(graph: ApiGraph): unknown[] {
  return Object.values(graph).flatMap(({ class_type, inputs }) => {
    const isPicture = /sampler|scheduler/i.test(class_type);
    const count = isPicture && 'steps' in inputs ? followed(graph, inputs.steps) : undefined;
    return count === undefined ? [] : [count];
  });
}

/** Two templates have their counts in a text of JSON, by the name of a choice: what it says for `Default`. */
const IN_TEXT = ['image_ideogram4_t2i', 'image_ideogram4_t2i_int8'];

/** The steps of schedules that are written out and go to a sampler: one less than they have numbers. */
function writtenOutIn(graph: ApiGraph): unknown[] {
  const used = new Set(Object.values(graph).flatMap(({ inputs }) => linkOf(inputs.sigmas)?.[0] ?? []));
  return Object.entries(graph).flatMap(([id, { class_type, inputs }]) =>
    class_type === 'ManualSigmas' && used.has(id) && typeof inputs.sigmas === 'string'
      ? [inputs.sigmas.split(',').length - 1]
      : [],
  );
}

function followed(graph: ApiGraph, value: unknown): unknown {
  const link = linkOf(value);
  if (!link) return value;
  const { class_type, inputs } = graph[link[0]];
  if (/^Primitive|^ComfyNumberConvert$/.test(class_type)) return followed(graph, inputs.value);
  if (class_type !== 'ComfySwitchNode') return undefined;
  const choice = followed(graph, inputs.switch);
  return typeof choice === 'boolean' ? followed(graph, choice ? inputs.on_true : inputs.on_false) : undefined;
}
