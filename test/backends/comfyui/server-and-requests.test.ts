import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { comfyui, createBackend } from '../../../server/src/render/backends/comfyui/index.ts';
import { ask } from '../../../server/src/render/backends/shared/detect.ts';
import { BackendError } from '../../../server/src/render/problem.ts';
import { png, renderRequest, sendJson, services } from '../support.ts';
import { definitions, MODELS, txt2img } from './definitions.ts';
import { asks, eventsOf, failed, graphRequest, never, on, stage, TIMING, warnings } from './stage.ts';

describe('what answers at an address', () => {
  test('ComfyUI, with its version', async () => {
    const { backend, comfy } = await stage();
    expect(await backend.probe(never)).toMatchObject({ name: 'ComfyUI', version: '0.3.64' });
    expect(await comfyui.recognise({ address: comfy.url, credentials: null }, never, services())).toMatchObject({
      version: '0.3.64',
    });
  });
  test('KoboldCpp, which imitates it, is refused', async () => {
    const { backend, comfy } = await stage({
      answer: (_, response) => {
        sendJson(response, { system: { comfyui_version: '0.3.0' }, devices: [{ name: 'koboldcpp', type: 'cuda' }] });
        return true;
      },
    });
    await expect(backend.probe(never)).rejects.toThrow(/KoboldCpp.*A1111/);
    expect(await ask(comfyui, { address: comfy.url, credentials: null }, never, services())).toBeNull();
  });
  test('its origin check is explained', async () => {
    const { backend } = await stage({ answer: on(/./, 403) });
    const problem = failed(await eventsOf(backend));
    expect(problem).toMatchObject({
      code: 'forbidden-origin',
      message: expect.stringContaining('--enable-cors-header'),
    });
  });
  test('a lock is known from the start', async () => {
    const { comfy } = await stage({ answer: on(/./, 401) });
    await expect(comfyui.recognise({ address: comfy.url, credentials: null }, never, services())).rejects.toThrow(
      /password/,
    );
  });
  test.each(['gzip', 'deflate', 'raw deflate'])('bodies in %s', async (how) => {
    const pack = { gzip: gzipSync, deflate: deflateSync, 'raw deflate': deflateRawSync }[how] ?? gzipSync;
    const { backend } = await stage({
      answer: ({ path }, response) => {
        if (path !== '/object_info') return false;
        response.writeHead(200, { 'content-encoding': how.replace('raw ', '') });
        response.end(pack(JSON.stringify(definitions())));
        return true;
      },
    });
    expect((await eventsOf(backend)).at(-1)?.kind).toBe('done');
  });
});

