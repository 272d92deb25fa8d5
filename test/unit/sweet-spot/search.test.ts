/** The search itself, on pictures made by formula: what it renders, what it says, what it does when pictures are missing. */
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { QualityCurve } from '../../../server/src/protocol/curve.ts';
import {
  findSweetSpot,
  ladderFor,
  MeasureError,
  type Rendered,
  similarity,
} from '../../../server/src/render/sweet-spot/index.ts';
import type { Search } from '../../../server/src/render/sweet-spot/search.ts';
import { knowledge } from '../../support/knowledge.ts';

const facts = knowledge.data.sweetSpot;
const ladder = ladderFor(facts, { current: null, distilledFor: null, most: null });
const SIDE = 48;

/** A hilly field that differs from seed to seed, with fine waves of a strength: of 255. */
function picture(seed: bigint, waves: number, side = SIDE): Rendered['picture'] {
  const data = Uint8Array.from({ length: 3 * side * side }, (_, i) => {
    const [x, y, plane] = [Math.floor(i / 3) % side, Math.floor(i / (3 * side)), i % 3];
    const hills = Math.sin(x / 5 + Number(seed)) * Math.cos(y / (6 + plane));
    return Math.round(127 + 60 * hills + waves * Math.sin(1.9 * x + plane) * Math.sin(2.3 * y));
  });
  return {
    bytes: encode({ data, width: side, height: side, channels: 3 }),
    mime: 'image/png',
    width: side,
    height: side,
  };
}

/** A sampler whose picture differs from its last by `error / steps`. */
const converging =
  (error: number) =>
  (steps: number, seed: bigint): Rendered => ({ picture: picture(seed, error / steps), seconds: steps / 10 });

/** Runs a search and keeps what it rendered, as `steps/seed`. */
async function run(render: (steps: number, seed: bigint) => Rendered | null, options: Partial<Search> = {}) {
  const asked: string[] = [];
  const curves: QualityCurve[] = [];
  const result = await findSweetSpot({
    ladder,
    seeds: [1n],
    sampler: { converges: true },
    facts,
    signal: new AbortController().signal,
    onCurve: (curve) => curves.push(curve),
    ...options,
    render: async (steps, seed) => {
      asked.push(`${steps}/${seed}`);
      return render(steps, seed);
    },
  });
  return { result, asked, curves };
}

describe('where a sampler converges', () => {
  it('it bisects: the place is found with fewer renders than the ladder has, none of them twice', async () => {
    for (const error of [10, 60, 150, 300, 600, 1200]) {
      const { result, asked } = await run(converging(error));
      expect(result).not.toBeNull();
      expect(asked.length).toBeLessThanOrEqual(7);
      expect(new Set(asked).size).toBe(asked.length);
    }
  });

  it('the place moves with the error, and lies between its neighbours', async () => {
    const places = [];
    for (const error of [60, 150, 300, 600]) {
      const { result } = await run(converging(error));
      const steps = result?.steps ?? 0;
      const below = ladder[ladder.indexOf(steps) - 1] ?? 0;
      expect(result?.between).toEqual([below + 1, steps]);
      places.push(steps);
    }
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBeGreaterThan(2);
  });

  it('other seeds begin where the first found it', async () => {
    const { result, asked } = await run(converging(300), { seeds: [1n, 2n, 3n] });
    const of = (seed: number) => asked.filter((one) => one.endsWith(`/${seed}`)).length;
    expect(of(2)).toBeLessThanOrEqual(5);
    expect(of(2) + of(3)).toBeLessThan(2 * of(1));
    expect(result?.sentence).toContain('with 3 seeds');
    const point = result?.curve.points.find(({ steps }) => steps === 50);
    expect(point?.low).toBeLessThanOrEqual(point?.quality ?? 0);
    expect(point?.high).toBeGreaterThanOrEqual(point?.quality ?? 1);
  });

  it('says how much the highest count costs beside it', async () => {
    const { result } = await run(converging(150));
    const times = 50 / (result?.steps ?? 0);
    expect(result?.sentence).toBe(
      `${result?.steps} steps are enough: more of them change little that can be seen. 50 steps take ${times.toFixed(1).replace('.0', '')} times as long. Measured with 1 seed: between ${result?.between[0]} and ${result?.between[1]}.`,
    );
  });

  it('has no place where the picture still changes at the top, and looks no further', async () => {
    const { result, asked } = await run(converging(4000));
    expect(result).toMatchObject({ steps: null, sentence: expect.stringContaining('still changes at 50 steps') });
    expect(asked).toHaveLength(4);
  });

  it('is not fooled by one count that happens to look right', async () => {
    // 6 looks right, and 4 does not: it would be the place, were 8 not looked at.
    const { result } = await run((steps, seed) => ({
      picture: picture(seed, steps === 4 || steps === 8 ? 90 : 0),
      seconds: 1,
    }));
    expect(result?.steps).toBe(12);
  });

  it('tells the curve as it goes on, ascending in steps', async () => {
    const { curves, result } = await run(converging(300));
    expect(curves.length).toBeGreaterThan(2);
    for (const { points } of curves) {
      const counts = points.map(({ steps }) => steps);
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    }
    expect(curves.at(-1)).toEqual(result?.curve);
  });

  it('asks for several at once only where that is allowed', async () => {
    const most = async (parallel: boolean): Promise<number> => {
      let [running, highest] = [0, 0];
      await findSweetSpot({
        ladder,
        seeds: [1n, 2n, 3n],
        sampler: null,
        facts,
        parallel,
        signal: new AbortController().signal,
        render: async (steps, seed) => {
          highest = Math.max(highest, ++running);
          await Promise.resolve();
          running--;
          return converging(300)(steps, seed);
        },
      });
      return highest;
    };
    expect(await most(false)).toBe(1);
    expect(await most(true)).toBeGreaterThan(1);
  });
});

