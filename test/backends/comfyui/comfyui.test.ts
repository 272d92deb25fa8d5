import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { Backend, RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import { ComfyBackend, comfyui } from '../../../server/src/render/backends/comfyui/index.ts';
import { BackendError } from '../../../server/src/render/problem.ts';
import { gate, png, renderRequest, sendJson, services } from '../support.ts';
import { definitions, MODELS, txt2img } from './definitions.ts';
import {
  type ComfyScript,
  endlessRun,
  goodRun,
  type Run,
  type ScriptedComfy,
  type ScriptedJob,
  startComfy,
} from './server.ts';

const never = new AbortController().signal;
/** Shorter waits, so that silence is noticed while a test runs. */
const TIMING = { silence: 500, patience: 2000 };

const started: { comfy: ScriptedComfy; backend: Backend }[] = [];
afterEach(async () => {
  for (const { comfy, backend } of started.splice(0)) {
    backend.dispose();
    await comfy.stop();
  }
});

async function stage(script: ComfyScript = {}): Promise<{ comfy: ScriptedComfy; backend: ComfyBackend }> {
  const comfy = await startComfy(script);
  const backend = new ComfyBackend({ address: comfy.url, credentials: null }, services(), TIMING);
  started.push({ comfy, backend });
  return { comfy, backend };
}

function graphRequest(changes: Record<string, unknown> = {}, more: Partial<RenderRequest> = {}): RenderRequest {
  const overrides = [{ node: '3', input: 'steps', value: 4, says: 'steps 30 → 4' }];
  return renderRequest({ graph: { format: 'api', json: txt2img(changes), sampler: '3', overrides }, ...more });
}

async function eventsOf(backend: Backend, request = graphRequest(), signal = never): Promise<RenderEvent[]> {
  const events: RenderEvent[] = [];
  for await (const event of backend.render(request, signal)) events.push(event);
  return events;
}

const kinds = (events: readonly RenderEvent[]): string[] => events.map(({ kind }) => kind);
const count = (events: readonly RenderEvent[], kind: RenderEvent['kind']): number =>
  kinds(events).filter((k) => k === kind).length;
const warnings = (events: readonly RenderEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'warning' ? [event.text] : []));
const steps = (events: readonly RenderEvent[]): number[] =>
  events.flatMap((event) => (event.kind === 'step' ? [event.done] : []));
function failed(events: readonly RenderEvent[]) {
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.problem : null;
}
/** Answers one path, or a part of it. */
const on =
  (path: RegExp, status: number, body = ''): NonNullable<ComfyScript['answer']> =>
  (asked, response) => {
    if (!path.test(`${asked.method} ${asked.path}`)) return false;
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
    return true;
  };
