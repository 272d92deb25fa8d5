/** Renders by servers, over the protocol: choosing one, questions, places of failures, cancelling, states. The servers are scripted. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LogMessageNotification } from 'vscode-languageserver/node';
import { DETECT_BACKENDS, PROBE_BACKEND } from '../../server/src/protocol/backends.ts';
import {
  CANCEL_RENDER,
  CHECK_ON_SERVER,
  type ComplaintPlace,
  RENDER,
  type RenderEventMessage,
} from '../../server/src/protocol/render.ts';
import { startSdapi } from '../backends/a1111/server.ts';
import { definitions, txt2img } from '../backends/comfyui/definitions.ts';
import { type ComfyScript, endlessRun, type ScriptedComfy, startComfy } from '../backends/comfyui/server.ts';
import { elsewhere, sendHtml, sendJson, startServer } from '../backends/support.ts';
import { workflow } from '../support/graphs.ts';
import { placeAtCursor } from '../support/marked.ts';
import { type RenderClient, startRenderClient } from '../support/render-client.ts';
import { temporaryFolder } from '../support/temporary.ts';

let renders: RenderClient;
let log = '';
const stops: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  renders = await startRenderClient();
  log = '';
  renders.client.connection.onNotification(LogMessageNotification.type, ({ message }) => {
    log += `${message}\n`;
  });
});
afterEach(async () => {
  expect(await renders.stop()).toBe(0);
  for (const stop of stops.splice(0)) await stop();
});

async function comfyWith(
  script: ComfyScript = {},
  credentials: { kind: 'bearer'; token: string } | null = null,
): Promise<ScriptedComfy> {
  const comfy = await startComfy(script);
  stops.push(() => comfy.stop());
  await renders.use({ kind: 'comfyui', address: comfy.url.href, credentials });
  return comfy;
}

/** A graph as a file of a person. Seeds beyond 2^53 must survive. */
const SEED = '12345678901234567890';
const graph = (changes: Record<string, unknown> = {}) =>
  JSON.stringify(txt2img(changes), null, 2).replace('"seed": 5', `"seed": ${SEED}`);
const loader = (ckpt_name: string) => ({ '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name } } });
const node = (id: number, type: string, inputs: object[], output: string) => ({
  id,
  type,
  mode: 0,
  inputs,
  outputs: [{ name: output, type: output }],
  widgets_values: [],
});
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { data?: { code?: string } }) => error.data?.code,
  );

