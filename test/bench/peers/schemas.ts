/** JSON schemas by which the peers find the same as our rules do in the documents of the bench: step counts above the limit. */
import { type Kind, MOST_STEPS } from '../documents/document.ts';

type Schema = Readonly<Record<string, unknown>>;

const steps: Schema = {
  type: 'integer',
  minimum: 1,
  maximum: MOST_STEPS,
  description: 'How many denoising steps. SDXL needs 20 to 30 and makes nothing of more than 60.',
};
const guidance: Schema = {
  type: 'number',
  minimum: 1,
  maximum: 30,
  description: 'How closely the prompt is followed.',
};
const seed: Schema = {
  type: 'integer',
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Where noise starts.',
};
const side: Schema = { type: 'integer', minimum: 64, maximum: 4096, multipleOf: 8, description: 'Pixels.' };
const text: Schema = { type: 'string' };

const job: Schema = {
  type: 'object',
  properties: {
    name: text,
    model: text,
    prompt: text,
    negative_prompt: text,
    seed,
    steps,
    guidance_scale: guidance,
    width: side,
    height: side,
    sampler: text,
  },
};
const jobs: Schema = { type: 'array', items: job };

const apiNode: Schema = {
  type: 'object',
  required: ['class_type', 'inputs'],
  properties: {
    class_type: text,
    inputs: {
      type: 'object',
      properties: { seed, steps, cfg: guidance, sampler_name: text, scheduler: text, width: side, height: side },
    },
  },
};

/** Widgets are told by their place, and only a KSampler's third is a step count. */
const savedNode: Schema = {
  type: 'object',
  required: ['id', 'type'],
  properties: { id: { type: 'integer' }, type: text },
  if: { properties: { type: { const: 'KSampler' } } },
  // biome-ignore lint/suspicious/noThenProperty: the schema language calls it so
  then: { properties: { widgets_values: { items: [seed, text, steps, guidance, text, text, guidance] } } },
};

const SCHEMAS: Readonly<Record<Kind, Schema>> = {
  graph: { type: 'object', additionalProperties: apiNode },
  workflow: { type: 'object', properties: { nodes: { type: 'array', items: savedNode } } },
  batch: jobs,
  jobs: { type: 'object', properties: { defaults: job, jobs } },
  merged: { type: 'object', properties: { jobs } },
  // A list of jobs, or a graph.
  findings: { items: job, additionalProperties: apiNode },
  hostile: job,
};

export function schemaFor(kind: Kind): Schema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...SCHEMAS[kind] };
}
