/** The programs of /sdapi/v1 beyond the contract: what is sent to each, what their answers mean, whose job is stopped. */
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Credentials } from '../../../server/src/render/address.ts';
import type { Backend, RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import type { BackendKind } from '../../../server/src/render/backend-kind.ts';
import { a1111, drawthings, koboldcpp } from '../../../server/src/render/backends/a1111/index.ts';
import { base64, png, renderRequest, sendHtml, sendJson, services } from '../support.ts';
import { type Product, type Script, type Scripted, startSdapi } from './server.ts';

const never = new AbortController().signal;
const open: { stop(): Promise<void> }[] = [];
const backends: Backend[] = [];
afterEach(async () => {
  for (const backend of backends.splice(0)) backend.dispose();
  for (const server of open.splice(0)) await server.stop();
});

const KINDS: Readonly<Record<Product, BackendKind>> = {
  a1111,
  forge: a1111,
  reforge: a1111,
  sdnext: a1111,
  koboldcpp,
  drawthings,
};

interface Staging {
  readonly credentials?: Credentials;
  readonly log?: string[];
}

async function stage(script: Script, staging: Staging = {}) {
  const server = await startSdapi(script);
  open.push(server);
  const connection = { address: server.url, credentials: staging.credentials ?? null };
  const backend = KINDS[script.product].create(connection, services(staging.log));
  backends.push(backend);
  return { server, connection, backend };
}

async function eventsOf(backend: Backend, request: RenderRequest, signal = never): Promise<RenderEvent[]> {
  const events: RenderEvent[] = [];
  for await (const event of backend.render(request, signal)) events.push(event);
  return events;
}

async function render(script: Script, changes: Partial<RenderRequest> = {}, staging: Staging = {}) {
  const { server, backend } = await stage(script, staging);
  const model = KINDS[script.product] === a1111 ? 'sd_xl_base_1.0.safetensors' : null;
  const events = await eventsOf(backend, renderRequest({ model, ...changes }));
  return { server, events, body: server.bodies[0] ?? {}, warnings: warningsIn(events), problem: problemIn(events) };
}

function warningsIn(events: readonly RenderEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'warning' ? [event.text] : []));
}

function problemIn(events: readonly RenderEvent[]) {
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.problem : null;
}

/** A script that answers one path in its own way. */
function answering(product: Product, path: string | RegExp, answer: (response: ServerResponse) => void): Script {
  return {
    product,
    answer: (asked, response) => {
      if (typeof path === 'string' ? asked.path !== path : !path.test(asked.path)) return false;
      answer(response);
      return true;
    },
  };
}

/** A script whose picture is answered in its own way. */
function drawing(status: number, json: unknown, product: Product = 'a1111'): Script {
  return answering(product, '/sdapi/v1/txt2img', (response) => sendJson(response, json, status));
}