describe('when pictures are missing', () => {
  it('the next lower count serves for the highest', async () => {
    const { result } = await run((steps, seed) => (steps === 50 ? null : converging(150)(steps, seed)));
    expect(result?.curve.points.at(-1)?.steps).toBe(40);
    expect(result?.steps).not.toBeNull();
  });

  it('a rung that was left out is passed over', async () => {
    const whole = await run(converging(300));
    const place = whole.result?.steps ?? 0;
    const { result } = await run((steps, seed) => (steps === place ? null : converging(300)(steps, seed)));
    expect(result?.steps).toBe(ladder[ladder.indexOf(place) + 1]);
  });

  it('says nothing from a single picture', async () => {
    expect((await run((steps, seed) => (steps === 50 ? converging(1)(steps, seed) : null))).result).toBeNull();
  });

  it('ends with nothing when it is aborted, and with the error when rendering fails', async () => {
    const stop = new AbortController();
    const aborted = await run(
      (steps, seed) => {
        stop.abort();
        return converging(1)(steps, seed);
      },
      { signal: stop.signal },
    );
    expect(aborted.result).toBeNull();
    expect(aborted.asked).toHaveLength(1);
    const failing = () => {
      throw new Error('out of paper');
    };
    await expect(run(failing)).rejects.toThrow('out of paper');
  });

  it('refuses pictures of different sizes', async () => {
    const render = (steps: number, seed: bigint) => ({ picture: picture(seed, 1, SIDE + steps), seconds: 1 });
    await expect(run(render)).rejects.toThrow(MeasureError);
  });
});

describe('where a sampler adds noise at every step', () => {
  /** Another picture at each count; fine waves grow up to `full` steps. */
  const wandering =
    (full: number) =>
    (steps: number, seed: bigint): Rendered => ({
      picture: picture(seed * 100n + BigInt(steps), 40 * Math.min(1, steps / full)),
      seconds: steps / 10,
    });
  const noisy = { sampler: { converges: false }, seeds: [1n, 2n] };

  it('it measures detail, and does not pretend that there is one picture to come to', async () => {
    const { result, asked } = await run(wandering(16), noisy);
    expect(result?.curve.measure).toBe('detail');
    expect(result?.steps).toBe(16);
    expect(result?.sentence).toContain('each count gives another picture');
    // 25, 50, and down to the first that lacks detail.
    expect(new Set(asked.map((one) => one.split('/')[0]))).toEqual(new Set(['25', '50', '20', '16', '12']));
  });

  it('says so when detail still grows at the top', async () => {
    const { result } = await run(wandering(100), noisy);
    expect(result).toMatchObject({ steps: null, sentence: expect.stringContaining('still changes at 50 steps') });
  });

  it('takes noise that was not removed for no detail', async () => {
    const { result } = await run(
      (steps, seed) => ({ picture: picture(seed, steps < 20 ? 110 : 40), seconds: 1 }),
      noisy,
    );
    expect(result?.steps).toBe(20);
  });
});

describe('the ladder', () => {
  const bounds = { current: null, distilledFor: null, most: null };
  it('has the counts of the guide', () => expect(ladder).toEqual(expect.arrayContaining([4, 25, 50])));
  it('rises by no more than half again', () => {
    const ratios = ladder.slice(1).map((steps, i) => steps / ladder[i]);
    expect(Math.max(...ratios)).toBeLessThanOrEqual(1.5);
  });
  it('has the count of the file, in the place of one next to it', () =>
    expect(ladderFor(facts, { ...bounds, current: 28 })).toEqual([4, 6, 8, 12, 16, 20, 25, 28, 40, 50]));
  it('goes as far as the file does', () => expect(ladderFor(facts, { ...bounds, current: 80 }).at(-1)).toBe(80));
  it('ends where the backend does', () =>
    expect(ladderFor(facts, { ...bounds, current: 50, most: 20 })).toEqual([4, 6, 8, 12, 16, 20]));
  it('is short for few-step models', () =>
    expect(ladderFor(facts, { ...bounds, current: 4, distilledFor: 4 })).toEqual([1, 2, 3, 4, 6, 8, 12]));
});

it('likeness of any two pictures', async () => {
  expect(await similarity(picture(1n, 0), picture(1n, 0))).toBeCloseTo(1, 6);
  expect(await similarity(picture(1n, 0), picture(2n, 0))).toBeLessThan(0.9);
});

it('says that a video was shorter than the file makes it', async () => {
  const { result } = await run(converging(60), { shortened: { made: 17, whole: 81 } });
  expect(result?.sentence).toMatch(/middle of 17 frames, and the file makes 81/);
  expect((await run(converging(60))).result?.sentence).not.toMatch(/frames/);
});
