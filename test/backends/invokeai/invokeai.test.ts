/** What is particular to InvokeAI: graphs, its queue, progress over Socket.IO and without, models by key, accounts. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Credentials } from '../../../server/src/render/address.ts';
import type { RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import { invokeai } from '../../../server/src/render/backends/invokeai/index.ts';
import { eventsOf } from '../contract.ts';
import { gate, png, renderRequest, sendHtml, sendJson, services } from '../support.ts';
import { type InvokeScript, pictureOutput, type ScriptedInvoke, startInvoke } from './server.ts';

const never = new AbortController().signal;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function stage(script: InvokeScript = {}, credentials: Credentials | null = null) {
  const server = await startInvoke(script);
  stops.push(server.stop);
  const log: string[] = [];
  const connection = { address: server.url, credentials };
  const backend = invokeai.create(connection, services(log));
  const render = (changes: Partial<RenderRequest> = {}, signal = never): Promise<RenderEvent[]> =>
    eventsOf({ backend, request: renderRequest({ model: 'dreamshaper', ...changes }), stop: server.stop }, signal);
  return { server, backend, render, connection, log };
}

const warningsIn = (events: readonly RenderEvent[]) =>
  events.flatMap((event) => (event.kind === 'warning' ? [event.text] : []));
const problemIn = (events: readonly RenderEvent[]) => {
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.problem : null;
};
const destinationOf = ({ batches }: ScriptedInvoke, index = 0) => String(batches[index].destination);

describe('a job', () => {
  test('tells the queue, every step once, and its previews', async () => {
    const { render } = await stage();
    const events = await render();
    expect(events.flatMap((event) => (event.kind === 'step' ? [`${event.done}/${event.total}`] : []))).toEqual([
      '0/4',
      '1/4',
      '2/4',
      '3/4',
      '4/4',
    ]);
    expect(events[0]).toEqual({ kind: 'queued', ahead: 0 });
    expect(events.find(({ kind }) => kind === 'preview')).toMatchObject({ picture: { width: 8, height: 8 } });
    expect(events.find(({ kind }) => kind === 'picture')).toMatchObject({ seed: 1234n, picture: { width: 64 } });
  });

  test('halves of second-order schedulers are one step', async () => {
    const { render } = await stage({
      events: (item_id) =>
        [0, 0, 0.2, 0.2, 0.4, 0.4, 0.6, 0.6, 0.8, 0.8, 1, 1].map((percentage) => [
          'invocation_progress',
          { item_id, invocation_source_id: 'denoise', percentage },
        ]),
    });
    const steps = (await render({ steps: 6 })).flatMap((event) => (event.kind === 'step' ? [event.done] : []));
    expect(steps).toEqual([0, 1, 2, 3, 4, 6]);
  });

  test('events of other jobs, of other nodes and of no known form say nothing', async () => {
    const { render } = await stage({
      events: (item_id) => [
        ['invocation_progress', { item_id: item_id + 1, invocation_source_id: 'denoise', percentage: 1 }],
        ['invocation_progress', { item_id, invocation_source_id: 'picture', percentage: 1 }],
        ['invocation_progress', { item_id, invocation_source_id: 'denoise', percentage: 'half', image: 7 }],
        [
          'invocation_progress',
          { item_id, invocation_source_id: 'denoise', image: { dataURL: 'data:image/png;base64,AAAA' } },
        ],
        ['invocation_progress', null],
        ['queue_item_status_changed', { item_id: item_id + 1, status: 'completed' }],
        ['queue_cleared', { queue_id: 'other' }],
      ],
    });
    const events = await render();
    expect(events.flatMap((event) => (event.kind === 'step' ? [event.done] : []))).toEqual([0, 1, 2, 3, 4]);
    expect(events.at(-1)).toMatchObject({ kind: 'done' });
  });

  test('without Socket.IO is asked for until it is over, and the log says why', async () => {
    const { render, log } = await stage({ silent: true });
    const events = await render();
    expect(events.map(({ kind }) => kind)).toEqual(['queued', 'picture', 'done']);
    expect(log).toHaveLength(1);
    expect(log[0]).toMatch(/^InvokeAI: no progress is heard\./);
  });

  test('whose socket breaks off is followed to its end', async () => {
    const { render } = await stage({ dropsSockets: true });
    const events = await render();
    expect(events.slice(-2).map(({ kind }) => kind)).toEqual(['picture', 'done']);
  });

  test('that is no longer in the queue is lost', async () => {
    const { render } = await stage({
      outcome: 'running',
      answer: ({ method, path }, response) => {
        if (method !== 'GET' || !path.startsWith('/api/v1/queue/default/i/')) return false;
        sendJson(response, { detail: 'Queue item with id 1 not found in queue default' }, 404);
        return true;
      },
    });
    expect(problemIn(await render())?.code).toBe('lost');
  });

  test.each(['44{"message":"Connection rejected by server"}', '3', '41'])(
    'is not lost when the welcome is %s',
    async (welcome) => {
      const { render, log } = await stage({ welcome });
      expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
      expect(log[0]).toMatch(/^InvokeAI: no progress is heard\./);
    },
  );

  test('answers pings and subscribes to the queue', async () => {
    const { server, render } = await stage();
    await render();
    expect(server.said).toEqual(['40', '3', '42["subscribe_queue",{"queue_id":"default"}]']);
  });

  test('leaves neither picture nor job behind', async () => {
    const { server, render } = await stage();
    await render();
    expect(server.asked.slice(-3)).toEqual([
      'GET /api/v1/images/i/1.png/full',
      'DELETE /api/v1/images/i/1.png',
      'DELETE /api/v1/queue/default/i/1',
    ]);
  });

  test('whose picture can not be deleted is done all the same', async () => {
    const { render, log } = await stage({
      answer: ({ method }, response) => {
        if (method !== 'DELETE') return false;
        sendJson(response, { detail: 'Failed to delete image' }, 500);
        return true;
      },
    });
    expect((await render()).at(-1)).toMatchObject({ kind: 'done' });
    expect(log[0]).toContain("the preview's picture stays on the server");
  });

  test('is cancelled under its own destination, and no other of ours', async () => {
    const { server, render } = await stage({ outcome: 'running' });
    const [one, two] = [new AbortController(), new AbortController()];
    const first = render({}, one.signal);
    await server.begun;
    const second = render({ prompt: 'another' }, two.signal);
    while (server.batches.length < 2) await new Promise((resolve) => setImmediate(resolve));
    one.abort();
    expect((await first).at(-1)).toEqual({ kind: 'cancelled' });
    const cancels = () => server.asked.filter((line) => line.includes('cancel_by_destination'));
    expect(cancels()).toEqual([`PUT /api/v1/queue/default/cancel_by_destination?destination=${destinationOf(server)}`]);
    expect(destinationOf(server)).not.toBe(destinationOf(server, 1));
    two.abort();
    await second;
  });

  test('cancelled while it goes into the queue does not stay there', async () => {
    const controller = new AbortController();
    const asked = gate();
    const { server, render } = await stage({
      outcome: 'running',
      answer: async ({ path }) => {
        if (path.includes('/cancel_by_destination')) asked.resolve();
        if (path.endsWith('/enqueue_batch')) {
          controller.abort();
          // The cancel overtakes what it cancels, and must come again.
          await asked.promise;
        }
        return false;
      },
    });
    expect((await render({}, controller.signal)).at(-1)).toEqual({ kind: 'cancelled' });
    const lines = server.asked.filter((line) => /cancel_by_destination|enqueue_batch/.test(line));
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toContain('cancel_by_destination');
  });

  test('that is not over tells that it waits and loads', async () => {
    const controller = new AbortController();
    const { backend } = await stage({ outcome: 'running' });
    const kinds: string[] = [];
    for await (const { kind } of backend.render(renderRequest({ model: 'dreamshaper' }), controller.signal)) {
      kinds.push(kind);
      if (kind === 'loading') controller.abort();
    }
    expect(kinds).toEqual(['queued', 'loading', 'cancelled']);
  });
});

describe('how a job ends', () => {
  test.each([
    [{ type: 'OutOfMemoryError', message: 'CUDA out of memory. Tried to allocate 2 GiB' }, 'out-of-memory'],
    [{ type: 'Exception', message: 'Unknown model k-sd1' }, 'missing-model'],
    [{ type: 'ValueError', message: 'Expected 4 channels\nsecond line' }, 'server'],
  ])('failed: %j', async (error, code) => {
    const { render } = await stage({ outcome: 'failed', error });
    const problem = problemIn(await render());
    expect(problem?.code).toBe(code);
    expect(problem?.message).toContain(error.message.split('\n')[0]);
    expect(problem?.detail).toContain('Traceback');
  });

  test('stopped in InvokeAI itself', async () => {
    const { render } = await stage({ outcome: 'canceled' });
    expect(problemIn(await render())).toMatchObject({ code: 'server', message: 'The render was stopped in InvokeAI.' });
  });

  test.each([
    ['of another node', { 'p-1': pictureOutput('1.png') }],
    ['of another kind', { 'p-7': { type: 'latents_output' } }],
    ['of no form', { 'p-7': 'soon' }],
  ])('with a result %s', async (_, results) => {
    const { render } = await stage({ results });
    expect(problemIn(await render())?.code).toBe('no-picture');
  });

  test('black', async () => {
    const { render } = await stage({
      answer: ({ path }, response) => {
        if (!path.endsWith('/full')) return false;
        response.writeHead(200).end(png(64, 64, [0, 0, 0]));
        return true;
      },
    });
    const events = await render();
    expect(events.slice(-2).map(({ kind }) => kind)).toEqual(['picture', 'failed']);
    expect(problemIn(events)?.code).toBe('black-picture');
  });
});

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
    expect(await invokeai.recognise(connection, never, services())).toMatchObject({
      name: 'InvokeAI',
      version: '6.14.2',
    });
  });

  test('locked, it says so', async () => {
    const { connection } = await stage({ account: { email: 'a', password: 'b', token: 'c' } });
    await expect(invokeai.recognise(connection, never, services())).rejects.toMatchObject({
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
    expect(await invokeai.recognise(connection, never, services())).toBeNull();
  });
});