describe('recognised', () => {
  test.each<[Product, string, string | null]>([
    ['a1111', 'AUTOMATIC1111', null],
    ['forge', 'Forge', null],
    ['reforge', 'reForge', null],
    ['sdnext', 'SD.Next', '2026-07-01'],
    ['koboldcpp', 'KoboldCpp', '1.115'],
    ['drawthings', 'Draw Things', null],
  ])('%s', async (product, name, version) => {
    const { connection } = await stage({ product });
    const answers = await Promise.all(
      [a1111, koboldcpp, drawthings].map((kind) => kind.recognise(connection, never, services())),
    );
    expect(answers.filter((answer) => answer !== null)).toEqual([expect.objectContaining({ name, version })]);
    expect(answers[[a1111, koboldcpp, drawthings].indexOf(KINDS[product])]).not.toBeNull();
  });

  test.each<[string, Script, object]>([
    ['tasks', { product: 'forge' }, { progress: 'steps', previews: true, cancel: 'job', models: true }],
    ['--nowebui', { product: 'forge', headless: true }, { progress: 'steps', previews: false, cancel: 'everything' }],
    ['before 1.9', { product: 'a1111', old: true }, { progress: 'steps', previews: false, cancel: 'everything' }],
    ['SD.Next', { product: 'sdnext' }, { progress: 'steps', previews: false, cancel: 'everything' }],
    ['KoboldCpp', { product: 'koboldcpp' }, { progress: 'none', cancel: 'none', models: false, maxSteps: 80 }],
    ['Draw Things', { product: 'drawthings' }, { progress: 'none', cancel: 'none', maxSteps: 150, maxSide: 8192 }],
  ])('can do, with %s', async (_, script, capabilities) => {
    const { backend } = await stage(script);
    expect((await backend.probe(never)).capabilities).toMatchObject(capabilities);
  });

  test('AUTOMATIC1111 without its API, which says what to do', async () => {
    const { connection, backend } = await stage(
      answering('a1111', /^\/sdapi\//, (response) => sendJson(response, { detail: 'Not Found' }, 404)),
    );
    const problem = { problem: { code: 'api-disabled', message: expect.stringContaining('--api') } };
    await expect(a1111.recognise(connection, never, services())).rejects.toMatchObject(problem);
    await expect(backend.probe(never)).rejects.toMatchObject(problem);
    expect(problemIn(await eventsOf(backend, renderRequest()))?.code).toBe('api-disabled');
  });

  test('a locked web UI, but not a locked something', async () => {
    const { connection } = await stage({ product: 'a1111', scenario: 'locked' });
    await expect(a1111.recognise(connection, never, services())).rejects.toMatchObject({
      problem: { code: 'unauthorized' },
    });
    const other = await stage(answering('a1111', /./, (response) => void response.writeHead(401).end('<p>Who?</p>')));
    expect(await a1111.recognise(other.connection, never, services())).toBeNull();
  });

  test('KoboldCpp without an image model, which says what to do', async () => {
    const { connection } = await stage(
      answering('koboldcpp', '/api/extra/version', (response) =>
        sendJson(response, { result: 'KoboldCpp', version: '1.115', txt2img: false }),
      ),
    );
    await expect(koboldcpp.recognise(connection, never, services())).rejects.toMatchObject({
      problem: { code: 'missing-model', message: expect.stringContaining('--sdmodel') },
    });
  });

  test.each<[string, Script]>([
    ['a page of HTML', { product: 'a1111', scenario: 'another-product' }],
    [
      'a program that only has models (an imitator)',
      answering('a1111', /cmd-flags|ping|version/, (response) => void response.writeHead(404).end()),
    ],
    ['JSON of another shape', answering('a1111', /./, (response) => sendJson(response, ['a', 'list']))],
  ])('not %s', async (_, script) => {
    const { connection } = await stage(script);
    for (const kind of [a1111, koboldcpp, drawthings])
      expect(await kind.recognise(connection, never, services())).toBeNull();
  });
});

describe('what is sent', () => {
  const full: Partial<RenderRequest> = {
    sampler: { id: 'dpmpp_2m', written: 'dpmpp_2m' },
    schedule: { id: 'karras', written: 'karras' },
    clipSkip: 2,
    prompt: 'a fox',
    loras: [{ name: 'add_detail.safetensors', weight: 0.7 }],
  };
  const nothingSaved = {
    save_images: false,
    do_not_save_samples: true,
    do_not_save_grid: true,
    batch_size: 1,
    n_iter: 1,
  };
  const overridden = {
    live_previews_enable: true,
    show_progress_every_n_steps: 1,
    sd_model_checkpoint: 'people/dreamshaper.safetensors',
    CLIP_stop_at_last_layers: 2,
  };

  test.each<Product>(['a1111', 'forge', 'reforge'])('to %s', async (product) => {
    const { body, warnings } = await render({ product }, { ...full, model: 'people/dreamshaper.safetensors' });
    expect(body).toEqual({
      ...nothingSaved,
      send_images: true,
      prompt: 'a fox <lora:add_detail:0.7>',
      negative_prompt: 'blurry',
      steps: 4,
      cfg_scale: 6,
      width: 64,
      height: 64,
      seed: 1234,
      sampler_name: 'DPM++ 2M',
      scheduler: 'Karras',
      override_settings: overridden,
      override_settings_restore_afterwards: true,
      force_task_id: expect.stringMatching(/^task\(sweetspot-[0-9a-f-]{36}\)$/),
    });
    expect(warnings).toEqual([]);
  });

  test('to SD.Next: a schedule by its own words, CLIP skip a field of its own', async () => {
    const { body, warnings } = await render({ product: 'sdnext' }, full);
    expect(body).toMatchObject({
      ...nothingSaved,
      sampler_name: 'DPM++ 2M',
      schedulers_sigma: 'karras',
      clip_skip: 2,
    });
    expect(body.override_settings).toEqual({ sd_model_checkpoint: 'sd_xl_base_1.0.safetensors' });
    expect(warnings).toEqual([]);
    const other = await render({ product: 'sdnext' }, { ...full, schedule: { id: 'gits', written: 'gits' } });
    expect(other.body).not.toHaveProperty('schedulers_sigma');
    expect(other.warnings).toEqual([expect.stringContaining('SD.Next has no GITS schedule')]);
  });

  test('to KoboldCpp: names of stable-diffusion.cpp, LoRAs by path', async () => {
    const { body, warnings } = await render(
      { product: 'koboldcpp' },
      { ...full, model: 'kobold-sd15.safetensors', prompt: 'a fox <lora:add_detail:0.3>', distilledGuidance: 3.5 },
    );
    expect(body).toEqual({
      batch_size: 1,
      prompt: 'a fox',
      negative_prompt: 'blurry',
      steps: 4,
      cfg_scale: 6,
      distilled_guidance: 3.5,
      width: 64,
      height: 64,
      seed: 1234,
      sampler_name: 'DPM++ 2M',
      scheduler: 'karras',
      clip_skip: 2,
      lora: [{ path: 'add_detail.safetensors', multiplier: 0.3 }],
    });
    expect(warnings).toEqual([]);
  });

  test('to Draw Things: its keys and no other', async () => {
    const { body, warnings } = await render(
      { product: 'drawthings' },
      {
        ...full,
        width: 500,
        height: 512,
        model: 'flux_1_schnell_q8p.ckpt',
        loras: [{ name: 'a_lora_f16.ckpt', weight: 0.6 }],
      },
    );
    expect(body).toEqual({
      batch_count: 1,
      batch_size: 1,
      hires_fix: false,
      prompt: 'a fox',
      negative_prompt: 'blurry',
      steps: 4,
      guidance_scale: 6,
      width: 512,
      height: 512,
      seed: 1234,
      sampler: 'DPM++ 2M Karras',
      model: 'flux_1_schnell_q8p.ckpt',
      clip_skip: 2,
      loras: [{ mode: 'all', file: 'a_lora_f16.ckpt', weight: 0.6 }],
    });
    expect(warnings).toEqual([expect.stringContaining('512 × 512 is drawn instead of 500 × 512')]);
  });

  test.each<[Product, string]>([
    ['forge', 'distilled_cfg_scale'],
    ['koboldcpp', 'distilled_guidance'],
    ['sdnext', 'cfg_scale'],
    ['drawthings', 'guidance_scale'],
  ])('the guidance of a distilled model to %s as %s', async (product, key) => {
    const { body } = await render({ product }, { distilledGuidance: 3.5, guidance: 1, width: 128, height: 128 });
    expect(body[key]).toBe(3.5);
  });

  test('a prompt that has its LoRA is left as it is', async () => {
    const { body } = await render({ product: 'forge' }, { ...full, prompt: 'a fox <lora:add_detail:0.7>' });
    expect(body.prompt).toBe('a fox <lora:add_detail:0.7>');
  });

  test('to a version before 1.9: the schedule behind the sampler, no chosen task', async () => {
    const { body, warnings } = await render({ product: 'a1111', old: true }, full);
    expect(body).toMatchObject({ sampler_name: 'DPM++ 2M Karras' });
    expect(body).not.toHaveProperty('scheduler');
    expect(warnings).toEqual([]);
  });

  test.each<[string, Script, Partial<RenderRequest>, RegExp]>([
    [
      'a LoRA it has not',
      { product: 'forge' },
      { loras: [{ name: 'moody', weight: 1 }] },
      /no LoRA moody: it is left out/,
    ],
    ['a LoRA in the prompt that it has not', { product: 'forge' }, { prompt: '<lora:moody:1>' }, /no LoRA moody/],
    ['distilled guidance', { product: 'a1111' }, { distilledGuidance: 3 }, /guidance of a distilled model/],
    ['a seed beyond 32 bits', { product: 'a1111' }, { seed: 2n ** 40n + 7n }, /takes seeds to 4294967295: 7 is drawn/],
    ['steps beyond 80', { product: 'koboldcpp' }, { steps: 100 }, /steps from 1 to 80: 80 is drawn/],
    ['guidance below 1', { product: 'koboldcpp' }, { guidance: 0 }, /guidance from 1 to 25: 1 is drawn/],
    ['steps beyond 150', { product: 'drawthings' }, { steps: 200 }, /steps from 1 to 150: 150/],
    ['plain Euler', { product: 'drawthings' }, {}, /no sampler Euler/],
    [
      'a model of another program',
      { product: 'drawthings' },
      { model: 'sdxl.safetensors' },
      /has \(sd_v1\.5_f16\.ckpt\), not with sdxl/,
    ],
    [
      'another model than the one loaded',
      { product: 'koboldcpp' },
      { model: 'flux1-dev.gguf' },
      /has \(kobold-sd15\), not with flux1-dev/,
    ],
    ['no model named', { product: 'koboldcpp' }, { model: null }, /names no model: this is kobold-sd15/],
    [
      'no model named',
      { product: 'forge' },
      { model: null },
      /names no model: this is sd_xl_base_1\.0, which Forge has loaded/,
    ],
  ])('%s is said', async (_, script, changes, expected) => {
    const { events, warnings } = await render(script, { width: 128, height: 128, ...changes });
    expect(events.at(-1)?.kind).toBe('done');
    expect(warnings.filter((text) => expected.test(text))).toHaveLength(1);
  });

  test('with user and password, which nothing else holds', async () => {
    const log: string[] = [];
    const seen: (string | undefined)[] = [];
    const { events } = await render(
      {
        product: 'forge',
        answer: ({ headers }) => {
          seen.push(headers.authorization);
          return false;
        },
      },
      {},
      { credentials: { kind: 'basic', user: 'me', password: 'tiger' }, log },
    );
    expect(new Set(seen)).toEqual(new Set([`Basic ${base64(Buffer.from('me:tiger'))}`]));
    expect(events.at(-1)?.kind).toBe('done');
    expect(log.join('\n')).not.toMatch(/tiger|bWU6/);
  });
});

describe('models', () => {
  test('by their files, with the digests that the server knows', async () => {
    const { backend } = await stage({ product: 'forge' });
    const [digest] = ['e1441589a6f3c5a53f5f54d0975a18a7feb7cdf0b0dee276dfc3331ae376a053'];
    expect(await backend.models(never)).toEqual([
      { name: 'sd_xl_base_1.0.safetensors', hashes: [digest.slice(0, 10), digest] },
      { name: 'people/dreamshaper.safetensors', hashes: [] },
    ]);
  });

  test.each([
    ['the name', 'people/dreamshaper.safetensors', 'people/dreamshaper.safetensors'],
    ['a Windows path', 'C:\\people\\DreamShaper.safetensors', 'people/dreamshaper.safetensors'],
    ['a digest', 'e1441589a6', 'sd_xl_base_1.0.safetensors'],
  ])('are found by %s', async (_, model, expected) => {
    const { body } = await render({ product: 'forge' }, { model });
    expect(body.override_settings).toMatchObject({ sd_model_checkpoint: expected });
  });

  test('a file that came since is found by looking again', async () => {
    const { events, server } = await render({ product: 'a1111', newModels: ['new.safetensors'] }, { model: 'new' });
    expect(events.at(-1)?.kind).toBe('done');
    expect(server.bodies[0].override_settings).toMatchObject({ sd_model_checkpoint: 'new.safetensors' });
  });

  test('asked for again, are looked for again', async () => {
    const { backend } = await stage({ product: 'forge', newModels: ['new.safetensors'] });
    expect(await backend.models(never)).toHaveLength(2);
    expect((await backend.models(never)).at(-1)).toEqual({ name: 'new.safetensors', hashes: [] });
  });

  test('one that is not there is never replaced by another', async () => {
    const { problem, server } = await render({ product: 'forge' }, { model: 'flux1-dev.safetensors' });
    expect(problem).toMatchObject({ code: 'missing-model', message: expect.stringContaining('flux1-dev.safetensors') });
    expect(server.bodies).toEqual([]);
  });
});

describe('what comes', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['the first sampler of the list', { sampler_name: 'DPM++ 2M' }, 'sampler DPM++ 2M instead of Euler'],
    ['another checkpoint', { sd_model_name: 'other' }, 'model other instead of sd_xl_base_1.0.safetensors'],
    ['fewer steps', { steps: 3 }, 'steps 3 instead of 4'],
    ['other guidance', { cfg_scale: 1 }, 'guidance 1 instead of 6'],
    ['another schedule', { infotexts: ['x\nSteps: 4, Schedule type: Karras'] }, 'schedule Karras instead of Normal'],
    ['another seed', { seed: 9 }, 'seed 9 instead of 1234'],
  ])('%s is said', async (_, info, expected) => {
    const { warnings, events } = await render({ product: 'forge', info });
    expect(warnings).toEqual([`Forge drew with ${expected}.`]);
    expect(events.at(-1)?.kind).toBe('done');
  });

  test('a picture of another size is said, and measured by its bytes', async () => {
    const { warnings, events } = await render(
      { product: 'koboldcpp', picture: png(128, 96) },
      { model: 'kobold-sd15' },
    );
    expect(warnings).toEqual(['KoboldCpp drew 128 × 96 instead of 64 × 64.']);
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({ picture: { width: 128, height: 96 } });
  });

  const answered = (images: unknown, info: unknown = null) => drawing(200, { images, parameters: {}, info });
  const one = base64(png(64, 64));

  test('the picture behind a grid', async () => {
    const grid = base64(png(256, 256));
    const { events, warnings } = await render(answered([grid, one], JSON.stringify({ index_of_first_image: 1 })));
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({ picture: { width: 64 } });
    expect(warnings).toEqual([]);
  });

  test.each<[string, Script, string]>([
    ['no list of pictures', drawing(200, { info: '{}' }), 'no-picture'],
    ['an empty list', answered([]), 'no-picture'],
    ['an empty string', answered(['']), 'no-picture'],
    ['something of another type', answered([{ url: 'x' }, 5]), 'no-picture'],
    ['text that is no picture', answered([base64(Buffer.from('hello'))]), 'no-picture'],
    ['a list', drawing(200, [one]), 'no-picture'],
    ['a page of HTML', answering('a1111', '/sdapi/v1/txt2img', (response) => sendHtml(response)), 'protocol'],
  ])('%s is no success', async (_, script, code) => {
    expect((await render(script)).problem?.code).toBe(code);
  });

  test.each<[string, unknown]>([
    ['is no JSON', 'hello'],
    ['is an object', { seed: 5 }],
    ['has wrong types', JSON.stringify({ seed: 'five', steps: [4], infotexts: 'x', index_of_first_image: -1 })],
    ['has NaN', '{"seed": NaN, "steps": 4}'],
  ])('info that %s hurts nobody', async (_, info) => {
    expect((await render(answered([one], info))).events.at(-1)?.kind).toBe('done');
  });

  test('a black picture is shown and fails', async () => {
    const { events, problem } = await render(answered([base64(png(64, 64, [0, 0, 0]))]));
    expect(events.some(({ kind }) => kind === 'picture')).toBe(true);
    expect(problem).toMatchObject({ code: 'black-picture', message: expect.stringContaining('NaN') });
  });
});

