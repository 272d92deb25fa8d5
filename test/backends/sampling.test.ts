/** Which of a server's samplers and schedules is chosen, for lists as the products give them. */
import { describe, expect, test } from 'vitest';
import type { Choice } from '../../server/src/render/backend.ts';
import { chooseSampling, type Offer } from '../../server/src/render/backends/shared/sampling.ts';
import { knowledge } from '../support/knowledge.ts';

const listed = (names: readonly string[]) => names.map((name) => ({ name, aliases: [] }));
const offer = (names: string, samplers: readonly string[], schedules: readonly string[] | null): Offer => ({
  by: 'It',
  names,
  samplers: listed(samplers),
  schedules: schedules && listed(schedules),
});

const FORGE = offer(
  'a1111',
  ['DPM++ 2M', 'DPM++ SDE', 'DPM++ 2M SDE', 'Euler a', 'Euler', 'DDIM CFG++', 'DDIM', 'LCM'],
  ['Uniform', 'Karras', 'SGM Uniform', 'Simple', 'Normal', 'DDIM', 'Beta'],
);
const OLD = offer('a1111', ['DPM++ 2M Karras', 'DPM++ SDE Karras', 'Euler a', 'Euler', 'DPM++ 2M', 'DDIM'], null);
const DRAW_THINGS = offer(
  'drawthings',
  ['DPM++ 2M Karras', 'Euler a', 'DDIM', 'LCM', 'TCD', 'Euler A Trailing', 'DPM++ 2M AYS', 'DDIM Trailing'],
  null,
);
const SDNEXT = offer('sdnext', ['UniPC', 'Euler', 'KDPM2', 'KDPM2 a', 'LMSD', 'PNDM', 'DPM++ 3M'], null);
const SDCPP = offer('sdcpp', ['euler', 'euler_a', 'dpm++2m', 'dpm++2mv2', 'ddim_trailing'], ['discrete', 'karras']);

/** A choice as `plan` makes it. */
function choice(what: 'sampler' | 'schedule', written: string | null): Choice | null {
  return written === null ? null : { id: knowledge[what](written)?.id ?? null, written };
}

test.each<[string, Offer, string | null, string | null, string | null, string | null]>([
  ['the same name', FORGE, 'Euler a', 'Karras', 'Euler a', 'Karras'],
  ['ComfyUI’s names', FORGE, 'dpmpp_2m', 'sgm_uniform', 'DPM++ 2M', 'SGM Uniform'],
  ['diffusers’ name', FORGE, 'EulerAncestralDiscreteScheduler', null, 'Euler a', null],
  ['both in one', FORGE, 'DPM++ 2M Karras', 'DPM++ 2M Karras', 'DPM++ 2M', 'Karras'],
  ['the usual one of several with an id', FORGE, 'ddim', 'normal', 'DDIM', 'Normal'],
  ['a name that is also a schedule’s', FORGE, 'lcm', 'simple', 'LCM', 'Simple'],
  ['joined, before 1.9', OLD, 'dpmpp_2m', 'karras', 'DPM++ 2M Karras', null],
  ['joined, and written without the schedule', OLD, 'DPM++ 2M', 'karras', 'DPM++ 2M Karras', null],
  ['joined, and no schedule wanted', OLD, 'DPM++ 2M', null, 'DPM++ 2M', null],
  ['joined, and the plain schedule wanted', OLD, 'dpmpp_2m', 'normal', 'DPM++ 2M', null],
  ['Draw Things’ exact spelling', DRAW_THINGS, 'euler_ancestral', null, 'Euler a', null],
  ['Draw Things with a schedule', DRAW_THINGS, 'ddim', 'trailing', 'DDIM Trailing', null],
  ['Draw Things’ numbers', DRAW_THINGS, '12', '12', 'DPM++ 2M AYS', null],
  ['stable-diffusion.cpp', SDCPP, 'DPM++ 2M', 'Normal', 'dpm++2m', 'discrete'],
  ['SD.Next’s diffusers names', SDNEXT, 'dpm_2_ancestral', null, 'KDPM2 a', null],
  ['SD.Next’s LMS', SDNEXT, 'lms', null, 'LMSD', null],
  ['SD.Next’s PLMS', SDNEXT, 'PLMS', null, 'PNDM', null],
  ['nothing wanted', FORGE, null, null, null, null],
])('%s', (_, from, sampler, schedule, expectedSampler, expectedSchedule) => {
  const wanted = { sampler: choice('sampler', sampler), schedule: choice('schedule', schedule) };
  expect(chooseSampling(wanted, from, knowledge)).toEqual({
    sampler: expectedSampler,
    schedule: expectedSchedule,
    warnings: [],
  });
});

describe('what a server lacks is said', () => {
  test.each<[string, Offer, string, string | null, string | null, string | null, RegExp]>([
    ['a sampler with a stand-in', FORGE, 'seeds_2', null, 'DPM++ SDE', null, /no SEEDS-2: it draws with DPM\+\+ SDE/],
    ['a sampler without', DRAW_THINGS, 'euler', null, null, null, /no sampler Euler: it uses its own choice/],
    ['a sampler nobody knows', FORGE, 'magic', 'karras', null, 'Karras', /no sampler magic/],
    ['a schedule', FORGE, 'euler', 'bong_tangent', 'Euler', null, /no Bong tangent schedule/],
    ['a schedule nobody knows', FORGE, 'euler', 'magic', 'Euler', null, /no magic schedule/],
    ['a schedule where names hold them', OLD, 'euler', 'karras', 'Euler', null, /can't be told to use the Karras/],
    [
      'the plain schedule where every name has one',
      DRAW_THINGS,
      'dpmpp_2m',
      'normal',
      'DPM++ 2M Karras',
      null,
      /Normal/,
    ],
  ])('%s', (_, from, sampler, schedule, expectedSampler, expectedSchedule, warning) => {
    const wanted = { sampler: choice('sampler', sampler), schedule: choice('schedule', schedule) };
    const chosen = chooseSampling(wanted, from, knowledge);
    expect([chosen.sampler, chosen.schedule]).toEqual([expectedSampler, expectedSchedule]);
    expect(chosen.warnings).toHaveLength(1);
    expect(chosen.warnings[0]).toMatch(warning);
  });
});
