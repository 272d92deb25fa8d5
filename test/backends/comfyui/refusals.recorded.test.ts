/** What a real ComfyUI refused, and what is made of it. */
import { describe, expect, test } from 'vitest';
import { parseApiGraph, parseObjectInfo } from '../../../server/src/render/backends/comfyui/graph.ts';
import { droppedOutputs, refusalOf } from '../../../server/src/render/backends/comfyui/refusal.ts';
import { responseOf } from '../../../server/src/render/backends/shared/http.ts';
import { knowledge } from '../../support/knowledge.ts';
import { isHttp, recordedDefinitions, recording } from './recordings.ts';

const objectInfo = parseObjectInfo(recordedDefinitions());
const asked = recording('prompt-errors').timeline.filter(isHttp);

function graphIn(body: string | undefined): ReturnType<typeof parseApiGraph> {
  try {
    return parseApiGraph(JSON.parse(body ?? '').prompt);
  } catch {
    return {};
  }
}

/** By the recording's notes: code, places as `node.input`, and a part of the message. */
const REFUSED: Readonly<Record<string, readonly [code: string, places: string, says: string]>> = {
  'unknown class': ['missing-node', '3', 'has no NoSuchSampler'],
  'unknown class, node titled': ['missing-node', '3', 'has no NoSuchSampler'],
  'node without class_type': ['invalid', '3', 'missing the class_type property'],
  'node without inputs': ['invalid', '3', "can't check this node: 'inputs'."],
  'steps 0': ['invalid', '3.steps', 'KSampler (node 3), steps: 0 is too small: the least is 1.'],
  'steps 20000': ['invalid', '3.steps', '20000 is too large: the most is 10000.'],
  'steps "abc"': ['invalid', '3.steps', '"abc" is no whole number.'],
  'steps null': ['invalid', '3.steps', 'null is no whole number.'],
  'seed 2^64': ['invalid', '3.seed', '18446744073709551616 is too large: the most is 18446744073709551615.'],
  'seed -1': ['invalid', '3.seed', '-1 is too small: the least is 0.'],
  'cfg 101': ['invalid', '3.cfg', '101.0 is too large'],
  'denoise 1.5': ['invalid', '3.denoise', '1.5 is too large'],
  'unknown sampler': ['invalid', '3.sampler_name', 'has no "euler_z" here. It has euler, euler_cfg_pp'],
  'unknown scheduler': ['invalid', '3.scheduler', 'It has simple, sgm_uniform'],
  'bad checkpoint name': ['missing-model', '4.ckpt_name', 'has no "missing.safetensors" here. It has random-sd15'],
  'missing required literal (steps)': ['invalid', '3.steps', 'This is missing: give it a value.'],
  'missing required link (model)': ['invalid', '3.model', 'link it to a node that gives MODEL.'],
  'missing text': ['invalid', '6.text', 'This is missing: give it a value.'],
  'width 8': ['invalid', '5.width', '8 is too small: the least is 16.'],
  'width 20000': ['invalid', '5.width', '20000 is too large: the most is 16384.'],
  'wrong link type': ['invalid', '3.model', 'takes MODEL, but gets LATENT from EmptyLatentImage (node 5).'],
  'link to missing node': ['invalid', '3.model', 'links to node 99, which the graph does not have.'],
  'link slot out of range': ['invalid', '3.model', 'CheckpointLoaderSimple (node 4) has no output 7: it has 3'],
  'link malformed (3 items)': ['invalid', '3.model', 'This is no link'],
  'link slot as text': ['invalid', '3.model', 'The second part of a link is the number of an output'],
  'link source id as number': ['invalid', '3.model', "a link begins with a node's id as text"],
  'two faults in two nodes': ['missing-model', '4.ckpt_name 3.cfg 3.steps', 'has no "missing.safetensors" here'],
  'no output node': ['invalid', '', 'add PreviewImage'],
  'empty graph': ['invalid', '', 'add PreviewImage'],
  'type mismatch loop': ['invalid', '3.latent_image', 'takes LATENT, but gets IMAGE from VAEDecode (node 8).'],
  'dependency cycle': [
    'invalid',
    '3.image 4.image',
    'in a circle: ImageInvert (node 3) takes from ImageInvert (node 4)',
  ],
  'literal list as value': ['invalid', '6.text', 'links to node a'],
  'LoadImage of a missing file': ['invalid', '1.image', 'Invalid image file: nope.png.'],
  'extra top-level key is ignored? (UI metadata in graph)': ['invalid', 'extra', 'missing the class_type property'],
  'body without prompt': ['invalid', '', 'refuses the graph: No prompt provided.'],
  'UI-format workflow posted as prompt': ['invalid', 'nodes', 'missing the class_type property'],
  'body is a list': ['invalid', '', 'No prompt provided.'],
  'partial_execution_targets to a non-output': ['invalid', '', 'add PreviewImage'],
  'partial_execution_targets []': ['invalid', '', 'add PreviewImage'],
};

describe('recorded refusals', () => {
  const refused = asked.filter(({ response }) => response.status === 400);

  test('are all in the table', () => {
    expect(refused.map(({ note }) => note)).toEqual(Object.keys(REFUSED));
  });

  test.each(refused.map((entry) => [entry.note ?? '', entry] as const))('%s', (note, { request, response }) => {
    const body = response.body ?? '';
    const answer = responseOf({ status: 400, headers: {}, bytes: Buffer.from(body) }, new URL('http://127.0.0.1'));
    const { problem } = refusalOf(answer, graphIn(request.body), objectInfo, knowledge.files);
    const [code, places, says] = REFUSED[note];
    expect(problem.code).toBe(code);
    expect(problem.places.map(({ node, input }) => (input === null ? node : `${node}.${input}`)).join(' ')).toBe(
      places,
    );
    expect(problem.message).toContain(says);
    expect(problem.message).toMatch(/[.)]$/);
  });

  test('an output that was left out of an accepted graph', () => {
    const entry = asked.find(({ note }) => note?.startsWith('one bad output'));
    const { node_errors } = JSON.parse(entry?.response.body ?? '{}');
    expect(droppedOutputs(node_errors, graphIn(entry?.request.body), objectInfo, knowledge.files)).toEqual({
      outputs: new Set(['9']),
      places: [{ node: '3', input: 'steps', message: '0 is too small: the least is 1.' }],
    });
  });
});
