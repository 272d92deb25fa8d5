import { expect, it } from 'vitest';
import { checkRequest } from '../../../server/src/render/builtin/request.ts';
import { aRequest } from './support.ts';

it('takes the largest and the smallest there is', () => {
  for (const change of [
    { steps: 1, width: 16, height: 16, guidance: 0, seed: 0n },
    { steps: 10_000, width: 2048, height: 2048, guidance: 100, seed: 2n ** 64n - 1n },
    { width: 833, height: 77 },
  ]) {
    const request = { ...aRequest, ...change };
    expect(checkRequest(request)).toEqual({ ok: request });
  }
});

it('takes a request without a place in a batch, and with a model it ignores', () => {
  const { image: _, ...request } = aRequest;
  expect(checkRequest({ ...request, model: 'sd15.safetensors' })).toEqual({ ok: aRequest });
});

it.each([
  [{ sampler: 'plms' }, 'The built-in model has no sampler "plms". It has: euler, euler_ancestral, heun,'],
  [
    { schedule: 'beta' },
    'The built-in model has no schedule "beta". It has: normal, karras, exponential, simple, sgm_uniform.',
  ],
  [{ steps: 0 }, 'takes steps from 1 to 10000, whole numbers; this asks for 0.'],
  [{ steps: 10_001 }, 'takes steps from 1 to 10000'],
  [{ steps: 2.5 }, 'this asks for 2.5.'],
  [{ steps: Number.NaN }, 'takes steps from 1 to 10000'],
  [{ width: 15 }, 'takes widths from 16 to 2048 pixels'],
  [{ height: 4096 }, 'takes heights from 16 to 2048 pixels, whole numbers; this asks for 4096.'],
  [{ guidance: 101 }, 'takes guidance from 0 to 100; this asks for 101.'],
  [{ guidance: -1 }, 'takes guidance from 0 to 100'],
  [{ guidance: Number.POSITIVE_INFINITY }, 'takes guidance from 0 to 100'],
  [{ seed: -1n }, 'takes seeds from 0 to 2^64 - 1.'],
  [{ seed: 2n ** 64n }, 'takes seeds from 0 to 2^64 - 1.'],
  [{ seed: 5 }, 'The seed is not a whole number.'],
  [{ prompt: undefined }, 'The prompt is not a string.'],
])('says what to do about %o', (change, message) => {
  expect(checkRequest({ ...aRequest, ...change })).toEqual({ problem: expect.stringContaining(message) });
});