describe('failures', () => {
  test.each<[string, Script, string, RegExp]>([
    [
      'memory',
      drawing(500, {
        error: 'OutOfMemoryError',
        detail: '',
        body: '',
        errors: 'CUDA out of memory. Tried to allocate 2 GiB',
      }),
      'out-of-memory',
      /smaller/,
    ],
    [
      'NaN',
      drawing(500, { error: 'NansException', errors: 'A tensor with NaNs was produced in VAE.' }),
      'black-picture',
      /--no-half-vae/,
    ],
    [
      'a model that vanished',
      drawing(500, { error: 'RuntimeError', errors: "model 'x' not found" }),
      'missing-model',
      /Choose another/,
    ],
    [
      'parts that Forge lacks',
      drawing(500, { error: 'AssertionError', errors: 'You do not have CLIP state dict!' }, 'forge'),
      'server',
      /VAE \/ Text Encoder/,
    ],
    ['a sampler it refuses', drawing(404, { detail: 'Sampler not found' }, 'sdnext'), 'invalid', /no such sampler/],
    [
      'fields of the wrong type',
      drawing(422, {
        detail: [
          { loc: ['body', 'steps'], msg: 'value is not a valid integer' },
          { loc: ['body', 'width'], msg: 'too small' },
        ],
      }),
      'invalid',
      /steps: value is not a valid integer; width: too small\./,
    ],
    [
      'keys that Draw Things does not know',
      drawing(
        422,
        { error: 'HTTPException', detail: 'Unrecognized keys: ["scheduler"]', body: '', errors: '' },
        'drawthings',
      ),
      'invalid',
      /Draw Things refuses the request: Unrecognized keys: \["scheduler"\]\./,
    ],
    [
      'too many requests',
      drawing(429, { error: 'rate', code: 429, detail: 'Too many requests' }, 'sdnext'),
      'busy',
      /Wait a minute/,
    ],
    [
      'a busy KoboldCpp',
      drawing(
        503,
        { detail: { msg: 'Server is busy; please try again later.', type: 'service_unavailable' } },
        'koboldcpp',
      ),
      'busy',
      /busy/,
    ],
    [
      'an exception',
      drawing(500, { error: 'ValueError', detail: '', errors: 'bad thing happened.' }),
      'server',
      /failed: bad thing happened\.$/,
    ],
    ['an API that was switched off meanwhile', drawing(404, { detail: 'Not Found' }), 'api-disabled', /--api/],
    ['a refusal without words', drawing(400, ''), 'invalid', /AUTOMATIC1111 refuses the request\./],
  ])('%s', async (_, script, code, message) => {
    const { problem } = await render(script, { width: 128, height: 128 });
    expect(problem?.code).toBe(code);
    expect(problem?.message).toMatch(message);
  });

  test('after one, the server is asked anew what it is', async () => {
    let off = false;
    const { backend } = await stage({
      product: 'forge',
      answer: ({ path }, response) => {
        if (!off || !path.startsWith('/sdapi/')) return false;
        sendJson(response, { detail: 'Not Found' }, 404);
        return true;
      },
    });
    const codes: (string | undefined)[] = [];
    for (const [next, steps] of [
      [false, 1],
      [true, 1],
      [true, 1],
      [false, 1],
    ] as const) {
      off = next;
      codes.push(problemIn(await eventsOf(backend, renderRequest({ steps })))?.code);
    }
    expect(codes).toEqual([undefined, 'api-disabled', 'api-disabled', undefined]);
  });

  test('questions about progress that fail do not fail the render', async () => {
    const { events } = await render(
      answering('forge', '/internal/progress', (response) => void response.writeHead(500).end('oh')),
    );
    expect(events.at(-1)?.kind).toBe('done');
  });
});

