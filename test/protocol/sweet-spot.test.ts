/** The search for the sweet spot over the protocol: its plan, what it tells and in which order, cancel. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CANCEL_SWEEP, FIND_SWEET_SPOT, type SweepEvent } from '../../server/src/protocol/sweep.ts';
import { type SweepClient, startSweepClient } from '../support/sweep-client.ts';

let client: SweepClient;
beforeAll(async () => {
  client = await startSweepClient();
});
afterAll(async () => expect(await client.stop()).toBe(0));

const job = (sampler = 'heun') =>
  `prompt: a mountain lake\nsteps: 30\nwidth: 64\nheight: 64\nseed: 5\nsampler_name: ${sampler}\n`;

const isOf =
  <K extends SweepEvent['kind']>(kind: K) =>
  (event: SweepEvent): event is Extract<SweepEvent, { kind: K }> =>
    event.kind === kind;

test('renders counts of the ladder, measures, and finds', async () => {
  const plan = await client.find('search', job());
  expect(plan).toMatchObject({
    title: 'Generation, line 1',
    backend: { kind: 'builtin' },
    setting: 'inference_steps',
    seed: '5',
    variants: [],
    converges: true,
  });
  expect(plan.ladder).toContain(30);
  expect([...plan.ladder]).toEqual([...plan.ladder].sort((a, b) => a - b));
  expect(await client.ended('search')).toEqual({ kind: 'ended', outcome: 'done', message: null });

  const variants = client
    .told('search')
    .filter(isOf('variants'))
    .flatMap((event) => event.variants);
  expect(variants.length).toBeGreaterThan(2);
  for (const { renderId, steps, value } of variants) {
    expect(plan.ladder).toContain(steps);
    expect(value).toBe(String(steps));
    expect(client.kinds(renderId).at(-1)).toBe('done');
  }
  expect(client.told('search').some(isOf('measured'))).toBe(true);
  const [{ result }] = client.told('search').filter(isOf('found'));
  expect(result.steps).toBeLessThan(30);
  expect(result.sentence).toContain(String(result.steps));
  expect(
    client
      .told('search')
      .map(({ kind }) => kind)
      .slice(-2),
  ).toEqual(['found', 'ended']);
});

test('a sampler that never settles is measured otherwise, and it is said', async () => {
  const plan = await client.find('wandering', job('euler_ancestral'), { seeds: 1 });
  expect(plan.converges).toBe(false);
  await client.ended('wandering');
  const [{ result }] = client.told('wandering').filter(isOf('found'));
  expect(result.curve.measure).toBe('detail');
});

test('a cancel ends it, with what is running', async () => {
  const long = 'prompt: a\nsteps: 5000\nwidth: 512\nheight: 512\nseed: 1\nsampler_name: euler\n';
  await client.find('long', long);
  const event = await client.untilTold('long', isOf('variants'));
  const [{ renderId }] = isOf('variants')(event) ? event.variants : [];
  await client.until(renderId, ({ kind }) => kind === 'step');
  await client.client.tell(CANCEL_SWEEP, { sweepId: 'long' });
  expect(await client.ended('long')).toMatchObject({ outcome: 'cancelled' });
  expect(client.kinds(renderId).at(-1)).toBe('cancelled');
  expect(client.told('long').some(isOf('found'))).toBe(false);
});

test('malformed parameters are refused', async () => {
  const params = { sweepId: 'x', textDocument: { uri: 'file:///x' }, position: { line: 0, character: 0 }, seeds: 0 };
  await expect(client.client.connection.sendRequest(FIND_SWEET_SPOT.method, params)).rejects.toThrow(
    'sweetspot/findSweetSpot',
  );
});
