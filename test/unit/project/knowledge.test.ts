import { expect, test } from 'vitest';
import { factsForFile, projectKnowledge, readProject } from '../../../server/src/project/index.ts';
import { createService } from '../../../server/src/service/index.ts';
import { knowledge } from '../../support/knowledge.ts';

/** Code, value and message of what is said of a config in a folder under a project file. */
function said(project: string, config: string, path = 'a/b.yaml'): string[] {
  const read = readProject(project, knowledge);
  expect(read.problems).toEqual([]);
  const service = createService(projectKnowledge(knowledge, read.project, factsForFile(read.project, path)));
  const analysis = service.analyse(config, 'yaml');
  return service
    .findings(analysis)
    .map(({ code, occurrence, fixes }) => `${code} ${occurrence.source} -> ${fixes[0]?.value}`);
}

test('an own model with its own counts', () => {
  const project =
    'models: [{name: House, match: [house-*], like: sdxl, steps: {sweet: [10, 12], default: 12, wasteful_above: 20}}]';
  const config = 'model: house_v3.safetensors\nprompt: a cat\nsteps: 25\n';
  expect(said('rules: {}', config)).toEqual([]);
  expect(said(project, config)).toEqual(['steps-wasteful 25 -> 12']);
});

test('another name of a known model', () => {
  const config = 'model: corp/f1d\nprompt: a cat\nsteps: 20\n';
  expect(said('models: [{name: FLUX.1 schnell here, match: f1d, like: flux1-schnell}]', config)).toEqual([
    'steps-wasteful 20 -> 4',
  ]);
});

test('what a folder is for, where a config names no model', () => {
  const project = 'folders: [{files: a, model: flux1-schnell}]';
  expect(said(project, 'prompt: a cat\nsteps: 20\n')).toEqual(['steps-wasteful 20 -> 4']);
  expect(said(project, 'prompt: a cat\nsteps: 20\n', 'b/b.yaml')).toEqual([]);
  expect(said(project, 'prompt: a cat\nsteps: 20\nmodel: sd_xl_base_1.0\n')).toEqual([]);
});

test('an own key', () => {
  expect(said('aliases: {house_rounds: inference_steps}', 'prompt: a cat\nhouse-rounds: 90\n')).toEqual([
    'steps-wasteful 90 -> 25',
  ]);
});