describe('what a server lacks of a graph', () => {
  const text = graph({
    ...loader('sdxl-fp16.safetensors'),
    '20': { class_type: 'Upscaler', inputs: { image: ['8', 0], by: 2 } },
    '21': { class_type: 'LoraLoader', inputs: { model: ['4', 0], clip: ['4', 1], lora_name: 'details.safetensors' } },
  });
  const at = (marked: string) => placeAtCursor(text.replace(marked.replace('‸', ''), marked)).place;
  const told = (places: readonly ComplaintPlace[]) =>
    places.map(({ range, message, fix }) => [range.start, /no (node )?\S+[\w"]/.exec(message)?.[0], fix?.newText]);
  const node = [at('‸"Upscaler"'), 'no node Upscaler', undefined];
  const lora = [at('‸"details.safetensors"'), 'no "details.safetensors"', '"detail.safetensors"'];
  const model = [at('‸"sdxl-fp16.safetensors"'), 'no "sdxl-fp16.safetensors"', '"sdxl.safetensors"'];

  test('is said when a person asks, each at its place, with the nearest that there is; nothing is rendered', async () => {
    const comfy = await comfyWith();
    const textDocument = { uri: 'file:///check.json' };
    await renders.client.open(textDocument.uri, text);
    const asked = () => renders.client.ask(CHECK_ON_SERVER, { textDocument, position: at('‸"steps"') });
    expect(comfy.asked).toEqual([]);
    const answer = await asked();
    expect([answer.server, answer.others, told(answer.places)]).toEqual(['ComfyUI 0.3.64', [], [node, model, lora]]);
    expect(comfy.jobs).toEqual([]);
    await renders.use({ kind: 'builtin', address: null });
    await expect(asked()).rejects.toThrow(/runs no graphs/);
  });

  test('is said before it is rendered, all at once', async () => {
    const comfy = await comfyWith();
    await renders.render('lacking', text, { models: { 'sdxl-fp16.safetensors': 'sdxl.safetensors' } });
    const end = await renders.end('lacking');
    expect(end.kind === 'failed' && told(end.places)).toEqual([node, lora]);
    expect(comfy.jobs).toEqual([]);
  });
});

describe('a picture that the graph begins with', () => {
  const text = graph({
    '5': { class_type: 'VAEEncode', inputs: { pixels: ['22', 0], vae: ['4', 2] } },
    '22': { class_type: 'LoadImage', inputs: { image: 'photo.png' } },
  });
  const ask = async (folder: string, more: object = {}) => {
    const textDocument = { uri: pathToFileURL(join(folder, 'edit.json')).href };
    await renders.client.open(textDocument.uri, text);
    const position = { line: 1, character: 0 };
    return renders.client.ask(RENDER, { renderId: 'edit', textDocument, position, mode: 'configured', ...more });
  };
  /** Keeps what is uploaded, under another name as ComfyUI does where there is one already. */
  const keeping = (uploaded: string[]): ComfyScript => ({
    answer: ({ method, path, body }, response) => {
      if (`${method} ${path}` === 'POST /upload/image') {
        uploaded.push(body);
        sendJson(response, { name: 'photo (1).png', subfolder: '', type: 'input' });
      } else if (path === '/object_info' && uploaded.length > 0) {
        const all = definitions() as { LoadImage: { input: object } };
        const image = [['fox.png', 'photo (1).png'], { image_upload: true }];
        sendJson(response, { ...all, LoadImage: { ...all.LoadImage, input: { required: { image }, optional: {} } } });
      } else return false;
      return true;
    },
  });

  test('and lies beside the file is uploaded once a person has said so, and taken by the name that it gets', async () => {
    const folder = await temporaryFolder();
    stops.push(() => folder.remove());
    await writeFile(join(folder.path, 'photo.png'), 'the bytes of a picture');
    const uploaded: string[] = [];
    const comfy = await comfyWith(keeping(uploaded));
    expect(await ask(folder.path)).toEqual({ question: 'upload', files: ['photo.png'] });
    expect([uploaded, comfy.jobs]).toEqual([[], []]);
    expect(await ask(folder.path, { uploadsAllowed: true })).toHaveProperty('backend');
    expect(uploaded).toEqual([expect.stringMatching(/filename="photo\.png"[\s\S]*the bytes of a picture/)]);
    expect(await renders.end('edit')).toMatchObject({ kind: 'done' });
    expect(comfy.jobs.map(({ graph }) => graph['22'].inputs.image)).toEqual(['photo (1).png']);
  });

  test('and lies nowhere is said to belong into the input folder', async () => {
    const folder = await temporaryFolder();
    stops.push(() => folder.remove());
    await comfyWith();
    await ask(folder.path);
    const end = await renders.end('edit');
    expect(end).toMatchObject({ kind: 'failed', message: expect.stringContaining('input folder of this ComfyUI') });
    expect(end.kind === 'failed' && end.places.map(({ range }) => range.start.line)).toEqual([
      text.split('\n').findIndex((line) => line.includes('photo.png')),
    ]);
  });
});

describe('a chosen backend', () => {
  test('is contacted with the first render, not before, and its state is told', async () => {
    const comfy = await comfyWith();
    expect(await renders.untilState(({ name }) => name === 'ComfyUI')).toEqual({
      name: 'ComfyUI',
      address: comfy.url.href,
      state: 'unknown',
      version: null,
      detail: null,
    });
    expect(comfy.asked).toEqual([]);
    await renders.render('first', graph());
    await renders.end('first');
    const last = await renders.untilState(({ state, version }) => state === 'ready' && version !== null);
    expect(last).toMatchObject({ version: '0.3.64', detail: null });
    expect(renders.states.map(({ state }) => state)).toEqual(['unknown', 'ready', 'rendering', 'ready']);
  });

  test('renders the file’s own graph: a draft changes its steps, and nothing else of it', async () => {
    const comfy = await comfyWith();
    const plan = await renders.render('draft', graph(), { mode: 'draft' });
    expect(plan).toMatchObject({
      backend: { kind: 'comfyui', name: 'ComfyUI', address: comfy.url.href },
      seed: SEED,
      seedIsDrawn: false,
      changes: [`steps 30 → ${plan.steps}`, 'SaveImage (node 9) is a preview here: nothing is saved on the server.'],
    });
    expect(plan.steps).toBeLessThan(30);
    expect(await renders.end('draft')).toMatchObject({ kind: 'done' });
    const kinds = renders.kinds('draft');
    expect(kinds.filter((kind) => kind === 'step')).toHaveLength(plan.steps);
    expect(kinds).toContain('preview');
    const pictures = renders.events('draft').filter(({ kind }) => kind === 'picture');
    expect(pictures).toMatchObject([{ mime: 'image/png', width: 64, height: 64 }]);
    const body = comfy.asked.find(({ path }) => path === '/prompt')?.body ?? '';
    expect(body).toContain(`"seed":${SEED}`);
    expect(comfy.jobs[0].graph['3'].inputs).toMatchObject({ steps: plan.steps, cfg: 7, sampler_name: 'euler' });
  });

  test('of the A1111 kind renders what is no graph, and what it can’t do is said', async () => {
    const server = await startSdapi({ product: 'a1111' });
    stops.push(() => server.stop());
    await renders.use({ kind: 'a1111', address: server.url.href });
    const text =
      'model: sd_xl_base_1.0\nprompt: a fox\nsteps: 4\nsampler: Euler a\nseed: 4294967298\nwidth: 64\nheight: 64\n';
    const plan = await renders.render('plain', text);
    expect(plan.settings).toContainEqual({ label: 'Model', value: 'sd_xl_base_1.0.safetensors', from: 'file' });
    expect(plan.warnings).toEqual([
      expect.stringContaining('the remainder of 4294967298'),
      'sd_xl_base_1.0 is sd_xl_base_1.0.safetensors on this server.',
    ]);
    expect(await renders.end('plain')).toMatchObject({ kind: 'done' });
    expect(server.bodies[0]).toMatchObject({ prompt: 'a fox', steps: 4, sampler_name: 'Euler a', seed: 2 });
  });

  test('that is none is refused in words', async () => {
    await renders.use({ kind: 'abacus', address: 'http://127.0.0.1:1' });
    await expect(renders.ask('none', graph())).rejects.toThrow('There is no backend "abacus"');
    await renders.use({ kind: 'comfyui', address: 'ftp://127.0.0.1' });
    await expect(renders.ask('ftp', graph())).rejects.toThrow('no address of a server');
  });

  test('gives way to another while its render goes on', async () => {
    const comfy = await comfyWith({ run: endlessRun });
    await renders.render('old', graph());
    await comfy.begun.promise;
    await renders.use({ kind: 'builtin', address: null });
    await renders.render('new', 'prompt: a lake\nsteps: 2\nwidth: 64\nheight: 64\n');
    expect(await renders.end('new')).toMatchObject({ kind: 'done' });
    expect(renders.events('old').some(({ kind }) => kind === 'cancelled' || kind === 'failed')).toBe(false);
    await renders.client.tell(CANCEL_RENDER, { renderId: 'old' });
    expect(await renders.end('old')).toEqual({ kind: 'cancelled' });
    expect(comfy.jobs[0].interrupted).toBe(true);
  });
});

describe('a question', () => {
  test('for a model that is not there: nothing is rendered before it is answered', async () => {
    const comfy = await comfyWith();
    expect(await renders.ask('asked', graph(loader('sd15-pruned.ckpt')))).toEqual({
      question: 'model',
      wanted: 'sd15-pruned.ckpt',
      models: ['fox/sd15.safetensors', 'sdxl.safetensors'],
    });
    expect(comfy.jobs).toEqual([]);
    const models = { 'sd15-pruned.ckpt': 'fox/sd15.safetensors' };
    const plan = await renders.render('answered', graph(loader('sd15-pruned.ckpt')), { models });
    expect(plan.changes).toContain('model sd15-pruned.ckpt → fox/sd15.safetensors');
    expect(plan.warnings).toEqual([]);
    expect(await renders.end('answered')).toMatchObject({ kind: 'done' });
    expect(comfy.jobs[0].graph['4'].inputs).toEqual({ ckpt_name: 'fox/sd15.safetensors' });
    expect(renders.events('asked')).toEqual([]);
  });

  test('for nodes that cost credits', async () => {
    const comfy = await comfyWith();
    const paid = graph({
      '20': { class_type: 'FluxProUltraImageNode', inputs: { prompt: 'a fox', seed: 1 } },
      '21': { class_type: 'PreviewImage', inputs: { images: ['20', 0] } },
    });
    expect(await renders.ask('asked', paid)).toEqual({ question: 'paid-nodes', nodes: ['FluxProUltraImageNode'] });
    expect(comfy.jobs).toEqual([]);
    expect(renders.events('asked')).toEqual([]);
    await renders.render('paid', paid, { paidNodesAllowed: true });
    expect(await renders.end('paid')).toMatchObject({ kind: 'done' });
    expect(comfy.jobs).toHaveLength(1);
  });
});

describe('a failure', () => {
  const refusal = {
    error: { type: 'prompt_outputs_failed_validation', message: 'Prompt outputs failed validation', details: '' },
    node_errors: {
      3: {
        errors: [
          {
            type: 'value_bigger_than_max',
            message: 'Value 30 bigger than max of 10',
            details: 'steps',
            extra_info: { input_name: 'steps', received_value: 30 },
          },
        ],
        dependent_outputs: ['9'],
        class_type: 'KSampler',
      },
    },
  };
  const refuses: ComfyScript = {
    answer: ({ method, path }, response) => {
      if (`${method} ${path}` !== 'POST /prompt') return false;
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(refusal));
      return true;
    },
  };
  const placesOf = (event: RenderEventMessage) => (event.kind === 'failed' ? event.places : null);

  test('that the server puts at an input is shown there', async () => {
    await comfyWith(refuses);
    const text = graph();
    await renders.render('refused', text);
    const places = placesOf(await renders.end('refused'));
    const start = placeAtCursor(text.replace('"steps": 30', '"steps": ‸30')).place;
    expect(places).toEqual([
      {
        range: { start, end: { ...start, character: start.character + 2 } },
        message: expect.stringContaining('10'),
      },
    ]);
    await renders.untilState(({ state }) => state === 'ready');
  });

  test('is shown nowhere once the file has changed', async () => {
    const changed = { answer: refuses.answer };
    let edit: () => Promise<void> = async () => {};
    await comfyWith({
      answer: async (asked, response) => {
        if (asked.path === '/prompt') await edit();
        return (await changed.answer?.(asked, response)) ?? false;
      },
    });
    edit = async () => {
      const start = { line: 0, character: 0 };
      await renders.client.change(renders.uriOf('edited'), 2, { start, end: start }, '\n');
      await renders.client.hover(renders.uriOf('edited'), start);
    };
    await renders.render('edited', graph());
    expect(placesOf(await renders.end('edited'))).toEqual([]);
  });

  test('of a server that is gone is told, and its state; the next one is asked anew', async () => {
    const comfy = await comfyWith();
    await renders.render('before', graph());
    await renders.end('before');
    await comfy.stop();
    expect(await renders.render('gone', graph())).toMatchObject({ backend: { name: 'ComfyUI' } });
    expect(await renders.end('gone')).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('Nothing answers at'),
    });
    expect(await renders.untilState(({ state }) => state === 'failed')).toMatchObject({
      detail: expect.stringContaining('Nothing answers at'),
    });
    expect(await code(renders.ask('still', graph()))).toBe('unreachable');
  });

  test('of a workflow that can’t be converted has its place too', async () => {
    await comfyWith();
    const whole = JSON.parse(workflow('5'));
    whole.nodes.push(
      node(8, 'NoSuchNode', [{ name: 'samples', type: 'LATENT', link: 7 }], 'IMAGE'),
      node(9, 'PreviewImage', [{ name: 'images', type: 'IMAGE', link: 8 }], 'NOTHING'),
    );
    whole.links.push([7, 3, 0, 8, 0, 'LATENT'], [8, 8, 0, 9, 0, 'IMAGE']);
    const text = JSON.stringify(whole);
    await renders.render('workflow', text);
    const event = await renders.end('workflow');
    expect(event).toMatchObject({ kind: 'failed', message: expect.stringContaining('NoSuchNode') });
    const [{ range }] = placesOf(event) ?? [];
    expect(text.slice(range.start.character, range.end.character)).toBe('"NoSuchNode"');
  });
});

