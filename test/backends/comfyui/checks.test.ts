import { describe, expect, test } from 'vitest';
import { checkGraph, withServerPaths } from '../../../server/src/render/backends/comfyui/checks.ts';
import { parseApiGraph, parseObjectInfo } from '../../../server/src/render/backends/comfyui/graph.ts';
import { modelInputOf } from '../../../server/src/render/backends/comfyui/loaders.ts';
import { previewInsteadOfSaving } from '../../../server/src/render/backends/comfyui/previews.ts';
import { circleIn, downstream, upstream } from '../../../server/src/render/backends/comfyui/walk.ts';
import { BackendError, type BackendProblem } from '../../../server/src/render/problem.ts';
import { knowledge } from '../../support/knowledge.ts';
import { definitions, txt2img } from './definitions.ts';
import { graphRequest, never, stage } from './stage.ts';

const objectInfo = parseObjectInfo(definitions());
const graphOf = (changes: Record<string, unknown> = {}) => parseApiGraph(txt2img(changes));

function problemIn(changes: Record<string, unknown>, paid = false): BackendProblem | null {
  try {
    checkGraph(graphOf(changes), objectInfo, paid, knowledge);
    return null;
  } catch (error) {
    if (error instanceof BackendError) return error.problem;
    throw error;
  }
}

