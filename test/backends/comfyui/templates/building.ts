/** Builds graphs out of templates, as a server with made-up files would take them. */
import { expect } from 'vitest';
import type { RenderRequest } from '../../../../server/src/render/backend.ts';
import { type ObjectInfo, parseObjectInfo } from '../../../../server/src/render/backends/comfyui/graph.ts';
import { buildGraph } from '../../../../server/src/render/backends/comfyui/templates/index.ts';
import { BackendError, type BackendProblem } from '../../../../server/src/render/problem.ts';
import { knowledge } from '../../../support/knowledge.ts';
import { objectInfo, objectInfoJson } from '../convert/definitions.ts';
import { faultsOf } from './validate.ts';

export const plain: RenderRequest = {
  prompt: 'a cat',
  negativePrompt: 'blurry',
  steps: 12,
  guidance: 7,
  distilledGuidance: null,
  width: 512,
  height: 768,
  seed: 2n ** 63n,
  sampler: null,
  schedule: null,
  model: 'sd15.safetensors',
  family: 'sd15',
  loras: [],
  clipSkip: null,
  graph: null,
  paidNodesAllowed: false,
};

/** Builds, and has the result checked as a server would. */
export function built(change: Partial<RenderRequest>, info: ObjectInfo = objectInfo) {
  const made = buildGraph({ ...plain, ...change }, info, knowledge);
  expect(faultsOf(made.graph, info)).toEqual([]);
  const byClass = new Map(Object.entries(made.graph).map(([id, node]) => [node.class_type, { id, ...node.inputs }]));
  return { ...made, of: (className: string): Record<string, unknown> | undefined => byClass.get(className) };
}

export function refused(change: Partial<RenderRequest>, info: ObjectInfo = objectInfo): BackendProblem {
  try {
    buildGraph({ ...plain, ...change }, info, knowledge);
  } catch (error) {
    if (error instanceof BackendError) return error.problem;
    throw error;
  }
  throw new Error('it was not refused');
}

/** The made-up server without a class, or with a file fewer. */
export const without = (className: string) =>
  parseObjectInfo(Object.fromEntries(Object.entries(objectInfoJson).filter(([name]) => name !== className)));
export const withoutFile = (file: string) =>
  parseObjectInfo(
    JSON.parse(
      JSON.stringify(objectInfoJson, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
      (_, value) => (Array.isArray(value) ? value.filter((entry) => entry !== file) : value),
    ),
  );

/** A made-up server that has every file which templates name, and one model for each of its loaders. */
export function fullServer(model: string): ObjectInfo {
  const { files, loaders } = knowledge.data.comfyTemplates;
  const names = Object.values(files).map(({ says }) => /[\w.-]+\.safetensors/.exec(says)?.[0]);
  const models = new Set(loaders.map(({ input }) => input));
  const filled = new Map(
    [...objectInfo].map(([className, definition]) => {
      const inputs = definition.inputs.map((input) => {
        if (models.has(input.name)) return { ...input, choices: [model, ...names] };
        return /^(clip_name\d?|vae_name)$/.test(input.name) ? { ...input, choices: names } : input;
      });
      return [className, { ...definition, inputs }] as const;
    }),
  );
  filled.delete('CheckpointLoaderSimple');
  return filled;
}
