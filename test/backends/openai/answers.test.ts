/** Errors of servers of OpenAI’s dialect, their models, and who is who. */
import { describe, expect, test } from 'vitest';
import { localai, openai, sglang, vllm } from '../../../server/src/render/backends/openai/index.ts';
import { ask } from '../../../server/src/render/backends/shared/detect.ts';
import { sendHtml, sendJson, services } from '../support.ts';
import type { ImageScript, Product } from './server.ts';
import { answering, KINDS, never, problemIn, stage } from './stage.ts';

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
      const info = await ask(kind, connection, never, services());
      if (info && 'version' in info) names.push(`${kind.kind} ${info.version}`);
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
      expect(await ask(kind, connection, never, services())).toBeNull();
  });
  test.each(['localai', 'openai'] as const)('%s, locked, says so', async (product) => {
    const { connection } = await stage(product, { token: 'sesame' });
    expect(await ask(KINDS[product], connection, never, services())).toMatchObject({
      problem: { code: 'unauthorized' },
    });
  });
});