const loader = (ckpt_name: string) => ({ '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name } } });
const paidNode = { '20': { class_type: 'FluxProUltraImageNode', inputs: { prompt: 'a fox' } } };

describe('graphs are checked before they are sent', () => {
  test.each([
    [
      'a class the server lacks',
      { '20': { class_type: 'SUPIR_sample', inputs: {} } },
      'missing-node',
      '20',
      'no SUPIR_sample.',
    ],
    [
      'a model the server lacks',
      loader('sd35.safetensors'),
      'missing-model',
      '4.ckpt_name',
      'has no "sd35.safetensors". It has fox/sd15.safetensors, sdxl.safetensors.',
    ],
    [
      'a sampler it lacks',
      { '3': { class_type: 'KSampler', inputs: { sampler_name: 'er_sde' } } },
      'invalid',
      '3.sampler_name',
      'no sampler "er_sde". It has euler',
    ],
    [
      'a scheduler it lacks',
      { '3': { class_type: 'KSampler', inputs: { scheduler: 'bong' } } },
      'invalid',
      '3.scheduler',
      'no scheduler "bong"',
    ],
    ['a service that costs', paidNode, 'paid-nodes', '20', 'cost credits: FluxProUltraImageNode.'],
    [
      'a circle',
      { '5': { class_type: 'VAEDecode', inputs: { samples: ['3', 0] } } },
      'invalid',
      '3.latent_image 5.samples',
      'KSampler (node 3) takes from VAEDecode (node 5) takes from KSampler (node 3).',
    ],
    ['no output', { '9': { class_type: 'VAEDecode', inputs: {} } }, 'invalid', '', 'add PreviewImage'],
  ])('%s', (_, changes, code, places, says) => {
    const problem = problemIn(changes);
    expect(problem?.code).toBe(code);
    expect(problem?.places.map(({ node, input }) => (input === null ? node : `${node}.${input}`)).join(' ')).toBe(
      places,
    );
    expect(problem?.message).toContain(says);
  });

  test('the classes that cost are named for whoever asks the person', () => {
    expect(problemIn(paidNode)?.detail).toBe('FluxProUltraImageNode');
    expect(problemIn(paidNode, true)).toBeNull();
  });

  test('lists that a node checks itself are left to it', () => {
    expect(problemIn({ '20': { class_type: 'LoadImage', inputs: { image: 'sub/other.png' } } })).toBeNull();
    expect(problemIn({})).toBeNull();
  });

  test('separators of folders become those of the server', () => {
    const named = (name: string) =>
      withServerPaths(graphOf(loader(name)), objectInfo, knowledge.files)['4'].inputs.ckpt_name;
    expect(named('fox\\sd15.safetensors')).toBe('fox/sd15.safetensors');
    expect(named('fox/sd15.safetensors')).toBe('fox/sd15.safetensors');
    expect(named('fax\\sd15.safetensors')).toBe('fax\\sd15.safetensors');
  });
});

describe('nothing is saved', () => {
  const previewed = (changes: Record<string, unknown>) =>
    previewInsteadOfSaving(graphOf(changes), objectInfo, knowledge.data.comfyFrontend);
  const save = (class_type: string, inputs: object) => ({ class_type, inputs: { ...inputs, filename_prefix: 'x' } });

  test('SaveImage becomes PreviewImage with the same pictures and title; the rest stays', () => {
    const { graph, changes } = previewed({});
    expect(graph['9']).toEqual({
      class_type: 'PreviewImage',
      inputs: { images: ['8', 0] },
      _meta: { title: 'Result' },
    });
    expect({ ...graph, '9': null }).toEqual({ ...graphOf(), '9': null });
    expect(changes).toEqual(['SaveImage (node 9) is a preview here: nothing is saved on the server.']);
  });
  test('a video is shown by its frames', () => {
    const video = {
      '9': save('SaveVideo', { video: ['10', 0] }),
      '10': { class_type: 'CreateVideo', inputs: { images: ['8', 0] } },
    };
    expect(previewed(video).graph['9']).toEqual({ class_type: 'PreviewImage', inputs: { images: ['8', 0] } });
  });
  test('what has no picture is left out', () => {
    const { graph, changes } = previewed({ '20': save('SaveLatent', { samples: ['3', 0] }) });
    expect(graph['20']).toBeUndefined();
    expect(changes).toContain('SaveLatent (node 20) is left out: it only saves files.');
  });
  test('what takes from a node that saves takes from before it', () => {
    const { graph, changes, warnings } = previewed({
      '9': save('SaveImage', { images: ['20', 0] }),
      '20': save('SaveImage', { images: ['8', 0] }),
      '21': save('SaveImage', { images: ['9', 0] }),
    });
    for (const id of ['9', '20', '21'])
      expect(graph[id]).toMatchObject({ class_type: 'PreviewImage', inputs: { images: ['8', 0] } });
    expect(changes).toEqual([
      'SaveImage (node 9), SaveImage (node 20), SaveImage (node 21) are previews here: nothing is saved on the server.',
    ]);
    expect(warnings).toEqual([]);
  });
  test('nodes that save and take from each other in a circle stay in one, which is told later', () => {
    const { graph } = previewed({
      '9': save('SaveImage', { images: ['20', 0] }),
      '20': save('SaveImage', { images: ['9', 0] }),
    });
    expect(Object.keys(graph)).toContain('20');
  });
  test('a node of a pack that others take from is kept, and said', () => {
    const passes = {
      '20': save('SaveAndPass', { images: ['8', 0] }),
      '9': { class_type: 'PreviewImage', inputs: { images: ['20', 0] } },
    };
    const { graph, changes, warnings } = previewed(passes);
    expect(graph['20'].class_type).toBe('SaveAndPass');
    expect(changes).toEqual([]);
    expect(warnings).toEqual(['SaveAndPass (node 20) may save files on the server.']);
  });
  test('previews stay as they are', () => {
    expect(previewed({ '9': { class_type: 'PreviewImage', inputs: { images: ['8', 0] } } }).changes).toEqual([]);
  });
});

describe('ways through a graph', () => {
  test('up and down', () => {
    expect([...upstream(graphOf(), '8')]).toEqual(['8', '3', '4', '6', '7', '5']);
    expect([...downstream(graphOf(), '3')]).toEqual(['3', '8', '9']);
    expect([...upstream({}, 'gone')]).toEqual(['gone']);
  });
  test('circles, long ones and ones beside the way', () => {
    const chain = (ids: string[]) =>
      parseApiGraph(
        Object.fromEntries(
          ids.map((id, at) => [id, { class_type: 'X', inputs: { a: [ids[(at + 1) % ids.length], 0] } }]),
        ),
      );
    expect(circleIn(graphOf())).toBeNull();
    expect(circleIn(chain(['1', '2', '3']))).toEqual(['1', '2', '3']);
    expect(circleIn(parseApiGraph({ '1': { class_type: 'X', inputs: { a: ['1', 0] } } }))).toEqual(['1']);
    const diamond = { a: ['2', 0], b: ['3', 0] };
    const beside = {
      '1': { class_type: 'X', inputs: diamond },
      '2': { class_type: 'X', inputs: { a: ['4', 0] } },
      '3': { class_type: 'X', inputs: { a: ['4', 0] } },
      '4': { class_type: 'X' },
    };
    expect(circleIn(parseApiGraph(beside))).toBeNull();
    const many = Array.from({ length: 20_000 }, (_, at) => String(at));
    expect(circleIn(chain(many))).toHaveLength(20_000);
  });
  test('the model comes from the loader, not from a LoRA on the way', () => {
    const lora = {
      class_type: 'LoraLoader',
      inputs: { model: ['4', 0], clip: ['4', 1], lora_name: 'detail.safetensors' },
    };
    const sampler = { class_type: 'KSampler', inputs: { model: ['20', 0] } };
    expect(modelInputOf(graphOf({ '3': sampler, '20': lora }), '3', objectInfo, knowledge)).toEqual({
      className: 'CheckpointLoaderSimple',
      input: 'ckpt_name',
    });
    expect(modelInputOf(graphOf(), '5', objectInfo, knowledge)).toBeNull();
  });
});

test('what is in no list of a node of the core is said when a person asks; a pack may take what its list lacks', async () => {
  const { backend } = await stage({});
  const scale = (class_type: string, upscale_method: string) => ({
    class_type,
    inputs: { image: ['8', 0], upscale_method, scale_by: 2 },
  });
  const { graph } = graphRequest({
    '30': scale('ImageScaleBy', 'lanczoz'),
    '31': scale('ImageScaleBy', 'lanczos'),
    '32': scale('PackScaleBy', 'bicubic'),
  });
  expect(graph && (await backend.check(graph, never))).toEqual([
    {
      ...{ node: '30', input: 'upscale_method', instead: 'lanczos' },
      message: 'This ComfyUI knows no "lanczoz" for upscale_method. It has nearest-exact, lanczos.',
    },
  ]);
});
