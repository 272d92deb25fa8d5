/** A job of InvokeAI, and how it ends. */
import { describe, expect, test } from 'vitest';
import { gate, png, renderRequest, sendJson } from '../support.ts';
import { pictureOutput } from './server.ts';
import { destinationOf, problemIn, stage } from './stage.ts';

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
