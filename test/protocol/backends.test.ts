/** Renders by servers, over the protocol: choosing one, questions, what is at an address, credentials. The servers are scripted. */
import { describe, expect, test } from 'vitest';
import { DETECT_BACKENDS, PROBE_BACKEND } from '../../server/src/protocol/backends.ts';
import { CANCEL_RENDER } from '../../server/src/protocol/render.ts';
import { startSdapi } from '../backends/a1111/server.ts';
import { endlessRun, startComfy } from '../backends/comfyui/server.ts';
import { elsewhere, sendHtml, startServer } from '../backends/support.ts';
import { startRenderClient } from '../support/render-client.ts';
import { code, comfyWith, graph, loader, log, renders, SEED, stops } from './backend-renders.ts';

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

  test('is told to no client that has not said it hears of it', async () => {
    const other = await startRenderClient({ abilities: { backendStates: false } });
    stops.push(() => other.stop());
    const comfy = await startComfy();
    stops.push(() => comfy.stop());
    await other.use({ kind: 'comfyui', address: comfy.url.href });
    await other.render('unheard', graph());
    expect(await other.end('unheard')).toMatchObject({ kind: 'done' });
    expect(other.states).toEqual([]);
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
