/** Graphs that InvokeAI refuses, its models, accounts, and how it is recognised. */
import { describe, expect, test } from 'vitest';
import { invokeai } from '../../../server/src/render/backends/invokeai/index.ts';
import { ask } from '../../../server/src/render/backends/shared/detect.ts';
import { sendHtml, sendJson, services } from '../support.ts';
import type { InvokeScript } from './server.ts';
import { never, problemIn, stage, warningsIn } from './stage.ts';

describe('a graph that is refused', () => {
  const refusing = (json: unknown, status: number): InvokeScript => ({
    answer: ({ path }, response) => {
      if (!path.endsWith('/enqueue_batch')) return false;
      sendJson(response, json, status);
      return true;
    },
  });
  const nodes = ['body', 'batch', 'graph', 'nodes'];

  test.each([
    [
      'a value',
      422,
      {
        detail: [
          {
            type: 'greater_than',
            loc: [...nodes, 'denoise', 'denoise_latents', 'steps'],
            msg: 'Input should be greater than 0',
          },
        ],
      },
      'invalid',
      'InvokeAI refuses the graph: denoise.steps: Input should be greater than 0.',
    ],
    [
      'a node of another version',
      422,
      {
        detail: [
          {
            type: 'union_tag_invalid',
            loc: [...nodes, 'denoise'],
            msg: "Input tag 'denoise_latents' found using 'type' does not match any of the expected tags: 'a', 'b'",
          },
        ],
      },
      'missing-node',
      'This version of InvokeAI has no node "denoise_latents", which Sweetspot\'s graph is made of. Update InvokeAI.',
    ],
    [
      'an edge',
      422,
      {
        detail: [
          {
            type: 'value_error',
            loc: ['body', 'batch', 'graph'],
            msg: 'Value error, Edge destination field unet does not exist in node den',
          },
        ],
      },
      'invalid',
      'graph: Value error, Edge destination field unet does not exist',
    ],
    ['an error inside', 500, { detail: 'Unexpected error while enqueuing batch: disk full' }, 'server', 'disk full'],
    [
      'a full queue',
      201,
      { queue_id: 'default', requested: 1, enqueued: 0, item_ids: [] },
      'busy',
      'The queue of InvokeAI is full',
    ],
    ['an answer of another form', 200, { ok: true }, 'protocol', 'in a form that InvokeAI does not use'],
  ])('%s', async (_, status, json, code, words) => {
    const { render } = await stage(refusing(json, status));
    const problem = problemIn(await render());
    expect(problem?.code).toBe(code);
    expect(problem?.message).toContain(words);
  });
});

describe('models', () => {
  test('main ones, with their base where a name is there twice', async () => {
    const { backend } = await stage();
    const models = await backend.models(never);
    expect(models.map(({ name }) => name)).toEqual([
      'dreamshaper',
      'sd_xl_base_1.0',
      'twin (sd-1)',
      'twin (sdxl)',
      'flux-dev',
      'cog',
    ]);
    expect(models.slice(0, 2).map(({ hashes }) => hashes)).toEqual([[], ['abcdef']]);
  });

  test('one that is not there, and one that Sweetspot has no graph for', async () => {
    const { render } = await stage();
    expect(problemIn(await render({ model: 'nope' }))).toMatchObject({ code: 'missing-model' });
    const problem = problemIn(await render({ model: 'cog' }));
    expect(problem?.code).toBe('invalid');
    expect(problem?.message).toContain('cogview4');
  });

  test('none named: the first, and it is said', async () => {
    const { render } = await stage();
    expect(warningsIn(await render({ model: null }))).toEqual(['The file names no model: this is dreamshaper.']);
  });
});

describe('accounts', () => {
  const account = { email: 'fox@example.com', password: 'in the snow', token: 'jwt.of.fox' };

  test('a token opens the queue and the events', async () => {
    const { server, render } = await stage({ account }, { kind: 'bearer', token: account.token });
    expect((await render()).filter(({ kind }) => kind === 'step')).toHaveLength(5);
    expect(server.said[0]).toBe('40{"token":"jwt.of.fox"}');
  });

  test('an e-mail address and password are traded for a token', async () => {
    const { server, render } = await stage(
      { account },
      { kind: 'basic', user: account.email, password: account.password },
    );
    expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
    expect(server.said[0]).toBe('40{"token":"jwt.of.fox"}');
  });

  test('a wrong password is said, without it', async () => {
    const { render } = await stage({ account }, { kind: 'basic', user: account.email, password: 'in the grass' });
    const problem = problemIn(await render());
    expect(problem?.code).toBe('unauthorized');
    expect(JSON.stringify(problem)).not.toContain('grass');
  });
});

describe('recognised', () => {
  test('by its version and queue', async () => {
    const { connection } = await stage();
    expect(await ask(invokeai, connection, never, services())).toMatchObject({
      name: 'InvokeAI',
      version: '6.14.2',
    });
  });

  test('locked, it says so', async () => {
    const { connection } = await stage({ account: { email: 'a', password: 'b', token: 'c' } });
    expect(await ask(invokeai, connection, never, services())).toMatchObject({
      problem: { code: 'unauthorized' },
    });
  });

  test.each([
    ['HTML', (response: Parameters<typeof sendJson>[0]) => sendHtml(response)],
    ['some JSON', (response: Parameters<typeof sendJson>[0]) => sendJson(response, { ok: true })],
    ['a version alone', (response: Parameters<typeof sendJson>[0]) => sendJson(response, { version: '1.2.3' })],
    [
      'a lock of something else',
      (response: Parameters<typeof sendJson>[0]) => sendJson(response, { detail: 'no' }, 401),
    ],
  ])('not by %s', async (_, answer) => {
    const { connection } = await stage({
      answer: (_asked, response) => {
        answer(response);
        return true;
      },
    });
    expect(await ask(invokeai, connection, never, services())).toBeNull();
  });
});
