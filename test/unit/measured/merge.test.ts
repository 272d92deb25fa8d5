/** Joined facts: bounded, and the same in whichever order and however often windows join theirs. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { keyOf, sweetSpotKeyOf } from '../../../server/src/measured/conditions.ts';
import { FactsSchema } from '../../../server/src/measured/facts-schema.ts';
import { MOST_CONDITIONS, MOST_SAMPLES, merge } from '../../../server/src/measured/merge.ts';
import { facts, minute, sample, speed, spot } from './made.ts';

const moment = fc.integer({ min: 0, max: 59 }).map(minute);
const conditions = fc.record({ model: fc.constantFrom('a', 'b', 'c'), width: fc.constantFrom(512, 1024) });
const samples = fc.array(
  fc.record({ at: moment, perEvaluation: fc.constantFrom(0.1, 0.2, 9), overhead: fc.constant(1) }),
  { minLength: 1, maxLength: 9 },
);
const someFacts = fc
  .record({
    clearedAt: fc.oneof(fc.constant(''), moment),
    speeds: fc.array(fc.tuple(conditions, samples).map(([where, taken]) => speed({ ...where, samples: taken }))),
    sweetSpots: fc.array(
      fc
        .tuple(conditions, moment, fc.integer({ min: 1, max: 50 }))
        .map(([where, at, steps]) => spot({ ...where, at, steps })),
    ),
  })
  .map(facts);

describe('joining', () => {
  test('in either order comes to the same', () =>
    fc.assert(
      fc.property(someFacts, someFacts, (a, b) => {
        expect(merge(a, b)).toEqual(merge(b, a));
      }),
    ));

  test('again changes nothing', () =>
    fc.assert(
      fc.property(someFacts, someFacts, (a, b) => {
        const both = merge(a, b);
        expect(merge(both, b)).toEqual(both);
        expect(merge(both, both)).toEqual(both);
      }),
    ));

  test('keeps the bounds, one entry for equal conditions, and what can be read back', () =>
    fc.assert(
      fc.property(someFacts, someFacts, (a, b) => {
        const { speeds, sweetSpots, ...rest } = merge(a, b);
        expect(new Set(speeds.map(keyOf)).size).toBe(speeds.length);
        expect(new Set(sweetSpots.map(sweetSpotKeyOf)).size).toBe(sweetSpots.length);
        for (const { samples } of speeds) {
          expect(samples.length).toBeLessThanOrEqual(MOST_SAMPLES);
          expect(samples).toEqual([...samples].sort((x, y) => (x.at < y.at ? 1 : x.at > y.at ? -1 : 0)));
        }
        const all = { speeds, sweetSpots, ...rest };
        expect(v.parse(FactsSchema, all)).toEqual(all);
      }),
    ));

  test('brings back nothing that was cleared', () =>
    fc.assert(
      fc.property(someFacts, moment, (known, clearedAt) => {
        const { speeds, sweetSpots } = merge(merge(known, facts({ clearedAt })), known);
        const moments = [
          ...speeds.flatMap((each) => each.samples.map(({ at }) => at)),
          ...sweetSpots.map(({ at }) => at),
        ];
        expect(moments.filter((at) => at <= clearedAt)).toEqual([]);
      }),
    ));
});

test('of more conditions than are kept, the ones measured longest ago go', () => {
  const many = Array.from({ length: MOST_CONDITIONS + 5 }, (_, index) =>
    speed({
      model: `m${index}`,
      samples: [sample({ at: new Date(Date.UTC(2026, 10, 1) + index * 1000).toISOString() })],
    }),
  );
  const kept = many.reduce((all, one) => merge(all, facts({ speeds: [one] })), facts()).speeds;
  expect(kept.length).toBe(MOST_CONDITIONS);
  expect(kept.map(({ model }) => model)).not.toContain('m4');
  expect(kept.map(({ model }) => model)).toContain('m5');
});

test('of sweet spots found twice the later one holds', () => {
  const later = spot({ steps: 24, at: minute(2) });
  expect(merge(facts({ sweetSpots: [later] }), facts({ sweetSpots: [spot({ at: minute(1) })] })).sweetSpots).toEqual([
    later,
  ]);
});
