/** Renders are timed as they pass, whoever asked for them, and found again under equal conditions only. */
import { describe, expect, test } from 'vitest';
import { createMeasurements } from '../../../server/src/measured/measurements.ts';
import { MOST_SAMPLES } from '../../../server/src/measured/merge.ts';
import type { Backend, RenderEvent, RenderRequest } from '../../../server/src/render/backend.ts';
import { knowledge } from '../../support/knowledge.ts';
import { CONDITIONS, facts, minute, request, sample, speed } from './made.ts';

function backendOf(events: readonly RenderEvent[], address: URL | null = new URL('http://127.0.0.1:8188')): Backend {
  return {
    kind: address ? 'comfyui' : 'builtin',
    name: 'Made',
    address,
    probe: async () => {
      throw new Error('nobody asks');
    },
    models: async () => [],
    render: async function* () {
      yield* events;
    },
    dispose: () => {},
  };
}

const done: RenderEvent = { kind: 'done', milliseconds: 1, modelEvaluations: null };
const twenty: readonly RenderEvent[] = [
  ...Array.from({ length: 20 }, (_, index): RenderEvent => ({ kind: 'step', done: index + 1, total: 20 })),
  done,
];

function measuring(events = twenty, address?: URL | null) {
  let changes = 0;
  const measurements = createMeasurements({
    knowledge,
    onChange: () => {
      changes += 1;
    },
    now: () => new Date(minute(changes)),
  });
  const backend = measurements.watch(backendOf(events, address));
  const run = async (asked: RenderRequest = request()): Promise<RenderEvent[]> => {
    const seen: RenderEvent[] = [];
    for await (const event of backend.render(asked, new AbortController().signal)) seen.push(event);
    return seen;
  };
  return { measurements, backend, run, changes: () => changes };
}

test('a watched backend tells the same events', async () => {
  const { run } = measuring();
  expect(await run()).toEqual(twenty);
});

test('a render whose size nobody knows is not taken for one of another size', async () => {
  const { measurements, run } = measuring();
  const unsized = { ...request(), unsized: true };
  await run(unsized);
  expect(measurements.facts.speeds).toEqual([]);
});

test('a render is remembered under its conditions', async () => {
  const { measurements, run, changes } = measuring();
  await run();
  expect(measurements.facts.speeds).toMatchObject([{ ...CONDITIONS, samples: [{ at: minute(0) }] }]);
  expect(measurements.facts.speeds[0].samples[0].perEvaluation).toBeGreaterThan(0);
  expect(changes()).toBe(1);
});

test.each<[string, Partial<RenderRequest>, object]>([
  ['under the name that the file gives the model', { writtenModel: 'base' }, { model: 'base' }],
  ['where the file names none', { writtenModel: null }, { model: '' }],
  ['with a sampler that nobody knows', { sampler: { id: null, written: 'warp9' } }, { sampler: 'warp9' }],
  ['with a sampler of the backend’s choice', { sampler: null }, { sampler: '' }],
  ['without guidance', { guidance: 1 }, { guided: false }],
])('a render %s', async (_, change, conditions) => {
  const { measurements, run } = measuring();
  await run(request(change));
  expect(measurements.facts.speeds).toMatchObject([conditions]);
});

test.each<[string, readonly RenderEvent[]]>([
  ['a cancelled render', [...twenty.slice(0, -1), { kind: 'cancelled' }]],
  [
    'one whose steps are several passes',
    [{ kind: 'step', done: 1, total: 30 }, { kind: 'step', done: 30, total: 30 }, done],
  ],
])('of %s nothing is remembered', async (_, events) => {
  const { measurements, run, changes } = measuring(events);
  await run();
  expect(measurements.facts.speeds).toEqual([]);
  expect(changes()).toBe(0);
});

test('only so many renders are remembered of equal conditions', async () => {
  const { measurements, run } = measuring();
  for (let index = 0; index < MOST_SAMPLES + 3; index += 1) await run();
  expect(measurements.facts.speeds.map(({ samples }) => samples.length)).toEqual([MOST_SAMPLES]);
});

