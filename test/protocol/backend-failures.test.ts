/** What a server lacks of a graph, failures and their places, cancels, over the protocol. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  CANCEL_RENDER,
  CHECK_ON_SERVER,
  type ComplaintPlace,
  RENDER,
  type RenderEventMessage,
} from '../../server/src/protocol/render.ts';
import { definitions } from '../backends/comfyui/definitions.ts';
import { type ComfyScript, endlessRun, startComfy } from '../backends/comfyui/server.ts';
import { png, sendJson } from '../backends/support.ts';
import { workflow } from '../support/graphs.ts';
import { placeAtCursor } from '../support/marked.ts';
import { startRenderClient } from '../support/render-client.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { code, comfyWith, graph, loader, node, renders, stops } from './backend-renders.ts';

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
  /** Keeps what is uploaded, by default under another name as ComfyUI does where there is one already. */
  const keeping = (uploaded: string[], name = 'photo (1).png'): ComfyScript => ({
    answer: ({ method, path, query, body }, response) => {
      if (`${method} ${path}` === 'POST /upload/image') {
        uploaded.push(body);
        sendJson(response, { name, subfolder: '', type: 'input' });
      } else if (path === '/view' && query.get('type') === 'input' && uploaded.length > 0) {
        response.end(png(96, 72));
      } else if (path === '/object_info' && uploaded.length > 0) {
        const all = definitions() as { LoadImage: { input: object } };
        const image = [['fox.png', name], { image_upload: true }];
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

  test('and is uploaded decides the size that the plan tells', async () => {
    const folder = await temporaryFolder();
    stops.push(() => folder.remove());
    await writeFile(join(folder.path, 'photo.png'), png(96, 72));
    await comfyWith(keeping([], 'photo.png'));
    const settings = expect.arrayContaining([{ label: 'Size', value: '96 × 72', from: 'picture' }]);
    expect(await ask(folder.path, { uploadsAllowed: true })).toMatchObject({ width: 96, height: 72, settings });
    expect(await renders.end('edit')).toMatchObject({ kind: 'done' });
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