describe('progress', () => {
  test('of our own task: loading, each step once, previews that are new', async () => {
    const { events } = await render({ product: 'forge' });
    expect(events[0]).toEqual({ kind: 'loading', what: 'loading sd_xl_base_1.0.safetensors' });
    expect(events.flatMap((event) => (event.kind === 'step' ? [event.done] : []))).toEqual([1, 2, 3, 4]);
    expect(events.filter(({ kind }) => kind === 'preview').length).toBeGreaterThan(0);
    const kinds = events.map(({ kind }) => kind);
    expect(kinds.lastIndexOf('preview')).toBeLessThan(kinds.indexOf('picture'));
  });

  test('behind others, with its place, and nothing of theirs', async () => {
    const { server, backend } = await stage({ product: 'forge', busy: true });
    const events: RenderEvent[] = [];
    for await (const event of backend.render(renderRequest(), never)) {
      events.push(event);
      if (event.kind === 'queued') server.release();
    }
    expect(events.find(({ kind }) => kind !== 'warning')).toEqual({ kind: 'queued', ahead: 1 });
    expect(events.flatMap((event) => (event.kind === 'step' ? [event.total] : []))).toEqual([4, 4, 4, 4]);
    expect(events.at(-1)?.kind).toBe('done');
  });

  test.each<Script>([
    { product: 'a1111', headless: true, busy: true },
    { product: 'sdnext', busy: true },
  ])('that can only be asked of the whole server is not told while somebody else renders (%o)', async (script) => {
    const { server, backend } = await stage(script);
    const events: RenderEvent[] = [];
    for await (const event of backend.render(renderRequest(), never)) {
      events.push(event);
      if (event.kind === 'queued') server.release();
    }
    expect(events).toContainEqual({ kind: 'queued', ahead: null });
    expect(events.filter(({ kind }) => kind === 'preview')).toEqual([]);
    expect(events.some(({ kind }) => kind === 'step')).toBe(false);
  });

  test('of a job that the web UI began is not ours', async () => {
    const state = { job: 'task(from-the-ui)', job_count: 1, sampling_step: 30, sampling_steps: 50 };
    let asked = 0;
    const { events } = await render({
      product: 'a1111',
      headless: true,
      answer: ({ path }, response) => {
        // Idle when ours is sent; then somebody clicks in the web UI.
        if (path !== '/sdapi/v1/progress') return false;
        asked += 1;
        if (asked === 1) return false;
        sendJson(response, { progress: 0.6, state, current_image: base64(png(16, 16)) });
        return true;
      },
    });
    expect(asked).toBeGreaterThan(1);
    expect(events.filter(({ kind }) => kind === 'preview')).toEqual([]);
    expect(events.some(({ kind }) => kind === 'step')).toBe(false);
  });
});

