/** What is made of the official workflows, held against what ComfyUI's own frontend sends. */
import { expect, test } from 'vitest';
import { unlistedIn } from '../../server/src/render/backends/comfyui/checks.ts';
import { convertWorkflow } from '../../server/src/render/backends/comfyui/convert/index.ts';
import { knowledge } from '../support/knowledge.ts';
import { loadGold, makes } from './gold.ts';

/**
 * Three name nodes that the server lacks. In one (recomposer) the frontend 1.49 sends a model's name for an aspect ratio, and 1.58 what
 * we send.
 */
const DIFFERENT = [
  'template_rob_realistic_2k_images_quick_variations',
  'templates_graphic_design_recomposer',
  'templates_mjm_looped_restyler',
  'templates_rob_realistic_2k_images_quick_variations.app',
];

const { workflows, objectInfo } = loadGold();

test("the graph is the frontend's for all workflows whose nodes the server has", () => {
  const different = workflows.filter(({ text, sent }) => {
    const { graph } = convertWorkflow(JSON.parse(text), objectInfo, [], knowledge);
    return makes(graph, objectInfo) !== makes(sent, objectInfo);
  });
  expect(workflows.length).toBe(506);
  expect(different.map(({ name }) => name)).toEqual(DIFFERENT);
});

test('no value of an official workflow is said to be in no list of its own server', () => {
  const unlisted = workflows.flatMap(({ name, sent }) =>
    unlistedIn(sent, objectInfo, knowledge).map(({ message }) => `${name}: ${message}`),
  );
  expect(unlisted).toEqual([]);
});
