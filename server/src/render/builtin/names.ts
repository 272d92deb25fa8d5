/** What the built-in model can be told to sample with, by canonical ids, and how much. The methods themselves lie in its thread. */

/** The most it takes: steps, pixels of a side, the seed. */
export const LIMITS = { steps: 10_000, side: 2048, seed: 2n ** 64n - 1n };

export const SAMPLERS = [
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
] as const;

export const SCHEDULES = ['normal', 'karras', 'exponential', 'simple', 'sgm_uniform'] as const;

export type SamplerName = (typeof SAMPLERS)[number];
export type ScheduleName = (typeof SCHEDULES)[number];
