/** Whether a figure is flat: what rises is seen through work under way, and what does not rise is not accused. */
import { expect, test } from 'vitest';
import { leastOfMinutes, trendOf } from '../../soak/trend.ts';

/** A sample every ten seconds for an hour. */
const hour = (value: (minutes: number) => number) =>
  Array.from({ length: 360 }, (_, index) => ({ minutes: index / 6, value: value(index / 6) }));

test('what stays is flat', () =>
  expect(
    trendOf(
      hour(() => 100),
      0,
    ),
  ).toMatchObject({ perHour: 0, isFlat: true }));

test('what rises is not, and is told by the hour', () => {
  const trend = trendOf(
    hour((minutes) => 100 + minutes),
    5,
  );
  expect(trend?.perHour).toBeCloseTo(60);
  expect(trend).toMatchObject({ isFlat: false });
  expect(trend?.growth).toBeCloseTo(30, 0);
});

test('a tenth of it, or the slack, is no rise', () => {
  expect(
    trendOf(
      hour((minutes) => 100 + minutes / 4),
      0,
    )?.isFlat,
  ).toBe(true);
  expect(
    trendOf(
      hour((minutes) => 10 + minutes / 4),
      0,
    )?.isFlat,
  ).toBe(false);
  expect(
    trendOf(
      hour((minutes) => 10 + minutes / 4),
      8,
    )?.isFlat,
  ).toBe(true);
});

test('the first half warms up', () =>
  expect(
    trendOf(
      hour((minutes) => Math.min(minutes, 30) * 10),
      0,
    )?.isFlat,
  ).toBe(true));

test('peaks are work under way', () => {
  const busy = trendOf(
    hour((minutes) => 100 + (Math.round(minutes * 6) % 6 === 0 ? 0 : minutes * 10)),
    0,
  );
  expect(busy).toMatchObject({ perHour: 0, isFlat: true });
});

test('of too few minutes nothing is said', () =>
  expect(trendOf(hour((minutes) => minutes).slice(0, 20), 0)).toBeNull());

test('of each minute the least counts', () =>
  expect(
    leastOfMinutes([
      { minutes: 0.1, value: 3 },
      { minutes: 0.5, value: 2 },
      { minutes: 0.9, value: 4 },
      { minutes: 1.2, value: 9 },
    ]),
  ).toEqual([
    { minutes: 0.5, value: 2 },
    { minutes: 1.2, value: 9 },
  ]));
