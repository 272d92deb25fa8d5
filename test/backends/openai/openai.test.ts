/** What is particular to servers of OpenAI's dialect: which fields each takes, shapes of errors, where pictures are, who is who. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Credentials } from '../../../server/src/render/address.ts';
import type { RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import type { BackendKind } from '../../../server/src/render/backend-kind.ts';
import { localai, openai, sglang, vllm } from '../../../server/src/render/backends/openai/index.ts';
import { eventsOf } from '../contract.ts';
import { base64, elsewhere, png, renderRequest, sendHtml, sendJson, services } from '../support.ts';
import { drawn, type ImageScript, type Product, startImageServer } from './server.ts';

const KINDS: Record<Product, BackendKind> = { localai, vllm, sglang, openai };
const never = new AbortController().signal;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function stage(product: Product, script: ImageScript = {}, credentials: Credentials | null = null, path = '') {
  const server = await startImageServer(product, script);
  stops.push(server.stop);
  const connection = { address: new URL(path, server.url), credentials };
  const backend = KINDS[product].create(connection, services());
  const render = (changes: Partial<RenderRequest> = {}, signal = never): Promise<RenderEvent[]> =>
    eventsOf({ backend, request: renderRequest({ model: 'a-model', ...changes }), stop: server.stop }, signal);
  return { server, backend, render, connection };
}

/** Answers renders with some JSON. */
const answering = (json: unknown | ((body: Record<string, unknown>) => unknown), status = 200): ImageScript => ({
  answer: ({ method, json: body }, response) => {
    if (method !== 'POST') return false;
    sendJson(response, typeof json === 'function' ? json(body) : json, status);
    return true;
  },
});

const warningsIn = (events: readonly RenderEvent[]) =>
  events.flatMap((event) => (event.kind === 'warning' ? [event.text] : []));
const problemIn = (events: readonly RenderEvent[]) => {
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.problem : null;
};