const asks = (comfy: ScriptedComfy, route: string) =>
  comfy.asked.filter(({ method, path }) => `${method} ${path}` === route);

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
    expect(await comfyui.recognise({ address: comfy.url, credentials: null }, never, services())).toBeNull();
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
    const events = await eventsOf(backend, graphRequest({ '3': { class_type: 'KSampler', inputs: sampler } }));
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
    expect(warnings(events)).toEqual(['SaveImage (node 9) is a preview here: nothing is saved on the server.']);
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
    const backend = new ComfyBackend(
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

describe('a run', () => {
  test('waits its turn, and tells how many are before it', async () => {
    const hold = gate();
    const { backend, comfy } = await stage({
      run: async (job) => {
        if (job.number === 0) await hold.promise;
        goodRun(job);
      },
    });
    const first = eventsOf(backend);
    await comfy.begun.promise;
    const second: RenderEvent[] = [];
    for await (const event of backend.render(graphRequest(), never)) {
      second.push(event);
      if (event.kind === 'queued' && event.ahead !== null) hold.resolve();
    }
    expect(second).toContainEqual({ kind: 'queued', ahead: 1 });
    expect(kinds(second).lastIndexOf('queued')).toBeLessThan(kinds(second).indexOf('step'));
    expect((await first).at(-1)?.kind).toBe('done');
  });
  test('keeps to itself: messages of others, unknown ones and broken ones', async () => {
    const noise = (job: ScriptedJob): void => {
      const { comfy, clientId } = job;
      const say = (type: string, data: unknown) => comfy.send(clientId, JSON.stringify({ type, data }));
      say('progress', { prompt_id: 'other', node: '3', value: 9, max: 9 });
      say('executed', { prompt_id: 'other', node: '9', output: { images: [{ filename: 'other.png' }] } });
      say('executed', { prompt_id: job.id, node: '9', output: null });
      say('execution_interrupted', { prompt_id: 'other' });
      say('executing', { prompt_id: 'other', node: null });
      say('logs', { entries: [] });
      comfy.send(clientId, '{"type": ');
      comfy.send(clientId, Buffer.from([0, 0, 0, 4, 255, 255, 255, 255]));
      comfy.send(clientId, Buffer.from([7]));
    };
    const { backend } = await stage({
      run: (job) => {
        job.start();
        noise(job);
        job.runNodes();
        noise(job);
        job.say('execution_success');
      },
    });
    const events = await eventsOf(backend);
    expect(steps(events)).toEqual([1, 2, 3, 4]);
    expect([count(events, 'preview'), count(events, 'picture'), events.at(-1)?.kind]).toEqual([4, 1, 'done']);
  });
  test('that is cached whole has the outputs of the history where no message tells them', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.comfy.temp.set('old one.png', png(32, 48));
        job.files['9'] = { images: [{ filename: 'old one.png', subfolder: '', type: 'temp' }] };
        job.start(Object.keys(job.graph));
      },
    });
    const events = await eventsOf(backend);
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({
      picture: { width: 32, height: 48 },
      seed: 1234n,
    });
    expect(count(events, 'step')).toBe(0);
  });
  test('gives every picture of a batch, and none of other branches', async () => {
    const other = {
      '20': { class_type: 'LoadImage', inputs: { image: 'fox.png' } },
      '21': { class_type: 'PreviewImage', inputs: { images: ['20', 0] } },
    };
    const { backend } = await stage({
      run: (job) => {
        job.start();
        job.show('21', png(8, 8));
        for (const side of [16, 24, 32]) job.show('9', png(side, side));
        job.say('execution_success');
      },
    });
    const pictures = (await eventsOf(backend, graphRequest(other))).flatMap((event) =>
      event.kind === 'picture' ? [event.picture.width] : [],
    );
    expect(pictures).toEqual([16, 24, 32]);
  });
  test('of a video shows its first frames', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.start();
        for (let frame = 0; frame < 20; frame += 1) job.show('9', png(8, 8));
        job.say('execution_success');
      },
    });
    const events = await eventsOf(backend);
    expect(count(events, 'picture')).toBe(16);
    expect(warnings(events)).toContain('The graph made 20 pictures. The first 16 are shown.');
  });
  test('says once that a server sends no previews', async () => {
    const { backend } = await stage({ noPreviews: true });
    const hint = 'ComfyUI sent no live previews. Start it with --preview-method auto to see them.';
    expect(warnings(await eventsOf(backend))).toContain(hint);
    expect(warnings(await eventsOf(backend))).not.toContain(hint);
  });
  test('says where the server took other values', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.graph['3'].inputs.steps = 8;
        goodRun(job);
      },
    });
    const override = [{ node: '3', input: 'steps', value: 8.7, says: '' }];
    const request = renderRequest({ graph: { format: 'api', json: txt2img(), sampler: '3', overrides: override } });
    expect(warnings(await eventsOf(backend, request))).toContain(
      'KSampler (node 3), steps: ComfyUI took 8 instead of 8.7.',
    );
  });
  test('on a server that chooses the ids itself', async () => {
    const { backend } = await stage({ ownIds: true });
    const events = await eventsOf(backend);
    expect([steps(events).length, events.at(-1)?.kind]).toEqual([4, 'done']);
  });
  test('gives files their whole names back', async () => {
    const names = ['sub dir\\ü&?#%.png', '../../etc/passwd'];
    const { backend, comfy } = await stage({
      run: (job) => {
        for (const filename of names) {
          job.comfy.temp.set(filename, png());
          job.files['9'] ??= { images: [] };
          job.files['9'].images.push({ filename, subfolder: 'a\\b', type: 'temp' });
        }
        job.start();
        job.say('execution_success');
      },
    });
    expect(count(await eventsOf(backend), 'picture')).toBe(2);
    expect(asks(comfy, 'GET /view').map(({ query }) => query.get('filename'))).toEqual(names);
    expect(asks(comfy, 'GET /view')[0].query.get('subfolder')).toBe('a\\b');
  });
});

