/** However a render is left, its job does not stay on the server, and nobody waits for what is gone. */
import { describe, expect, test } from 'vitest';
import { gate } from '../support.ts';
import { type ComfyScript, endlessRun, goodRun } from './server.ts';
import { asks, eventsOf, failed, graphRequest, kinds, stage } from './stage.ts';

/** Takes the job, and does with its answer as `end` says. */
const answering = (end: (response: Parameters<NonNullable<ComfyScript['answer']>>[1]) => void): ComfyScript => ({
  run: endlessRun,
  answer: ({ path }, response) => {
    if (path !== '/prompt') return false;
    const { end: whole, writeHead } = response;
    response.writeHead = () => response;
    response.end = () => {
      response.end = whole;
      response.writeHead = writeHead;
      end(response);
      return response;
    };
    return false;
  },
});

describe('a job that the server has taken', () => {
  test('is stopped by a cancel, though the answer never comes', async () => {
    const { backend, comfy } = await stage(answering(() => {}));
    const controller = new AbortController();
    const events = eventsOf(backend, graphRequest(), controller.signal);
    await comfy.begun.promise;
    controller.abort();
    expect((await events).at(-1)).toEqual({ kind: 'cancelled' });
    expect(comfy.jobs.map(({ interrupted }) => interrupted)).toEqual([true]);
  });

  test('is stopped, and not sent again, when the connection of its answer breaks', async () => {
    const { backend, comfy } = await stage(answering(({ socket }) => socket?.resetAndDestroy()));
    expect(failed(await eventsOf(backend))?.code).toBe('lost');
    expect(comfy.jobs.map(({ interrupted }) => interrupted)).toEqual([true]);
    expect(asks(comfy, 'POST /prompt')).toHaveLength(1);
  });

  test('is stopped when its answer is of another program', async () => {
    const { backend, comfy } = await stage(
      answering((response) => {
        response.end('<html>');
      }),
    );
    expect(failed(await eventsOf(backend))?.code).toBe('protocol');
    expect(comfy.jobs.map(({ interrupted }) => interrupted)).toEqual([true]);
  });

  test.each(['no words of ComfyUI', '{"prompt_id":"x"}'])(
    'is stopped when something before the server refuses: %s',
    async (words) => {
      const { backend, comfy } = await stage(
        answering((response) => {
          response.statusCode = 400;
          response.end(words);
        }),
      );
      expect(failed(await eventsOf(backend))?.code).toBe('invalid');
      expect(comfy.jobs.map(({ interrupted }) => interrupted)).toEqual([true]);
    },
  );

  test('is stopped though its answer names another', async () => {
    const { backend, comfy } = await stage(
      answering((response) => {
        response.end('{"prompt_id":"of-somebody-else","number":0,"node_errors":{}}');
      }),
    );
    const controller = new AbortController();
    const events = eventsOf(backend, graphRequest(), controller.signal);
    await comfy.begun.promise;
    controller.abort();
    expect((await events).at(-1)).toEqual({ kind: 'cancelled' });
    expect(comfy.jobs.map(({ interrupted }) => interrupted)).toEqual([true]);
  });

  test('only after the cancel that overtook it is stopped by another', async () => {
    const controller = new AbortController();
    const looked = gate();
    const { backend, comfy } = await stage({
      run: endlessRun,
      answer: async ({ method, path }) => {
        if (`${method} ${path}` === 'GET /queue') looked.resolve();
        if (path !== '/prompt') return false;
        controller.abort();
        await looked.promise;
        return false;
      },
    });
    expect((await eventsOf(backend, graphRequest(), controller.signal)).at(-1)).toEqual({ kind: 'cancelled' });
    expect([comfy.jobs.map(({ interrupted }) => interrupted), comfy.waiting]).toEqual([[true], []]);
  });

  test('is stopped though another route of the cancel hangs', async () => {
    const controller = new AbortController();
    const { backend, comfy } = await stage({
      run: endlessRun,
      answer: ({ method, path }) => `${method} ${path}` === 'POST /queue',
    });
    const events = eventsOf(backend, graphRequest(), controller.signal);
    await comfy.begun.promise;
    controller.abort();
    expect((await events).at(-1)).toEqual({ kind: 'cancelled' });
    expect(comfy.jobs[0].interrupted).toBe(true);
  });

  test('is stopped though the queue is first told without its lists', async () => {
    let told = 0;
    const controller = new AbortController();
    const { backend, comfy } = await stage({
      run: endlessRun,
      answer: ({ method, path }, response) => {
        if (`${method} ${path}` !== 'GET /queue' || told++ > 0) return false;
        response.end('{}');
        return true;
      },
    });
    const events = eventsOf(backend, graphRequest(), controller.signal);
    await comfy.begun.promise;
    controller.abort();
    expect((await events).at(-1)).toEqual({ kind: 'cancelled' });
    expect(comfy.jobs[0].interrupted).toBe(true);
  });

  test('and that is over is not cancelled any more', async () => {
    const { backend, comfy } = await stage({
      run: (job) => {
        job.start();
        job.say('execution_error', {
          node_id: '3',
          node_type: 'KSampler',
          exception_message: 'no',
          exception_type: 'E',
        });
      },
    });
    expect(failed(await eventsOf(backend))?.code).toBe('server');
    expect(comfy.asked.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual(['/prompt']);
  });
});

test('a job that somebody takes out of the queue is missed, whatever an extension says meanwhile', async () => {
  let chatter: NodeJS.Timeout | undefined;
  const { backend } = await stage({
    run: (job) => {
      job.start();
      job.step('3', 1, 4);
      job.comfy.running = null;
      chatter = setInterval(() => job.comfy.send(job.clientId, '{"type":"crystools.monitor","data":{"cpu":1}}'), 50);
      return new Promise(() => {});
    },
  });
  const events = await eventsOf(backend);
  clearInterval(chatter);
  expect(failed(events)).toMatchObject({ code: 'lost', message: expect.stringContaining('taken out of the queue') });
});

test('the server’s echo holds no finished picture back', async () => {
  const { backend } = await stage({ run: goodRun, answer: ({ path }) => path.startsWith('/history') });
  const began = performance.now();
  expect(kinds(await eventsOf(backend)).slice(-2)).toEqual(['picture', 'done']);
  expect(performance.now() - began).toBeLessThan(10_000); // it was 30 s
});
