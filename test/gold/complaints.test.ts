/** What is asked of a real ComfyUI by `npm run gold`, asked of one that checks as it does. */
import { afterAll, beforeEach, expect, test } from 'vitest';
import { parseApiGraph, parseObjectInfo } from '../../server/src/render/backends/comfyui/graph.ts';
import { definitions } from '../backends/comfyui/definitions.ts';
import { sendJson, startServer } from '../backends/support.ts';
import { complaintsOf, expectToCheckOnly, oursAlone } from './complaints.ts';

interface Asked {
  prompt?: Record<string, { class_type?: string; inputs: object }>;
  partial_execution_targets?: string[];
  extra_data?: unknown;
  delete?: string[];
}

const objectInfo = parseObjectInfo(definitions());
const deleted: string[] = [];
/** Whether it queues a graph before it looks at `extra_data`. */
let isHasty = false;

/** Wants a text of every CLIPTextEncode that the output asked for needs; without a class it says just that (execution.py, `validate_prompt`). */
const server = await startServer(({ path, json }, response) => {
  const { prompt = {}, partial_execution_targets: targets = [], extra_data, delete: ids = [] } = json as Asked;
  if (path === '/queue') {
    deleted.push(...ids);
    return sendJson(response, {});
  }
  const classless = Object.keys(prompt).find((id) => prompt[id].class_type === undefined);
  if (classless) {
    const error = { type: 'missing_node_type', details: `Node ID '#${classless}'`, extra_info: { class_type: null } };
    return sendJson(response, { error, node_errors: {} }, 400);
  }
  const needed = new Set(targets);
  for (const id of needed)
    for (const value of Object.values(prompt[id].inputs)) if (Array.isArray(value)) needed.add(String(value[0]));
  const faulty = [...needed].filter(
    (id) => prompt[id].class_type === 'CLIPTextEncode' && !('text' in prompt[id].inputs),
  );
  const errors = [{ type: 'required_input_missing', details: 'text', extra_info: { input_name: 'text' } }];
  const node_errors = Object.fromEntries(faulty.map((id) => [id, { class_type: 'CLIPTextEncode', errors }]));
  const error = { type: 'prompt_outputs_failed_validation', details: '', extra_info: {} };
  if (faulty.length > 0) return sendJson(response, { error, node_errors }, 400);
  if (Array.isArray(extra_data) && !isHasty) return sendJson(response, {}, 500);
  sendJson(response, { prompt_id: 'a', number: 1, node_errors: {} });
});
const address = server.url.origin;

beforeEach(() => {
  deleted.length = 0;
  isHasty = false;
});
afterAll(() => server.stop());

/** Two outputs: what the second needs is whole, what the first needs is as given. */
const graph = (text: object, first = '1') =>
  parseApiGraph({
    [first]: { class_type: 'CLIPTextEncode', inputs: { clip: ['4', 1], ...text } },
    2: { class_type: 'CLIPTextEncode', inputs: { clip: ['4', 1], text: 'a fox' } },
    3: { class_type: 'KSampler', inputs: { model: ['4', 0], positive: [first, 0], negative: ['2', 0] } },
    4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sdxl.safetensors' } },
    8: { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
    9: { class_type: 'PreviewImage', inputs: { images: ['8', 0] } },
    10: { class_type: 'SaveImage', inputs: { images: ['8', 0] } },
  });
const whole = { text: 'a fox' };

test('nothing is found in a graph that the server takes, and nothing is rendered', async () => {
  await expect(complaintsOf(address, graph(whole), objectInfo)).resolves.toEqual([]);
  await expect(expectToCheckOnly(address, objectInfo)).resolves.toBeUndefined();
  expect(deleted).toEqual([]);
});

test('what is wrong is told once, however many outputs need it, and however nodes are numbered', async () => {
  const fault = 'CLIPTextEncode.text: required_input_missing';
  await expect(complaintsOf(address, graph({}), objectInfo)).resolves.toEqual([fault]);
  const converted = { graph: graph({}), problems: [] };
  await expect(oursAlone(address, converted, graph(whole), objectInfo)).resolves.toEqual([fault]);
  await expect(oursAlone(address, converted, graph({}, '77'), objectInfo)).resolves.toEqual([]);
});

test('why there is no graph is told, unless the server lacks a node', async () => {
  const refused = { graph: {}, problems: [{ node: '1', input: null, message: 'It can not be.' }] };
  await expect(oursAlone(address, refused, graph(whole), objectInfo)).resolves.toEqual(['It can not be.']);
  const lacking = { ...graph(whole), 1: { inputs: {} } };
  await expect(complaintsOf(address, lacking, objectInfo)).resolves.toEqual(['a class: missing_node_type']);
  await expect(oursAlone(address, refused, lacking, objectInfo)).resolves.toEqual([]);
});

test('a server that would render what it is to check has its job taken back', async () => {
  isHasty = true;
  await expect(expectToCheckOnly(address, objectInfo)).rejects.toThrow("can't be asked without rendering");
  expect(deleted).toEqual(['a']);
});