describe('a run that fails', () => {
  const fails =
    (data: Record<string, unknown>): Run =>
    (job) => {
      job.start();
      job.say('execution_error', { node_id: '8', node_type: 'VAEDecode', executed: [], traceback: [], ...data });
    };
  test('out of memory, with its place', async () => {
    const { backend } = await stage({
      run: fails({ exception_type: 'torch.OutOfMemoryError', exception_message: 'Allocation' }),
    });
    expect(failed(await eventsOf(backend))).toMatchObject({ code: 'out-of-memory', places: [{ node: '8' }] });
  });
  test('black all over: the picture is shown, and why', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.start();
        job.show('9', png(64, 64, [0, 0, 0]));
        job.say('execution_success');
      },
    });
    const events = await eventsOf(backend);
    expect([count(events, 'picture'), failed(events)?.code]).toEqual([1, 'black-picture']);
  });
  test('one branch blocked is a warning when another has a picture', async () => {
    const blocked = { exception_type: 'ExecutionBlocked', exception_message: 'No mask' };
    const { backend } = await stage({
      run: (job) => {
        fails(blocked)(job);
        job.show('9');
        job.say('execution_success');
      },
    });
    const events = await eventsOf(backend);
    expect(events.at(-1)?.kind).toBe('done');
    expect(warnings(events)).toContain('VAEDecode (node 8): ComfyUI says: No mask.');
  });
  test('and the reason when none has', async () => {
    const blocked = { exception_type: 'ExecutionBlocked', exception_message: 'No mask' };
    const { backend } = await stage({
      run: (job) => {
        fails(blocked)(job);
        job.say('execution_success');
      },
    });
    expect(failed(await eventsOf(backend))?.message).toContain('No mask.');
  });
  test('files that are no pictures are named', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.show('9', Buffer.from('no picture at all'));
        job.say('execution_success');
      },
    });
    expect(failed(await eventsOf(backend))).toMatchObject({
      code: 'no-picture',
      message: expect.stringContaining('ComfyUI_temp_1'),
    });
  });
  test('a file that is gone', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.start();
        job.show('9');
        job.comfy.temp.clear();
        job.say('execution_success');
      },
    });
    expect(failed(await eventsOf(backend))?.code).toBe('no-picture');
  });
  test.each([
    [503, 'busy'],
    [429, 'busy'],
    [413, 'invalid'],
    [500, 'server'],
  ])('an answer of %i', async (status, code) => {
    const { backend } = await stage({ answer: on(/POST \/prompt/, status, 'x') });
    expect(failed(await eventsOf(backend))?.code).toBe(code);
  });

  const dropped =
    (output: string, node: string): NonNullable<ComfyScript['answer']> =>
    (asked, response) => {
      if (asked.path !== '/prompt') return false;
      const error = {
        type: 'required_input_missing',
        message: '',
        details: 'model',
        extra_info: { input_name: 'model' },
      };
      const { prompt_id } = asked.json as { prompt_id: string };
      const node_errors = { [node]: { errors: [error], dependent_outputs: [output] } };
      sendJson(response, { prompt_id, number: 1, node_errors });
      return true;
    };
  test('the wanted output is left out by the server: refused, and taken back', async () => {
    const { backend, comfy } = await stage({ answer: dropped('9', '3') });
    expect(failed(await eventsOf(backend))).toMatchObject({ code: 'invalid', places: [{ node: '3', input: 'model' }] });
    expect(asks(comfy, 'POST /queue')).toHaveLength(1);
  });
});

describe('a socket that breaks', () => {
  test('is opened again, with the same clientId and its features; nothing is lost', async () => {
    const { backend, comfy } = await stage({
      run: async (job) => {
        job.start();
        job.say('executing', { node: '3' });
        job.step('3', 1, 4);
        job.comfy.sockets.get(job.clientId)?.terminate();
        await job.comfy.connections(2);
        for (const step of [3, 4]) job.step('3', step, 4);
        job.show('9');
        job.say('execution_success');
      },
    });
    const events = await eventsOf(backend);
    expect(steps(events)).toEqual([1, 3, 4]);
    expect([count(events, 'preview'), count(events, 'picture'), events.at(-1)?.kind]).toEqual([3, 1, 'done']);
    expect(comfy.clientIds).toHaveLength(2);
    expect(new Set(comfy.clientIds).size).toBe(1);
    expect([...comfy.knowsMetadata]).toEqual([comfy.clientIds[0]]);
  });
  test('and is silent after that is closed before the next opens, or the server would forget that one too', async () => {
    const { backend, comfy } = await stage({
      run: async (job) => {
        job.start();
        job.say('executing', { node: '3' });
        job.step('3', 1, 4);
        job.comfy.sockets.get(job.clientId)?.terminate();
        await job.comfy.connections(2);
        job.comfy.sockets.delete(job.clientId); // open, and in no table
        await job.comfy.connections(3);
        job.step('3', 4, 4);
        job.show('9');
        job.say('execution_success');
      },
    });
    const events = await eventsOf(backend);
    expect(steps(events)).toEqual([1, 4]);
    expect(comfy.clientIds).toHaveLength(3);
  });
  test('while the picture is made: it comes from the history', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.start();
        job.say('executing', { node: '3' });
        job.comfy.sockets.get(job.clientId)?.terminate();
        job.show('9', png(40, 40));
      },
    });
    const events = await eventsOf(backend);
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({ picture: { width: 40 } });
  });
  test('or is only forgotten by the server: silence is noticed', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.start();
        job.comfy.sockets.delete(job.clientId);
        job.show('9', png(24, 24));
      },
    });
    expect(await eventsOf(backend)).toContainEqual(expect.objectContaining({ kind: 'picture' }));
  });
  test('a server that has started anew knows nothing of the render', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.start();
        job.step('3', 1, 4);
        job.comfy.restart();
        return new Promise(() => {});
      },
    });
    expect(failed(await eventsOf(backend))).toMatchObject({
      code: 'lost',
      message: expect.stringContaining('started anew'),
    });
  });
  test('a job that somebody took out of the queue', async () => {
    const { backend } = await stage({
      run: (job) => {
        job.comfy.running = null;
        return new Promise(() => {});
      },
    });
    expect(failed(await eventsOf(backend))?.code).toBe('lost');
  });
  test('a proxy that answers 502 for a while is waited for', async () => {
    let bad = 2;
    const { backend } = await stage({
      answer: ({ path }, response) => {
        if (!path.startsWith('/history') || bad === 0) return false;
        bad -= 1;
        response.writeHead(502).end('<h1>Bad Gateway</h1>');
        return true;
      },
      run: (job) => {
        job.start();
        job.comfy.sockets.get(job.clientId)?.terminate();
        job.show('9');
      },
    });
    expect((await eventsOf(backend)).at(-1)?.kind).toBe('done');
  });
});

