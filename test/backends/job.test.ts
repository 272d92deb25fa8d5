/** What every job keeps, however it ends: nothing is left on the server, and nobody waits for it for ever. */
import { describe, expect, test, vi } from 'vitest';
import type { RenderEvent } from '../../server/src/render/backend.ts';
import { ABORT_GRACE, type Job, runJob, takeBack } from '../../server/src/render/backends/shared/job.ts';
import { BackendError } from '../../server/src/render/problem.ts';

async function eventsOf(job: Job, signal = new AbortController().signal): Promise<RenderEvent[]> {
  const events: RenderEvent[] = [];
  for await (const event of runJob(job, signal)) events.push(event);
  return events;
}

describe('a job', () => {
  test('that fails is taken back before that is told', async () => {
    const order: string[] = [];
    const job: Job = {
      run: async () => {
        throw new Error('lost');
      },
      cancel: async () => {
        order.push('taken back');
      },
    };
    order.push(...(await eventsOf(job)).map(({ kind }) => kind));
    expect(order).toEqual(['taken back', 'failed']);
  });

  test('tells no more of a server’s words than anybody reads', async () => {
    const words = 'no '.repeat(1e6);
    const places = Array.from({ length: 1e5 }, (_, i) => ({
      node: `${i}`,
      input: null,
      message: words.slice(0, 5000),
    }));
    const run: Job['run'] = async (emit) => {
      emit({ kind: 'warning', text: words });
      throw new BackendError('server', words, { places });
    };
    const told = await eventsOf({ run });
    expect(told.map(({ kind }) => kind)).toEqual(['warning', 'failed']);
    expect(JSON.stringify(told).length).toBeLessThan(500_000);
  });

  test('that ends well is not', async () => {
    const cancel = vi.fn(async () => {});
    expect(await eventsOf({ run: async () => ({ modelEvaluations: null }), cancel })).toMatchObject([{ kind: 'done' }]);
    expect(cancel).not.toHaveBeenCalled();
  });

  test('that is aborted while it is taken back is taken back once, and ends once', async () => {
    const controller = new AbortController();
    const cancel = vi.fn(async () => controller.abort());
    const job: Job = { run: () => Promise.reject(new Error('lost')), cancel };
    expect(await eventsOf(job, controller.signal)).toEqual([{ kind: 'cancelled' }]);
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  test('is taken back once more where that has failed', async () => {
    const cancel = vi.fn(async () => {}).mockRejectedValueOnce(new Error('reset'));
    expect(await eventsOf({ run: () => Promise.reject(new Error('lost')), cancel })).toMatchObject([
      { kind: 'failed' },
    ]);
    expect(cancel).toHaveBeenCalledTimes(2);
  });

  test('whose reader walks away is taken back', async () => {
    const cancel = vi.fn(async () => {});
    const run: Job['run'] = async (emit) => {
      emit({ kind: 'queued', ahead: null });
      return new Promise(() => {});
    };
    for await (const _ of runJob({ run, cancel }, new AbortController().signal)) break;
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});

test('while a job is taken back its requests go on, since the server may tie it to them, but not for ever', async () => {
  vi.useFakeTimers();
  const controller = new AbortController();
  let own: AbortSignal | undefined;
  const run: Job['run'] = (_, signal) => {
    own = signal;
    return new Promise(() => {});
  };
  const events = eventsOf({ run, cancel: () => new Promise(() => {}) }, controller.signal);
  controller.abort();
  await vi.advanceTimersByTimeAsync(ABORT_GRACE - 1);
  expect(own?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(2);
  expect(own?.aborted).toBe(true);
  expect(await events).toEqual([{ kind: 'cancelled' }]);
  vi.useRealTimers();
});

describe('what is on its way to the server', () => {
  test('is taken back twice, before and after it is there; what is there, once', async () => {
    const take = vi.fn(async () => {});
    let arrive = (): void => {};
    const taken = takeBack(new Promise<void>((resolve) => (arrive = resolve)), take);
    await vi.waitUntil(() => take.mock.calls.length === 1);
    arrive();
    await taken;
    expect(take).toHaveBeenCalledTimes(2);
    await takeBack(Promise.resolve(), take);
    expect(take).toHaveBeenCalledTimes(3);
  });

  test('is taken back after it is there, though that failed before', async () => {
    const take = vi.fn(async () => {}).mockRejectedValueOnce(new Error('hangs'));
    await takeBack(new Promise((_, reject) => setTimeout(reject, 10, new Error('lost'))), take);
    expect(take).toHaveBeenCalledTimes(2);
  });
});