describe('a cancel', () => {
  test('stops the job on the server', async () => {
    const comfy = await comfyWith({ run: endlessRun });
    await renders.render('long', graph());
    await comfy.begun.promise;
    await renders.client.tell(CANCEL_RENDER, { renderId: 'long' });
    expect(await renders.end('long')).toEqual({ kind: 'cancelled' });
    expect(comfy.jobs[0].interrupted).toBe(true);
  });

  test('reaches a render that is still being prepared', async () => {
    let asked = () => {};
    const silent = new Promise<void>((resolve) => {
      asked = resolve;
    });
    await comfyWith({
      answer: () => {
        asked();
        return true; // and never says anything
      },
    });
    const answer = renders.ask('early', graph());
    await silent;
    await renders.client.tell(CANCEL_RENDER, { renderId: 'early' });
    await expect(answer).rejects.toThrow('The render was cancelled.');
    expect(renders.events('early')).toEqual([]);
  });

  test('is part of shutting down: no job is left on the server', async () => {
    const own = await startRenderClient();
    const comfy = await startComfy({ run: endlessRun });
    stops.push(() => comfy.stop());
    await own.use({ kind: 'comfyui', address: comfy.url.href });
    await own.render('left', graph());
    await comfy.begun.promise;
    expect(await own.stop()).toBe(0);
    expect(comfy.jobs[0].interrupted).toBe(true);
  });
});