describe('what a render will take', () => {
  const { measurements, backend } = measuring();
  const samples = [0.5, 0.5, 40, 0.5, 0.1].map((perEvaluation, index) => sample({ perEvaluation, at: minute(index) }));
  measurements.learn(facts({ speeds: [speed({ samples }), speed({ sampler: 'heun' })] }));

  test('is the usual, whatever one render among them took', () =>
    expect(measurements.expectedSeconds(backend, request())).toBe(1 + 20 * 0.5));
  test('counts the evaluations of the sampler', () =>
    expect(measurements.expectedSeconds(backend, request({ sampler: { id: 'heun', written: 'heun' } }))).toBe(
      1 + 39 * 0.5,
    ));
  test.each<[string, Partial<RenderRequest>]>([
    ['another size', { width: 512 }],
    ['another model', { model: 'flux' }],
    ['another sampler', { sampler: { id: 'dpmpp_2m', written: '' } }],
    ['no guidance', { guidance: 1 }],
  ])('is not known with %s', (_, change) => expect(measurements.expectedSeconds(backend, request(change))).toBeNull());
  test('is not known on another backend', () =>
    expect(measurements.expectedSeconds(backendOf([], new URL('http://127.0.0.1:9')), request())).toBeNull());
});

test('what is cleared is gone, also when it is learned again from who still knows it', async () => {
  const { measurements, backend, run } = measuring();
  await run();
  measurements.addSweetSpot(backend, request(), { steps: 18, between: [16, 20], seeds: 2, converges: true });
  const before = measurements.facts;
  expect(before.sweetSpots).toMatchObject([{ ...CONDITIONS, schedule: 'karras', guidance: 7, steps: 18 }]);
  measurements.clear();
  expect(measurements.facts).toMatchObject({ speeds: [], sweetSpots: [] });
  measurements.learn(before);
  expect(measurements.facts).toMatchObject({ speeds: [], sweetSpots: [] });
  await run();
  expect(measurements.facts.speeds).toHaveLength(1);
});

test('learning what is known already is no change', async () => {
  const { measurements, run, changes } = measuring();
  await run();
  measurements.learn(measurements.facts);
  expect(changes()).toBe(1);
});

describe('after a clock was in 2099 and is right again', () => {
  let now = '';
  const begin = () => {
    now = '2099-01-01T00:00:00.000Z';
    return createMeasurements({ knowledge, onChange: () => {}, now: () => new Date(now) });
  };
  const measured = (at: string, perEvaluation: number) =>
    facts({ speeds: [speed({ samples: [sample({ at, perEvaluation })] })] });

  test('what was measured then gives way to what is measured now', () => {
    const measurements = begin();
    for (let count = 0; count < MOST_SAMPLES; count += 1)
      measurements.learn(measured(`2099-01-01T00:00:0${count}.000Z`, 100));
    now = minute(0);
    for (let count = 1; count <= MOST_SAMPLES; count += 1) measurements.learn(measured(minute(count), 1));
    expect(measurements.facts.speeds[0].samples.map(({ perEvaluation }) => perEvaluation)).toEqual(
      Array.from({ length: MOST_SAMPLES }, () => 1),
    );
  });

  test('what was cleared then hides nothing that is measured now', () => {
    const measurements = begin();
    measurements.clear();
    now = minute(0);
    measurements.learn(measured(minute(1), 1));
    expect(measurements.facts).toEqual({ ...measured(minute(1), 1), clearedAt: minute(0) });
  });

  test('clearing takes what was measured then, and no more', () => {
    const measurements = begin();
    measurements.learn(measured('2099-01-01T00:00:00.000Z', 100));
    now = minute(0);
    measurements.clear();
    expect(measurements.facts).toEqual(facts({ clearedAt: minute(0) }));
  });
});
