import { describe, expect, test } from 'vitest';
import { failureProblem } from '../../../server/src/render/backends/comfyui/failure.ts';
import { parseApiGraph, parseObjectInfo } from '../../../server/src/render/backends/comfyui/graph.ts';
import { droppedOutputs, refusalOf } from '../../../server/src/render/backends/comfyui/refusal.ts';
import { responseOf } from '../../../server/src/render/backends/shared/http.ts';
import type { BackendProblem } from '../../../server/src/render/problem.ts';
import { knowledge } from '../../support/knowledge.ts';
import { definitions, txt2img } from './definitions.ts';

const objectInfo = parseObjectInfo(definitions());

function refused(body: unknown, changes: Record<string, unknown> = {}): BackendProblem {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = responseOf({ status: 400, headers: {}, bytes: Buffer.from(text) }, new URL('http://127.0.0.1'));
  return refusalOf(answer, parseApiGraph(txt2img(changes)), objectInfo, knowledge.files).problem;
}

const nodeError = (node: string, type: string, extra_info: object, details = '', message = '') => ({
  error: { type: 'prompt_outputs_failed_validation', message: 'Prompt outputs failed validation', details: '' },
  node_errors: {
    [node]: { errors: [{ type, message, details, extra_info }], dependent_outputs: ['9'], class_type: '' },
  },
});

describe('refusals', () => {
  test.each([
    [
      'of 2026 name the class that is missing',
      {
        error: { type: 'missing_node_type', message: 'x', details: '', extra_info: { node_id: '3' } },
        node_errors: {},
      },
      'missing-node',
      '3',
    ],
    ['of old servers are a plain text and an empty list', { error: 'no prompt', node_errors: [] }, 'invalid', ''],
    ['that are no JSON are refusals', '<h1>Bad Request</h1>', 'invalid', ''],
    ['without anything', {}, 'invalid', ''],
    [
      'of a name that is no file',
      nodeError('3', 'value_not_in_list', { input_name: 'scheduler', received_value: 'x' }),
      'invalid',
      '3.scheduler',
    ],
    [
      'of a file that is missing',
      nodeError('4', 'value_not_in_list', { input_name: 'ckpt_name', received_value: 'x.safetensors' }),
      'missing-model',
      '4.ckpt_name',
    ],
    ['with wrong types inside', { error: 7, node_errors: { 3: { errors: 'many' }, 4: null } }, 'invalid', ''],
    [
      'of a node that is not in the graph',
      nodeError('gone', 'required_input_missing', { input_name: 'x' }),
      'invalid',
      'gone.x',
    ],
    [
      'by the code of a node',
      nodeError('3', 'exception_during_validation', { input_name: 'steps' }, 'KeyError'),
      'invalid',
      '3.steps',
    ],
  ])('%s', (_, body, code, places) => {
    const problem = refused(body);
    expect(problem.code).toBe(code);
    expect(problem.places.map(({ node, input }) => (input === null ? node : `${node}.${input}`)).join(' ')).toBe(
      places,
    );
    expect(problem.message).toMatch(/\S[.)]$/);
  });

  test('an inner check that failed is filed at the link, not at the input that the server names', () => {
    const vae = { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['99', 0] } };
    const body = nodeError(
      '8',
      'exception_during_inner_validation',
      { input_name: 'images', exception_type: 'KeyError' },
      "'99'",
    );
    expect(refused(body, { '8': vae }).places).toEqual([
      { node: '8', input: 'vae', message: 'This links to node 99, which the graph does not have.' },
    ]);
  });

  test('so is the link of an output node that the server tripped over', () => {
    const preview = { class_type: 'PreviewImage', inputs: { images: ['8', 5] } };
    const body = nodeError(
      '9',
      'exception_during_validation',
      { exception_type: 'IndexError' },
      'tuple index out of range',
    );
    expect(refused(body, { '9': preview }).places).toEqual([
      { node: '9', input: 'images', message: 'VAEDecode (node 8) has no output 5: it has 1, counted from 0.' },
    ]);
  });

  test('a circle is found though the server does not name it', () => {
    const circle = { '5': { class_type: 'LatentUpscale', inputs: { samples: ['3', 0] } } };
    expect(refused({ error: { type: 'prompt_outputs_failed_validation' }, node_errors: {} }, circle).places).toEqual([
      { node: '3', input: 'latent_image', message: 'This link closes a circle.' },
      { node: '5', input: 'samples', message: 'This link closes a circle.' },
    ]);
  });

  test('on 200 say what is left out', () => {
    const { node_errors } = nodeError(
      '3',
      'value_smaller_than_min',
      { input_name: 'steps', received_value: 0 },
      '',
      'Value 0 smaller than min of 1',
    );
    const graph = parseApiGraph(txt2img());
    expect([...droppedOutputs(node_errors, graph, objectInfo, knowledge.files).outputs]).toEqual(['9']);
    for (const none of [{}, [], null, 'x', undefined])
      expect(droppedOutputs(none, graph, objectInfo, knowledge.files).places).toEqual([]);
  });
});

describe('failures', () => {
  const fail = (node: string, exception: string, message: string) =>
    failureProblem({ node, nodeType: 'X', exception, message, traceback: [] }, parseApiGraph(txt2img()), knowledge)
      .problem;

  test.each([
    ['3', 'torch.OutOfMemoryError', 'Allocation on device 0 would exceed', 'out-of-memory', null, '--lowvram'],
    ['8', 'RuntimeError', 'MPS backend out of memory (18 GB)', 'out-of-memory', null, '--lowvram'],
    [
      '4',
      'safetensors_rust.SafetensorError',
      'Error while deserializing header: HeaderTooLarge',
      'server',
      'ckpt_name',
      'fox/sd15.safetensors is damaged',
    ],
    ['4', '_pickle.UnpicklingError', 'invalid load key', 'server', 'ckpt_name', 'is damaged'],
    [
      '4',
      'FileNotFoundError',
      'Model in folder checkpoints not found',
      'missing-model',
      'ckpt_name',
      'is missing on the server',
    ],
    ['9', 'OSError', '[Errno 28] No space left on device', 'server', null, 'Make room'],
    ['3', 'Exception', 'A tensor with NaNs was produced in VAE', 'black-picture', null, '--fp32-vae'],
    ['3', 'KeyError', "'transformer_options'\nmore", 'server', null, "ComfyUI says: 'transformer_options'."],
  ])('%s %s %s', (node, exception, message, code, input, says) => {
    const problem = fail(node, exception, message);
    expect(problem).toMatchObject({ code, places: [{ node, input }] });
    expect(problem.message).toContain(says);
    expect(problem.message).not.toContain('\n');
  });

  test('keep the end of a long traceback, for the log', () => {
    const traceback = Array.from({ length: 40 }, (_, line) => `line ${line}\n`);
    const { problem } = failureProblem(
      { node: null, nodeType: 'X', exception: 'E', message: '', traceback },
      {},
      knowledge,
    );
    expect(problem.detail).toContain('line 39');
    expect(problem.detail).not.toContain('line 20');
    expect(problem.message).toBe('X: ComfyUI says: E.');
  });
});