describe('credentials', () => {
  const token = 'tiger-lily-7';

  test('are sent to the chosen server, and stand in no message and no log', async () => {
    const comfy = await comfyWith(
      {
        answer: ({ headers, path }, response) => {
          if (headers.authorization !== `Bearer ${token}`) {
            response.writeHead(401).end();
            return true;
          }
          if (path !== '/prompt') return false;
          response.writeHead(500).end(`I was sent ${headers.authorization}`);
          return true;
        },
      },
      { kind: 'bearer', token },
    );
    await renders.render('secret', graph());
    const event = await renders.end('secret');
    expect(event).toMatchObject({ kind: 'failed' });
    expect(comfy.asked.length).toBeGreaterThan(0);
    await renders.untilState(({ state }) => state === 'ready');
    expect(log).toContain('I was sent Bearer •••');
    expect(JSON.stringify([event, renders.states, log])).not.toContain(token);
  });

  test('that are wanted and not given: the error says so', async () => {
    await comfyWith({
      answer: (_, response) => {
        response.writeHead(401).end();
        return true;
      },
    });
    expect(await code(renders.ask('locked', graph()))).toBe('unauthorized');
    expect(await renders.untilState(({ state }) => state === 'failed')).toMatchObject({ name: 'ComfyUI' });
  });
});