describe('a cancel', () => {
  async function cancelled(script: Script, when: (event: RenderEvent, server: Scripted) => boolean) {
    const log: string[] = [];
    const { server, backend } = await stage(script, { log });
    const controller = new AbortController();
    const events: RenderEvent[] = [];
    for await (const event of backend.render(renderRequest({ width: 128, height: 128 }), controller.signal)) {
      events.push(event);
      if (when(event, server)) controller.abort();
    }
    expect(events.at(-1)).toEqual({ kind: 'cancelled' });
    expect(events.some(({ kind }) => kind === 'picture')).toBe(false);
    return { server, log };
  }

  test('stops our own task while it runs', async () => {
    const { server } = await cancelled({ product: 'forge', scenario: 'endless' }, ({ kind }) => kind === 'step');
    expect(server.interrupted).toEqual([server.bodies[0].force_task_id]);
  });

  test('of a task that waits leaves the running one alone, and stops ours when its turn comes', async () => {
    const { server, log } = await cancelled(
      { product: 'forge', scenario: 'endless', busy: true },
      ({ kind }) => kind === 'queued',
    );
    expect(server.interrupted).toEqual([]);
    expect(log).toEqual([expect.stringContaining('has not begun')]);
    server.release();
    await expect.poll(() => server.interrupted, { timeout: 5000 }).toEqual([server.bodies[0].force_task_id]);
  });

  test.each<Script>([
    { product: 'a1111', headless: true, busy: true, scenario: 'endless' },
    { product: 'sdnext', busy: true, scenario: 'endless' },
  ])('never stops somebody else’s job where ours can’t be told from it (%o)', async (script) => {
    const { server, log } = await cancelled(script, ({ kind }) => kind === 'queued');
    expect(server.asked).not.toContain('POST /sdapi/v1/interrupt');
    expect(log).toEqual([expect.stringContaining('somebody else')]);
  });

  test.each<Script>([
    { product: 'a1111', headless: true, scenario: 'endless' },
    { product: 'sdnext', scenario: 'endless' },
  ])('stops what runs where only ours can be it (%o)', async (script) => {
    const { server } = await cancelled(script, ({ kind }) => kind === 'step');
    expect(server.interrupted).toHaveLength(1);
  });

  test.each<Product>(['koboldcpp', 'drawthings'])(
    'of %s ends the waiting, and the log says that it goes on',
    async (product) => {
      const log: string[] = [];
      const { server, backend } = await stage({ product, scenario: 'endless' }, { log });
      const controller = new AbortController();
      void server.begun.then(() => controller.abort());
      const events = await eventsOf(backend, renderRequest({ width: 128, height: 128 }), controller.signal);
      expect(events.at(-1)).toEqual({ kind: 'cancelled' });
      expect(log).toEqual([expect.stringContaining("can't be told to stop")]);
    },
  );

  test('of a task that has just ended stops nobody', async () => {
    const { server } = await cancelled(
      {
        product: 'forge',
        scenario: 'endless',
        answer: ({ path, json }, response) => {
          if (path !== '/internal/progress' || (json as { live_preview: boolean }).live_preview) return false;
          sendJson(response, { active: false, queued: false, completed: true, id_live_preview: -1 });
          return true;
        },
      },
      ({ kind }) => kind === 'step',
    );
    expect(server.interrupted).toEqual([]);
  });
});