describe('what each is sent', () => {
  test('LocalAI: step, seed, CLIP skip, and the negative prompt behind a bar', async () => {
    const { server, render } = await stage('localai');
    const events = await render({ clipSkip: 2 });
    expect(server.bodies).toEqual([
      {
        model: 'a-model',
        prompt: 'a fox in the snow|blurry',
        n: 1,
        size: '64x64',
        response_format: 'b64_json',
        step: 4,
        seed: 1234,
        clip_skip: 2,
      },
    ]);
    expect(warningsIn(events)).toEqual([
      "LocalAI can't be told the guidance, sampler and schedule: it chooses for itself. The model's YAML file on the server sets them (cfg_scale, diffusers.scheduler_type).",
    ]);
  });

  test('LocalAI: bars of the prompt would end it', async () => {
    const { server, render } = await stage('localai');
    const events = await render({ prompt: 'a [fox|wolf]', negativePrompt: 'red|blue' });
    expect(server.bodies[0].prompt).toBe('a [fox,wolf]|red,blue');
    expect(warningsIn(events)).toContain('LocalAI takes | for the end of the prompt: commas stand in its place.');
    await render({ prompt: 'a fox', negativePrompt: ' ' });
    expect(server.bodies[1].prompt).toBe('a fox');
  });

  test('LocalAI: a seed beyond 32 bits is brought into range, and said', async () => {
    const { server, render } = await stage('localai');
    const events = await render({ seed: 2n ** 31n + 7n });
    expect(server.bodies[0].seed).toBe(7);
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({ seed: 7n });
    expect(warningsIn(events)[0]).toBe('LocalAI takes seeds to 2147483647: 7 is drawn instead of 2147483655.');
  });

  test('vLLM-Omni: fields as in diffusers', async () => {
    const { server, render } = await stage('vllm');
    const events = await render({ sampler: null, schedule: null });
    expect(server.bodies).toEqual([
      {
        model: 'a-model',
        prompt: 'a fox in the snow',
        n: 1,
        size: '64x64',
        response_format: 'b64_json',
        num_inference_steps: 4,
        seed: 1234,
        guidance_scale: 6,
        true_cfg_scale: 6,
        negative_prompt: 'blurry',
      },
    ]);
    expect(warningsIn(events)).toEqual([]);
  });

  test('vLLM-Omni: guidance that is an input of the model goes before real guidance', async () => {
    const { server, render } = await stage('vllm');
    await render({ distilledGuidance: 3.5, guidance: 1 });
    expect(server.bodies[0]).toMatchObject({ guidance_scale: 3.5, true_cfg_scale: 1 });
  });

  test('vLLM-Omni: more steps than it takes are said', async () => {
    const { server, render } = await stage('vllm');
    const events = await render({ steps: 250, sampler: null, schedule: null });
    expect(server.bodies[0].num_inference_steps).toBe(200);
    expect(warningsIn(events)).toEqual(['vLLM-Omni takes steps from 1 to 200: 200 is drawn.']);
  });

  test('SGLang: fields as in diffusers, and the picture in the answer', async () => {
    const { server, render } = await stage('sglang');
    const events = await render({ sampler: null, schedule: null });
    expect(server.bodies).toMatchObject([
      { response_format: 'b64_json', num_inference_steps: 4, seed: 1234, guidance_scale: 6, true_cfg_scale: 6 },
    ]);
    expect(warningsIn(events)).toEqual([]);
  });

  test('vLLM-Omni: every digit of a seed', async () => {
    let body = '';
    const { render } = await stage('vllm', {
      answer: (asked) => {
        if (asked.method === 'POST') body = asked.body;
        return false;
      },
    });
    await render({ seed: 2n ** 63n - 1n });
    expect(body).toContain('"seed":9223372036854775807');
  });

  test('any other: nothing beside the prompt and the size, and all else is said', async () => {
    const { server, render } = await stage('openai');
    const events = await render({
      model: null,
      loras: [{ name: 'detail', weight: 1 }],
      clipSkip: 2,
      distilledGuidance: 3,
    });
    expect(server.bodies).toEqual([{ prompt: 'a fox in the snow', n: 1, size: '64x64', response_format: 'b64_json' }]);
    expect(warningsIn(events)).toEqual([
      "OpenAI-style image server can't be told the steps, seed, guidance, distilled guidance, CLIP skip, sampler, schedule, LoRAs and negative prompt: it chooses for itself.",
      'No model is named: OpenAI-style image server chooses one.',
    ]);
  });

  test.each([
    ['localai', { steps: true, seed: true, negativePrompt: true, cancel: 'queued', maxSeed: 2n ** 31n - 1n }],
    ['vllm', { steps: true, seed: true, negativePrompt: true, cancel: 'job', maxSteps: 200 }],
    ['sglang', { steps: true, seed: true, negativePrompt: true, cancel: 'none', maxSteps: null }],
    ['openai', { steps: false, seed: false, negativePrompt: false, cancel: 'none' }],
  ] as const)('%s says what it can do', async (product, capabilities) => {
    const { backend } = await stage(product);
    expect((await backend.probe(never)).capabilities).toMatchObject({
      ...capabilities,
      progress: 'none',
      previews: false,
    });
  });

  test('a path of the server, and a /v1 at its end, are understood', async () => {
    const { render } = await stage('vllm', {}, null, '/v1');
    expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
  });

  test('a token goes along', async () => {
    const { render } = await stage('localai', { token: 'sesame' }, { kind: 'bearer', token: 'sesame' });
    expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
  });
});