describe('cancel', () => {
  /** Two jobs of two clients: the first runs until stopped, the second waits. */
  async function twoJobs(script: ComfyScript = {}) {
    const { backend, comfy } = await stage({ run: endlessRun, ...script });
    const first = new AbortController();
    const second = new AbortController();
    const ofFirst = eventsOf(backend, graphRequest(), first.signal);
    await comfy.begun.promise;
    const waits = gate();
    const ofSecond = (async () => {
      const events: RenderEvent[] = [];
      for await (const event of backend.render(graphRequest(), second.signal)) {
        events.push(event);
        if (event.kind === 'queued') waits.resolve();
      }
      return events;
    })();
    await waits.promise;
    return { comfy, first, second, ofFirst, ofSecond };
  }

  test.each([false, true])('of a job that waits leaves the one that runs alone (jobs API: %s)', async (cancelsJobs) => {
    const { comfy, first, second, ofFirst, ofSecond } = await twoJobs({ cancelsJobs });
    second.abort();
    expect((await ofSecond).at(-1)).toEqual({ kind: 'cancelled' });
    expect(asks(comfy, 'POST /interrupt')).toHaveLength(0);
    expect([comfy.waiting.length, comfy.jobs[0].interrupted]).toEqual([0, false]);
    first.abort();
    expect((await ofFirst).at(-1)).toEqual({ kind: 'cancelled' });
  });
  test.each([false, true])('of a job that runs stops it alone (jobs API: %s)', async (cancelsJobs) => {
    const { comfy, first, second, ofFirst, ofSecond } = await twoJobs({ cancelsJobs });
    first.abort();
    expect((await ofFirst).at(-1)).toEqual({ kind: 'cancelled' });
    expect(comfy.jobs.map(({ interrupted }) => interrupted)).toEqual([true, false]);
    const [interrupt] = asks(comfy, 'POST /interrupt');
    if (cancelsJobs) expect(interrupt).toBeUndefined();
    else expect(interrupt.json).toEqual({ prompt_id: comfy.jobs[0].id });
    second.abort();
    expect((await ofSecond).at(-1)).toEqual({ kind: 'cancelled' });
  });
  test('that comes while the job is being sent still reaches it', async () => {
    const controller = new AbortController();
    const { backend, comfy } = await stage({
      run: endlessRun,
      answer: ({ path }) => {
        if (path === '/prompt') controller.abort();
        return false;
      },
    });
    expect((await eventsOf(backend, graphRequest(), controller.signal)).at(-1)).toEqual({ kind: 'cancelled' });
    expect(comfy.jobs.every(({ interrupted }) => interrupted) || comfy.waiting.length === 0).toBe(true);
    expect(comfy.running).toBeNull();
  });
  test('with the backend: what runs is stopped', async () => {
    const { backend, comfy } = await stage({ run: endlessRun });
    const events = eventsOf(backend);
    await comfy.begun.promise;
    backend.dispose();
    expect((await events).at(-1)).toEqual({ kind: 'cancelled' });
    expect(comfy.jobs[0].interrupted).toBe(true);
  });
  test('two renders are two clients', async () => {
    const { backend, comfy } = await stage();
    await Promise.all([eventsOf(backend), eventsOf(backend)]);
    expect(new Set(comfy.clientIds).size).toBe(2);
  });
});

test('what is thrown is a BackendError', async () => {
  const { backend } = await stage({ answer: on(/./, 200, '{"system": 7}') });
  await expect(backend.probe(never)).rejects.toBeInstanceOf(BackendError);
});
