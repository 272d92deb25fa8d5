/** From a generation to requests that differ in one setting and in nothing else. The backend only answers questions. */
import { describe, expect, test } from 'vitest';
import type { Backend, Capabilities } from '../../../../server/src/render/backend.ts';
import { createPrepare } from '../../../../server/src/render/prepare.ts';
import { createSession } from '../../../../server/src/render/session.ts';
import { planSweep, type SweepInput, together } from '../../../../server/src/render/sweep/plan.ts';
import { checkedValues } from '../../../../server/src/render/sweep/setting.ts';
import { planSearch } from '../../../../server/src/render/sweep/sweet-spot.ts';
import { apiGraph } from '../../../support/graphs.ts';
import { analyse, knowledge } from '../../../support/knowledge.ts';

const prepare = createPrepare(knowledge, () => 77n);
const plannersWith = (graphs: boolean) => ({
  ...{ prepare, knowledge, session: sessionWith(graphs), limits: { maxSide: 2048 } },
  signal: new AbortController().signal,
});

function sessionWith(graphs: boolean) {
  const capabilities = {
    graphs,
    models: false,
    maxSide: null,
    maxSteps: null,
    maxSeed: 2n ** 64n - 1n,
  } as Capabilities;
  const backend: Backend = {
    kind: 'scripted',
    name: 'Scripted',
    address: new URL('http://127.0.0.1:1'),
    probe: async () => ({ name: 'Scripted', version: null, capabilities }),
    models: async () => [],
    // biome-ignore lint/correctness/useYield: nothing is rendered here.
    render: async function* () {
      throw new Error('nothing is rendered here');
    },
    dispose: () => {},
  };
  return createSession(backend);
}

function inputOf(text: string) {
  const [generation] = analyse(text).reading.generations;
  return { generation, models: {}, paidNodesAllowed: false };
}

async function planned(text: string, change: Partial<SweepInput> = {}, graphs = false) {
  const plan = await planSweep({ ...inputOf(text), setting: 'inference_steps', ...change }, plannersWith(graphs));
  if ('question' in plan) throw new Error('a question came');
  return plan;
}

const says = (plan: Awaited<ReturnType<typeof planned>>, value: string, seed?: bigint) =>
  plan.variant(value, seed).then(({ prepared }) => prepared.request.graph?.overrides.map((override) => override.says));

describe('a variant', () => {
  test('differs in its value, and in nothing else', async () => {
    const plan = await planned('prompt: a\nsteps: 30\nsampler: euler\nseed: 5\ncfg_scale: 7\n');
    const { prepared, isCurrent } = await plan.variant('4');
    expect(isCurrent).toBe(false);
    expect(prepared.request).toEqual({ ...plan.base.request, steps: 4 });
  });
  test('with the file’s value is what the file says', async () => {
    const plan = await planned(apiGraph(), {}, true);
    expect(await plan.variant('30')).toMatchObject({
      isCurrent: true,
      prepared: { request: { graph: { overrides: [] } } },
    });
    expect(await says(plan, '4')).toEqual(['steps 30 → 4']);
  });
  test('has the seed that was drawn for all', async () => {
    const plan = await planned(apiGraph({ seed: '-1' }), {}, true);
    const variants = [await plan.variant('4'), await plan.variant('5'), await plan.variant('30')];
    expect(variants.map(({ prepared }) => prepared.request.seed)).toEqual([77n, 77n, 77n]);
    expect(together(variants, plan).changes).toEqual(['seed -1 → 77']);
  });
  test('takes another seed where one is asked for', async () => {
    const plan = await planned(apiGraph(), {}, true);
    expect(await says(plan, '30', 9n)).toEqual(['seed 1234567890123456789 → 9']);
    expect((await planned(apiGraph(), { seed: '11' }, true)).base.request.seed).toBe(11n);
  });
  test('of a graph that draws its seed itself keeps that', async () => {
    const own = apiGraph().replace('"seed": 1234567890123456789, ', '');
    const plan = await planned(own, {}, true);
    expect(plan.canSeed).toBe(false);
    expect(await says(plan, '4', 9n)).toEqual(['steps 30 → 4']);
  });
  test('of steps that several samplers share says so', async () => {
    const shared = apiGraph()
      .replace('"KSampler"', '"KSamplerAdvanced"')
      .replace('"cfg": 7', '"cfg": 7, "start_at_step": 0, "end_at_step": 20');
    const { prepared } = await (await planned(shared, {}, true)).variant('10');
    expect(prepared.warnings).toContainEqual(expect.stringContaining('only those of this one'));
  });
});

describe('a sampler', () => {
  test('that has its schedule behind it keeps it', async () => {
    const plan = await planned('prompt: a\nsteps: 20\nsampler_name: DPM++ 2M Karras\n', { setting: 'sampler' });
    const { request } = (await plan.variant('Euler')).prepared;
    expect([request.sampler?.id, request.schedule?.id]).toEqual(['euler', 'karras']);
    expect((await plan.variant('dpmpp_2m')).isCurrent).toBe(true);
  });
  test('under the name that diffusers has for it leaves no schedule behind', async () => {
    const text = 'prompt: a\nnum_inference_steps: 20\nscheduler: EulerDiscreteScheduler\n';
    const { request } = (await (await planned(text, { setting: 'sampler' })).variant('HeunDiscreteScheduler')).prepared;
    expect([request.sampler?.id, request.schedule]).toEqual(['heun', null]);
  });
  test('says whether more steps come to one picture', async () => {
    const converges = async (name: string) => (await planned(`prompt: a\nsteps: 20\nsampler: ${name}\n`)).converges;
    expect([await converges('euler'), await converges('euler_ancestral'), await converges('warp9')]).toEqual([
      true,
      false,
      null,
    ]);
  });
});

test('guidance is the one that the model takes', async () => {
  const plan = await planned('model: flux1-dev\nprompt: a\nsteps: 20\nguidance: 3\n', { setting: 'guidance_scale' });
  const { request } = (await plan.variant('5')).prepared;
  expect([request.distilledGuidance, request.guidance]).toEqual([5, 1]);
});

describe('values as typed', () => {
  test('count once, in their order', () =>
    expect(checkedValues('inference_steps', ['25', ' 4 ', '25.0', ''], knowledge)).toEqual(['25', '4']));
  test('of one meaning count once', () =>
    expect(checkedValues('sampler', ['euler_ancestral', 'Euler a', 'heun'], knowledge)).toEqual([
      'euler_ancestral',
      'heun',
    ]));
  test.each([
    ['inference_steps', '2.5'],
    ['inference_steps', '0'],
    ['guidance_scale', 'high'],
  ] as const)('%s %s is refused', (setting, value) =>
    expect(() => checkedValues(setting, [value], knowledge)).toThrow(value),
  );
});

test('a search knows that its videos are shorter than the file makes them', async () => {
  const shortened = async (text: string) => {
    const plan = await planSearch(inputOf(text), 1, plannersWith(false));
    return 'search' in plan && plan.search.shortened;
  };
  const wan = 'model: Wan-AI/Wan2.1-T2V-1.3B-Diffusers\nprompt: a fox\nnum_inference_steps: 20\n';
  expect(await shortened(`${wan}num_frames: 81\n`)).toEqual({ made: 17, whole: 81 });
  expect(await shortened(`${wan}num_frames: 9\n`)).toBeNull();
  expect(await shortened('model: sdxl\nprompt: a fox\nsteps: 20\n')).toBeNull();
});