describe('where the picture is', () => {
  test.each([
    ['base64', (body: Record<string, unknown>) => ({ b64_json: base64(drawn(body)) })],
    ['a data URL', (body: Record<string, unknown>) => ({ url: `data:image/png;base64,${base64(drawn(body))}` })],
    ['a path', () => ({ url: '/generated-images/b64123.png' })],
    ['a relative address', () => ({ url: 'generated-images/b64123.png', b64_json: null })],
  ])('%s', async (_, item) => {
    const { render } = await stage('localai', {
      answer: ({ method, path, json }, response) => {
        if (path === '/generated-images/b64123.png') response.writeHead(200).end(png(64, 64));
        else if (method === 'POST') sendJson(response, { data: [item(json as Record<string, unknown>)] });
        else return false;
        return true;
      },
    });
    expect((await render()).map(({ kind }) => kind)).toEqual(['warning', 'picture', 'done']);
  });

  test('an address of this server in full', async () => {
    const { server, render } = await stage('localai', {
      answer: ({ method, path }, response) => {
        if (path === '/generated-images/a.png') response.writeHead(200).end(png(64, 64));
        else if (method === 'POST')
          sendJson(response, { data: [{ url: `${server.url.origin}/generated-images/a.png` }] });
        else return false;
        return true;
      },
    });
    expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
  });

  test('another server is not asked', async () => {
    const other = await elsewhere();
    stops.push(other.stop);
    const { render } = await stage('localai', answering({ data: [{ url: `${other.url.href}a.png` }] }));
    expect(problemIn(await render())?.code).toBe('redirected');
    expect(other.hits()).toBe(0);
  });

  test.each([
    ['no data', {}],
    ['an empty list', { data: [] }],
    ['empty text', { data: [{ b64_json: '' }] }],
    ['text that is no picture', { data: [{ b64_json: base64(Buffer.from('hello')) }] }],
    ['items of another type', { data: ['a', 7, null] }],
    ['data of another type', { data: 'a' }],
  ])('nowhere: %s', async (_, json) => {
    const { render } = await stage('openai', answering(json));
    expect(problemIn(await render())?.code).toBe('no-picture');
  });

  test('a black picture is shown and is a failure', async () => {
    const { render } = await stage('vllm', answering({ data: [{ b64_json: base64(png(64, 64, [0, 0, 0])) }] }));
    const events = await render({ sampler: null, schedule: null });
    expect(events.map(({ kind }) => kind)).toEqual(['picture', 'failed']);
    expect(problemIn(events)?.code).toBe('black-picture');
  });

  test('a picture of another size is said', async () => {
    const { render } = await stage('vllm', answering({ data: [{ b64_json: base64(png(48, 80)) }] }));
    expect(warningsIn(await render({ sampler: null, schedule: null }))).toEqual([
      'vLLM-Omni drew 48 × 80 instead of 64 × 64.',
    ]);
  });
});

describe('errors', () => {
  test.each([
    [400, { error: 'bad size' }, 'invalid', 'bad size'],
    [400, { error: { message: 'bad size', code: 400, type: '' } }, 'invalid', 'bad size'],
    [400, { detail: 'bad size' }, 'invalid', 'bad size'],
    [
      422,
      {
        detail: [
          { loc: ['body', 'size'], msg: 'no size' },
          { loc: ['body', 'n'], msg: 'too many' },
        ],
      },
      'invalid',
      'size: no size; n: too many',
    ],
    [
      404,
      { error: { message: 'model "x" not found. To see available models, call GET /v1/models' } },
      'missing-model',
      'model "x" not found',
    ],
    [
      400,
      { detail: "Model mismatch: request specifies 'x' but server is running 'Qwen/Qwen-Image'." },
      'missing-model',
      'Model mismatch',
    ],
    [404, { object: 'error', message: 'The model `x` does not exist.' }, 'missing-model', 'does not exist'],
    [403, { error: { message: 'no' } }, 'unauthorized', '403'],
    [429, { error: { message: 'slow down' } }, 'busy', 'slow down'],
    [503, { detail: 'Stage configs not found.' }, 'busy', 'Stage configs'],
    [503, { detail: 'No diffusion stage found in multi-stage pipeline.' }, 'server', 'No diffusion stage'],
    [
      500,
      { detail: 'Image generation failed: CUDA out of memory. Tried to allocate 2 GiB' },
      'out-of-memory',
      'CUDA out of memory',
    ],
    [500, { error: { message: 'rpc error: code = Unknown' } }, 'server', 'rpc error'],
    [500, { error: 7 }, 'server', '500'],
    [200, { error: { message: 'it went wrong' } }, 'server', 'it went wrong'],
  ])('%i %j', async (status, json, code, words) => {
    const { render } = await stage('vllm', answering(json, status));
    const problem = problemIn(await render());
    expect(problem?.code).toBe(code);
    expect(problem?.message).toContain(words);
  });

  test.each([
    ['localai', '/readyz', { status: 'starting', reason: 'startup preload in progress' }],
    ['vllm', '/health', {}],
  ] as const)('%s still starting is busy', async (product, starting, json) => {
    const { server, backend, render } = await stage(product, {
      answer: ({ path }, response) => {
        if (path !== starting) return false;
        sendJson(response, json, 503);
        return true;
      },
    });
    expect(problemIn(await render())?.code).toBe('busy');
    await expect(backend.probe(never)).rejects.toMatchObject({ problem: { code: 'busy' } });
    expect(server.bodies).toEqual([]);
  });
});