describe('what is sent', () => {
  test('the graph as it is, but for the overrides and what saves; large seeds to the last digit', async () => {
    const { backend, comfy } = await stage();
    const sampler = { ...(txt2img()['3'] as { inputs: object }).inputs, seed: 2n ** 64n - 1n };
    const request = graphRequest({ '3': { class_type: 'KSampler', inputs: sampler } });
    const events = await eventsOf(backend, request);
    const [{ body, json }] = asks(comfy, 'POST /prompt');
    expect(body).toContain('"seed":18446744073709551615');
    expect(json).toMatchObject({
      client_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      prompt_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      extra_data: { preview_method: 'auto' },
      prompt: {
        '3': { inputs: { steps: 4, cfg: 7 } },
        '9': { class_type: 'PreviewImage', inputs: { images: ['8', 0] } },
      },
    });
    expect(warnings(events)).toEqual([]);
    expect(await backend.changes(request, never)).toEqual([
      'SaveImage (node 9) is a preview here: nothing is saved on the server.',
    ]);
  });
  test('a graph by template where the file has none', async () => {
    const { backend, comfy } = await stage({
      run: (job) => {
        job.start();
        for (const [node, { class_type }] of job.inOrder())
          if (class_type === 'PreviewImage') job.show(node, png(96, 64));
        job.say('execution_success');
      },
    });
    const events = await eventsOf(backend, renderRequest({ model: MODELS[0], family: 'sd15', seed: 2n ** 60n + 1n }));
    const { prompt } = asks(comfy, 'POST /prompt')[0].json as { prompt: Record<string, { class_type: string }> };
    expect(Object.values(prompt).map(({ class_type }) => class_type)).toContain('KSampler');
    expect(asks(comfy, 'POST /prompt')[0].body).toContain('1152921504606846977');
    expect(warnings(events)).toContain('ComfyUI drew 96 × 64 instead of 64 × 64.');
    expect(events.at(-1)?.kind).toBe('done');
  });
  test('how previews are made is left to a server that was told', async () => {
    const { backend, comfy } = await stage({ argv: ['main.py', '--preview-method', 'taesd'] });
    await eventsOf(backend);
    expect(asks(comfy, 'POST /prompt')[0].json).not.toHaveProperty('extra_data');
  });
  test('credentials go with requests and sockets', async () => {
    const { comfy } = await stage();
    const backend = createBackend(
      { address: comfy.url, credentials: { kind: 'bearer', token: 'x1' } },
      services(),
      TIMING,
    );
    await eventsOf(backend);
    expect(new Set(comfy.asked.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer x1']));
    expect(comfy.handshakes.map(({ authorization }) => authorization)).toEqual(['Bearer x1']);
  });
  test('paid nodes only when a person has agreed', async () => {
    const { backend, comfy } = await stage();
    const changes = { '20': { class_type: 'FluxProUltraImageNode', inputs: { prompt: 'a fox' } } };
    expect(failed(await eventsOf(backend, graphRequest(changes)))?.code).toBe('paid-nodes');
    expect(asks(comfy, 'POST /prompt')).toHaveLength(0);
    expect((await eventsOf(backend, graphRequest(changes, { paidNodesAllowed: true }))).at(-1)?.kind).toBe('done');
  });
  test('nothing when the file has no such model or node, which are looked for in fresh lists first', async () => {
    const { backend, comfy } = await stage();
    await eventsOf(backend);
    const unknown = { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'new.safetensors' } };
    const problem = failed(await eventsOf(backend, graphRequest({ '4': unknown })));
    expect(problem).toMatchObject({ code: 'missing-model', places: [{ node: '4', input: 'ckpt_name' }] });
    expect(asks(comfy, 'GET /object_info')).toHaveLength(2);
    expect(asks(comfy, 'POST /prompt')).toHaveLength(1);
  });
  test('nothing for a workflow with a node that the server lacks: its place is told', async () => {
    const { backend, comfy } = await stage();
    const node = (id: number, type: string, more: object) => ({
      id,
      type,
      mode: 0,
      inputs: [],
      outputs: [],
      widgets_values: [],
      ...more,
    });
    const workflow = {
      nodes: [
        node(3, 'SUPIR_sample', { outputs: [{ name: 'IMAGE', type: 'IMAGE', links: [1] }] }),
        node(9, 'SaveImage', { inputs: [{ name: 'images', type: 'IMAGE', link: 1 }], widgets_values: ['x'] }),
      ],
      links: [[1, 3, 0, 9, 0, 'IMAGE']],
      version: 0.4,
    };
    const request = renderRequest({ graph: { format: 'workflow', json: workflow, sampler: '3', overrides: [] } });
    expect(failed(await eventsOf(backend, request))).toMatchObject({
      code: 'missing-node',
      places: [{ node: '3', input: null }],
    });
    expect(await backend.models(never, request)).toEqual([]);
    expect(asks(comfy, 'POST /prompt')).toHaveLength(0);
  });
  test('nothing when the preview sets a node that is not there', async () => {
    const { backend } = await stage();
    const overrides = [{ node: '33', input: 'steps', value: 4, says: '' }];
    const request = renderRequest({ graph: { format: 'api', json: txt2img(), sampler: '3', overrides } });
    expect(failed(await eventsOf(backend, request))).toMatchObject({
      code: 'invalid',
      places: [{ node: '33', input: 'steps' }],
    });
  });
  test('definitions are fetched once a start of the server', async () => {
    const { backend, comfy } = await stage();
    await eventsOf(backend);
    await eventsOf(backend);
    expect(asks(comfy, 'GET /object_info')).toHaveLength(1);
    comfy.restart();
    await eventsOf(backend); // its prompts are counted from 0 again
    await eventsOf(backend);
    expect(asks(comfy, 'GET /object_info')).toHaveLength(2);
  });
});

describe('lists', () => {
  test('models of the loaders that templates use, without a graph', async () => {
    const { backend } = await stage();
    expect((await backend.models(never)).map(({ name }) => name)).toEqual([...MODELS, 'flux1-schnell.safetensors']);
  });
  test('models of the loader of the graph', async () => {
    const { backend } = await stage();
    expect(await backend.models(never, graphRequest())).toEqual(MODELS.map((name) => ({ name, hashes: [] })));
    const unet = { class_type: 'UNETLoader', inputs: { unet_name: 'x' } };
    const names = await backend.models(never, graphRequest({ '4': unet }));
    expect(names.map(({ name }) => name)).toEqual(['flux1-schnell.safetensors']);
  });
});

test('what is thrown is a BackendError', async () => {
  const { backend } = await stage({ answer: on(/./, 200, '{"system": 7}') });
  await expect(backend.probe(never)).rejects.toBeInstanceOf(BackendError);
});
