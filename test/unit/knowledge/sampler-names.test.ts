import { describe, expect, test } from 'vitest';
import { evaluationsOf } from '../../../server/src/knowledge/sampler-names.ts';
import { data, knowledge } from '../../support/knowledge.ts';

const { samplers, schedules, drawthings } = data.samplers;

/** What the built-in model can do. */
const BUILTIN = [
  'euler',
  'euler_ancestral',
  'heun',
  'dpm_2',
  'dpmpp_2m',
  'dpmpp_sde',
  'dpmpp_2m_sde',
  'ddim',
  'uni_pc',
  'lcm',
];

test.each([
  ['DPM++ 2M', 'dpmpp_2m', null],
  ['DPM++ 2M Karras', 'dpmpp_2m', 'karras'],
  ['DPM++ 2M SDE Exponential', 'dpmpp_2m_sde', 'exponential'],
  ['DPMSolverMultistepScheduler', 'dpmpp_2m', null],
  ['k_euler_a', 'euler_ancestral', null],
  ['Euler a', 'euler_ancestral', null],
  ['FlowMatchEulerDiscreteScheduler', 'euler', 'flow_match_euler'],
  ['FlaxEulerDiscreteScheduler', 'euler', null],
  ['flowmatch', 'euler', null],
  ['uni_pc_bh2', 'uni_pc', null],
  ['UniPC Trailing', 'uni_pc', 'sgm_uniform'],
  ['Euler A AYS', 'euler_ancestral', 'align_your_steps'],
  ['DPM2 Karras', 'dpm_2', 'karras'],
  ['DPM SDE', 'dpmpp_sde', null],
  ['dpmpp_2m_sde_k', 'dpmpp_2m_sde', 'karras'],
  ['kdpm_2', 'dpm_2', null],
  ['dpmpp_sde_gpu', 'dpmpp_sde', null],
  ['Default - DPM++ 2M', 'dpmpp_2m', null],
  ['Flux - Euler simple', 'euler', 'simple'],
  ['sgm.modules.diffusionmodules.sampling.EulerEDMSampler', 'euler', null],
  ['0', 'dpmpp_2m', 'karras'],
  ['17', 'uni_pc', 'sgm_uniform'],
  ['exp_heun_2_x0', 'exp_heun_2_x0', null],
  ['from_checkpoint', null, null],
  ['Default', null, null],
])('%s is the sampler %s with the schedule %s', (name, sampler, schedule) => {
  expect(knowledge.sampler(name)?.id ?? null).toBe(sampler);
  expect(knowledge.schedule(name)?.id ?? null).toBe(schedule);
});

test.each([
  ['sgm_uniform', 'sgm_uniform'],
  ['SGM Uniform', 'sgm_uniform'],
  ['AlignYourStepsScheduler', 'align_your_steps'],
  ['automatic', 'automatic'],
])('the schedule %s is %s', (name, id) => expect(knowledge.schedule(name)?.id).toBe(id));

test('no name belongs to two samplers, or to two schedules', () => {
  const plain = (name: string) => name.toLowerCase().replace(/[\s_]+/g, ' ');
  const owners = (lists: readonly (readonly string[])[]) => lists.flatMap((list) => [...new Set(list.map(plain))]);
  const ofSamplers = owners(samplers.map(({ id, name, names }) => [id, name, ...Object.values(names).flat()]));
  const ofSchedules = owners(schedules.map(({ id, name, names }) => [id, name, ...names]));
  for (const list of [ofSamplers, ofSchedules])
    expect(list.filter((name, index) => list.indexOf(name) !== index)).toEqual([]);
});

test('every number of Draw Things is a sampler', () => {
  expect(Object.keys(drawthings)).toHaveLength(20);
  for (const [number, name] of Object.entries(drawthings)) {
    expect(knowledge.sampler(name)?.id, name).toBeDefined();
    expect(knowledge.sampler(number)?.id).toBe(knowledge.sampler(name)?.id);
  }
});

test('every sampler has a stand-in that the built-in model runs', () => {
  for (const { id, builtin } of samplers) expect(BUILTIN, id).toContain(builtin);
  const schedulesThere = ['normal', 'karras', 'exponential', 'simple', 'sgm_uniform'];
  for (const { id, builtin } of schedules) expect(schedulesThere, id).toContain(builtin);
});

describe('model calls', () => {
  test.each([
    ['euler', 20, 20],
    ['heun', 20, 39],
    ['heun', 1, 1],
    ['heunpp2', 20, 57],
    ['heunpp2', 1, 1],
    ['seeds_3', 20, 58],
    ['dpmpp_2m', 25, 25],
    ['dpmpp_sde', 10, 19],
    ['plms', 20, 21],
    ['res_2s', 15, 30],
    ['dpm_adaptive', 10, 36],
    ['dpm_adaptive', 100, 36],
  ])('%s: %i steps cost %i', (id, steps, calls) => {
    const sampler = knowledge.sampler(id);
    expect(sampler && evaluationsOf(sampler, steps)).toBe(calls);
  });
  test('the figure of a step and the formula agree', () => {
    for (const sampler of samplers) {
      if (!sampler.total_evaluations.includes('N')) continue;
      const more = evaluationsOf(sampler, 41) - evaluationsOf(sampler, 40);
      expect(more, sampler.id).toBe(sampler.evaluations_per_step);
    }
  });
  test('a sampler that was measured costs what was measured', () => {
    const measured = samplers.flatMap((sampler) =>
      sampler.sources.flatMap(({ at, figure }) => {
        const found = /^(\d+) model calls for 20 steps/.exec(figure);
        return at.startsWith('measured') && found ? [[sampler, Number(found[1])] as const] : [];
      }),
    );
    expect(measured.length).toBeGreaterThan(35);
    for (const [sampler, calls] of measured) expect(evaluationsOf(sampler, 20), sampler.id).toBe(calls);
  });
});

test('a sampler that adds noise gives another picture at every count', () => {
  expect(samplers.filter(({ stochastic, converges }) => stochastic === converges).map(({ id }) => id)).toEqual([]);
});

test('samplers and schedules that models name are there', () => {
  const known = { samplers: new Set(samplers.map(({ id }) => id)), schedules: new Set(schedules.map(({ id }) => id)) };
  const missing = data.models.flatMap((model) => [
    ...(model.samplers ?? []).filter((id) => !known.samplers.has(id)),
    ...(model.schedules ?? []).filter((id) => !known.schedules.has(id)),
  ]);
  expect(missing).toEqual([]);
});
