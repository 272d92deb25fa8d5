import { describe, expect, test } from 'vitest';
import type { RenderEvent } from '../../../server/src/render/backend.ts';
import { gate, png } from '../support.ts';
import { type ComfyScript, endlessRun } from './server.ts';
import { asks, count, eventsOf, failed, graphRequest, stage, steps } from './stage.ts';

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
