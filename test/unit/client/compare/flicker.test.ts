import { expect, it } from 'vitest';
import { flickerOf } from '../../../../client/src/compare/flicker.ts';
import { flickerLabel } from '../../../../client/src/compare/labels.ts';

const lights = (...values: number[]) => values.map((value) => [value, 100]);

it('is none where nothing changes, or all changes evenly', () => {
  expect(flickerOf(lights(50, 50, 50, 50))).toBe(0);
  expect(flickerOf(lights(0, 60, 120, 180))).toBe(0);
});

it('is all where black and white take turns', () => expect(flickerOf([[0], [255], [0], [255]])).toBe(1));

it('is the mean over places and frames', () => expect(flickerOf(lights(0, 51, 0))).toBeCloseTo(0.1));

it('is not known of two frames', () => expect(flickerOf(lights(0, 255))).toBeNull());

it('is said in percent', () => {
  expect(flickerLabel(0.0123)).toBe('flicker 1.2 %');
  expect(flickerLabel(0.25)).toBe('flicker 25 %');
});
