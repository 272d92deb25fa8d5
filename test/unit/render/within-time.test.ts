import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Backend, RenderEvent } from '../../../server/src/render/backend.ts';
import { withTimeout } from '../../../server/src/render/timers.ts';
import { renderWithin } from '../../../server/src/render/within-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MINUTE = 60_000;

/** The last event of a render that may take so long, and would take as long as `length` says. */
async function endOf(milliseconds: number, length: number): Promise<RenderEvent | undefined> {
  const backend = {
    render: async function* (_: unknown, signal: AbortSignal): AsyncGenerator<RenderEvent> {
      const done: RenderEvent = { kind: 'done', milliseconds: length, modelEvaluations: null };
      yield await new Promise<RenderEvent>((resolve) => {
        setTimeout(resolve, length, done);
        signal.addEventListener('abort', () => resolve({ kind: 'cancelled' }));
      });
    },
  } as unknown as Backend;
  let last: RenderEvent | undefined;
  const read = async (): Promise<void> => {
    for await (const event of renderWithin(backend, {} as never, milliseconds, new AbortController().signal))
      last = event;
  };
  const whole = read();
  await vi.advanceTimersByTimeAsync(length);
  await whole;
  return last;
}

describe('a render ends in time', () => {
  test.each([
    [0.1 * MINUTE, '6 seconds'],
    [MINUTE, '1 minute'],
    [2.5 * MINUTE, '2.5 minutes'],
    [30 * MINUTE, '30 minutes'],
  ])('and says how long that was: %i ms', async (milliseconds, says) => {
    expect(await endOf(milliseconds, 2 * milliseconds)).toMatchObject({
      kind: 'failed',
      problem: { code: 'too-long', message: expect.stringContaining(`was stopped after ${says}. How`) },
    });
  });

  test.each([40_000 * MINUTE, Number.POSITIVE_INFINITY])(
    'and no sooner where it may take %d ms',
    async (milliseconds) => {
      expect(await endOf(milliseconds, 30 * MINUTE)).toMatchObject({ kind: 'done' });
    },
  );
});

test('within a time: what comes, null for what comes too late or breaks', async () => {
  expect(await withTimeout(10, Promise.resolve(5))).toBe(5);
  expect(await withTimeout(10, Promise.reject(new Error('broken')))).toBeNull();
  const late = withTimeout(10, new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(10);
  expect(await late).toBeNull();
});