describe('what is at an address', () => {
  const probe = (address: string, more: object = {}) => renders.client.ask(PROBE_BACKEND, { address, ...more });

  test('is said with version and models', async () => {
    const comfy = await startComfy();
    stops.push(() => comfy.stop());
    expect(await probe(comfy.url.host)).toEqual({
      kind: 'comfyui',
      address: comfy.url.href,
      name: 'ComfyUI',
      version: '0.3.64',
      models: 3,
      locked: false,
    });
  });

  test('is told from other kinds, and from other programs', async () => {
    const server = await startSdapi({ product: 'forge' });
    stops.push(() => server.stop());
    expect(await probe(server.url.href)).toMatchObject({ kind: 'a1111', name: 'Forge' });
    const page = await startServer((_, response) => sendHtml(response));
    stops.push(() => page.stop());
    expect(await code(probe(page.url.href))).toBe('protocol');
    expect(await code(probe(page.url.href, { kind: 'comfyui' }))).toBe('protocol');
  });

  test('can be locked', async () => {
    const server = await startSdapi({ product: 'a1111', scenario: 'locked' });
    stops.push(() => server.stop());
    expect(await probe(server.url.href)).toMatchObject({ locked: true, models: null });
  });

  test('is never what it redirects to', async () => {
    const other = await elsewhere();
    const server = await startServer((_, response) => {
      response.writeHead(302, { location: other.url.href }).end();
    });
    stops.push(
      () => server.stop(),
      () => other.stop(),
    );
    expect(await code(probe(server.url.href))).toBe('redirected');
    expect(other.hits()).toBe(0);
  });

  test('of an address that is none is said', async () => {
    expect(await code(probe('ftp://127.0.0.1'))).toBe('invalid');
    expect(await code(probe('http://me:secret@127.0.0.1'))).toBe('invalid');
  });
});

test('detecting answers with a list, with and without parameters', async () => {
  expect(await renders.client.ask(DETECT_BACKENDS, {})).toBeInstanceOf(Array);
  expect(await renders.client.connection.sendRequest(DETECT_BACKENDS.method)).toBeInstanceOf(Array);
});
