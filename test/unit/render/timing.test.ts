/** What is read off the events of a render, told by a clock that we turn. */
import { describe, expect, test } from 'vitest';
import type { RenderEvent } from '../../../server/src/render/backend.ts';
import { createTimer, type Timing } from '../../../server/src/render/timing.ts';

const step = (done: number, total = 4): RenderEvent => ({ kind: 'step', done, total });
const loading: RenderEvent = { kind: 'loading', what: 'sdxl' };
const queued: RenderEvent = { kind: 'queued', ahead: 1 };
const done: RenderEvent = { kind: 'done', milliseconds: 0, modelEvaluations: null };

/** The timing of events at seconds from the start of the render. */
function timed(
  events: readonly (readonly [number, RenderEvent])[],
  { mayLoad = false, counts = [4] } = {},
): Timing | null {
  let time = 0;
  const timer = createTimer(counts, mayLoad, () => time * 1000);
  for (const [at, event] of events) {
    time = at;
    timer.see(event);
  }
  return timer.timing();
}

describe('the steps', () => {
  test('are timed from first to last; what is before and after stands beside them', () =>
    expect(
      timed([
        [3, step(1)],
        [5, step(2)],
        [7, step(3)],
        [9, step(4)],
        [10.5, done],
      ]),
    ).toEqual({
      sampling: 8,
      beside: 2.5,
    }));
  test('may be missed on the way', () =>
    expect(
      timed([
        [3, step(1)],
        [7, step(3)],
        [10.5, done],
      ]),
    ).toEqual({ sampling: 8, beside: 2.5 }));
  test('that are counted as evaluations are steps too', () =>
    expect(
      timed(
        [
          [1, step(1, 7)],
          [7, step(7, 7)],
          [7, done],
        ],
        { counts: [4, 7] },
      )?.sampling,
    ).toBe(7));
  test('of another number are of other passes, or of a part: nothing is known', () => {
    expect(
      timed([
        [1, step(1, 10)],
        [10, step(10, 10)],
        [11, done],
      ]),
    ).toBeNull();
    expect(
      timed([
        [1, step(1)],
        [4, step(4)],
        [5, step(5, 9)],
        [9, step(9, 9)],
        [9, done],
      ]),
    ).toBeNull();
  });
});

describe('loading a model', () => {
  const run = [
    [31, step(1)],
    [33, step(2)],
    [37, step(4)],
    [38, done],
  ] as const;
  test('is not in the cost when the backend tells of it', () =>
    expect(timed([[1, loading], ...run])).toEqual({ sampling: 8, beside: 1 }));
  test('is not in it when it may have been so', () =>
    expect(timed(run, { mayLoad: true })).toEqual({ sampling: 8, beside: 1 }));
  test('nor is the wait in the queue', () =>
    expect(timed([[0, queued], [28, queued], ...run])).toEqual({ sampling: 8, beside: 2 }));
});

describe('a backend that counts no steps', () => {
  test('is timed as a whole, from its queue on', () => {
    expect(timed([[6, done]])).toEqual({ sampling: 6, beside: 0 });
    expect(
      timed([
        [2, queued],
        [6, done],
      ]),
    ).toEqual({ sampling: 4, beside: 0 });
  });
  test('is not when a model may have been loaded', () => expect(timed([[6, done]], { mayLoad: true })).toBeNull());
  test('so is a render of one step', () =>
    expect(
      timed(
        [
          [5, step(1, 1)],
          [6, done],
        ],
        { counts: [1] },
      ),
    ).toEqual({ sampling: 6, beside: 0 }));
});

test.each([
  ['failed', { kind: 'failed', problem: { code: 'lost', message: '', places: [], detail: null } }],
  ['cancelled', { kind: 'cancelled' }],
] as const)('a render that %s says nothing', (_, end) =>
  expect(
    timed([
      [1, step(1)],
      [3, step(3)],
      [4, end],
    ]),
  ).toBeNull(),
);