describe('cancel', () => {
  test('breaks the request off', async () => {
    const { server, render } = await stage('localai', { endless: true });
    const controller = new AbortController();
    const events = render({}, controller.signal);
    await server.begun;
    controller.abort();
    expect((await events).at(-1)).toEqual({ kind: 'cancelled' });
    await server.brokenOff;
  });
});

describe('models', () => {
  test('LocalAI: those that make pictures', async () => {
    const { backend } = await stage('localai');
    expect(await backend.models(never)).toEqual([{ name: 'sd-1.5', hashes: [] }]);
  });

  test('LocalAI before it said what models make: all', async () => {
    const { backend } = await stage('localai', {
      answer: ({ path }, response) => {
        if (path !== '/v1/models/capabilities') return false;
        sendJson(response, { error: { message: 'Resource not found' } }, 404);
        return true;
      },
    });
    expect((await backend.models(never)).map(({ name }) => name)).toEqual(['qwen3-8b', 'sd-1.5']);
  });

  test('a list of another form is no list', async () => {
    const { backend } = await stage('openai', {
      answer: ({ path }, response) => {
        if (path !== '/v1/models') return false;
        sendJson(response, { models: ['a'] });
        return true;
      },
    });
    await expect(backend.models(never)).rejects.toMatchObject({ problem: { code: 'protocol' } });
  });
});

describe('who is who', () => {
  const recognisedBy = async (product: Product, script: ImageScript = {}) => {
    const { connection } = await stage(product, script);
    const names: string[] = [];
    for (const kind of [localai, vllm, sglang, openai]) {
      const info = await kind.recognise(connection, never, services());
      if (info) names.push(`${kind.kind} ${info.version}`);
    }
    return names;
  };

  test('LocalAI, first as itself', async () => {
    expect(await recognisedBy('localai')).toEqual(['localai v3.9.0', 'openai null']);
  });
  test('LocalAI of before its page for agents, also while it starts', async () => {
    const old = (ready: number): ImageScript => ({
      answer: ({ path }, response) => {
        if (path === '/.well-known/localai.json') response.writeHead(404).end();
        else if (path === '/readyz') response.writeHead(ready).end();
        else return false;
        return true;
      },
    });
    expect((await recognisedBy('localai', old(200)))[0]).toBe('localai v3.9.0');
    expect((await recognisedBy('localai', old(503)))[0]).toBe('localai v3.9.0');
  });
  test('vLLM-Omni, first as itself', async () => {
    expect(await recognisedBy('vllm')).toEqual(['vllm 0.12.0', 'openai null']);
  });
  test('SGLang, first as itself', async () => {
    expect(await recognisedBy('sglang')).toEqual(['sglang 0.5.23', 'openai null']);
  });
  test('another, as the general one', async () => {
    expect(await recognisedBy('openai')).toEqual(['openai null']);
  });
  test('a server that shows its routes instead of refusing the method', async () => {
    const script: ImageScript = {
      answer: ({ method, path }, response) => {
        if (path === '/v1/images/generations' && method === 'GET') sendJson(response, { detail: 'Not Found' }, 404);
        else if (path === '/openapi.json') sendJson(response, { paths: { '/v1/images/generations': {} } });
        else return false;
        return true;
      },
    };
    expect(await recognisedBy('openai', script)).toEqual(['openai null']);
  });
  test.each(['vllm', 'openai'] as const)('%s for text alone is none', async (product) => {
    const script: ImageScript = {
      answer: ({ path }, response) => {
        if (path !== '/v1/images/generations') return false;
        sendJson(response, { detail: 'Not Found' }, 404);
        return true;
      },
    };
    expect(await recognisedBy(product, script)).toEqual([]);
  });
  test('a page of HTML is none', async () => {
    const script: ImageScript = {
      answer: (_, response) => {
        sendHtml(response);
        return true;
      },
    };
    expect(await recognisedBy('openai', script)).toEqual([]);
  });
  test('nothing there', async () => {
    const { server, connection } = await stage('openai');
    await server.stop();
    for (const kind of [localai, vllm, sglang, openai])
      expect(await kind.recognise(connection, never, services())).toBeNull();
  });
  test.each(['localai', 'openai'] as const)('%s, locked, says so', async (product) => {
    const { connection } = await stage(product, { token: 'sesame' });
    await expect(KINDS[product].recognise(connection, never, services())).rejects.toMatchObject({
      problem: { code: 'unauthorized' },
    });
  });
});
