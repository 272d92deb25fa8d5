import { expect, it } from 'vitest';
import { scrollAfter, zoomed, zoomLabel } from '../../../../client/src/panel/zoom.ts';

it.each([
  ['fit', 1, 0.6, 0.75],
  ['fit', -1, 0.6, 0.5],
  ['fit', 1, 0.75, 1],
  [1, 1, 0.6, 1.5],
  [1, -1, 0.6, 0.75],
  [8, 1, 0.6, 8],
  [0.1, -1, 0.6, 0.1],
] as const)('from %s by %d, where %d fits: %d', (zoom, direction, fitted, expected) => {
  expect(zoomed(zoom, direction, fitted)).toBe(expected);
});

it('says how large', () => {
  expect(zoomLabel('fit')).toBe('Fit');
  expect(zoomLabel(1.5)).toBe('150 %');
});

it('keeps what is under the pointer under it', () => {
  // 100 from the left edge of the content is under the pointer; twice as large, it is 200 from it.
  expect(scrollAfter(40, 60, 2)).toBe(140);
  expect(scrollAfter(0, 60, 0.5)).toBe(0);
});
