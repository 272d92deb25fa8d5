import { describe, expect, it } from 'vitest';
import { readValues } from '../../../../client/src/compare/values.ts';

describe('typed values', () => {
  it('are separated by commas, spaces or both', () => {
    expect(readValues('inference_steps', '4, 25 50;', 2)).toEqual({ values: ['4', '25', '50'] });
    expect(readValues('guidance_scale', '3.5,7', 2)).toEqual({ values: ['3.5', '7'] });
  });

  it.each([
    ['inference_steps', '4, x', /^x is not a step count/],
    ['inference_steps', '4, 2.5', /^2.5 is not a step count/],
    ['inference_steps', '0, 4', /^0 is not a step count/],
    ['inference_steps', '4, 5000', /^5000 is not a step count/],
    ['guidance_scale', '-1, 4', /^-1 is not a number/],
    ['inference_steps', '4', /at least two/],
    ['inference_steps', '', /at least two/],
    ['guidance_scale', '7, 7.0', /^7.0 is there already/],
    ['inference_steps', '1 2 3 4 5 6 7 8 9 10 11 12 13', /^At most 12/],
  ] as const)('of %s may be wrong: "%s"', (setting, text, complaint) => {
    expect(readValues(setting, text, 2)).toEqual({ complaint: expect.stringMatching(complaint) });
  });

  it('add what is not compared yet', () => {
    expect(readValues('inference_steps', '35', 1, ['4', '25'])).toEqual({ values: ['35'] });
    expect(readValues('inference_steps', '25', 1, ['4', '25'])).toEqual({ complaint: '25 is there already.' });
    expect(readValues('inference_steps', ' ', 1)).toEqual({ complaint: 'Type a value.' });
  });
});
