import { describe, expect, it } from 'vitest';
import { schedules, timeToSigma } from '../../../server/src/render/builtin/schedules.ts';
import { scheduleOf } from './support.ts';

const range = { max: 80, min: 0.03 };

describe.each([...schedules])('%s', (_, schedule) => {
  it.each([1, 2, 3, 25, 1000, 10_000])('falls strictly from the noisiest level to 0 in %i steps', (steps) => {
    const sigmas = schedule(steps, range);
    expect(sigmas).toHaveLength(steps + 1);
    expect(sigmas[0]).toBeCloseTo(range.max, 9);
    expect(sigmas[steps]).toBe(0);
    expect(sigmas.every((sigma, i) => i === 0 || sigma < sigmas[i - 1])).toBe(true);
  });
});

it.each(['normal', 'karras', 'exponential'])('%s ends at the least noisy level before 0', (name) => {
  expect(scheduleOf(name)(25, range)[24]).toBeCloseTo(range.min, 9);
});

it('karras is equation 5 of its paper', () => {
  const sigmas = scheduleOf('karras')(5, range);
  expect(sigmas[2]).toBeCloseTo(((80 ** (1 / 7) + 0.03 ** (1 / 7)) / 2) ** 7, 9);
});

it('exponential falls by the same factor at every step', () => {
  const sigmas = scheduleOf('exponential')(4, range);
  expect(sigmas[1] / sigmas[0]).toBeCloseTo(sigmas[3] / sigmas[2], 9);
});

it('time runs from the first trained timestep to the last over the whole range', () => {
  const sigmaAt = timeToSigma(range);
  expect(sigmaAt(1)).toBeCloseTo(80, 9);
  expect(sigmaAt(0.001)).toBeCloseTo(0.03, 9);
  // sgm_uniform leaves out the last of equal steps in time; simple counts every n-th timestep from the noisiest.
  expect(scheduleOf('sgm_uniform')(3, range)[1]).toBeCloseTo(sigmaAt(1 - 0.999 / 3), 9);
  expect(scheduleOf('simple')(4, range)[3]).toBeCloseTo(sigmaAt(0.25), 9);
});
