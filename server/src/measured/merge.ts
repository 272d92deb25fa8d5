/**
 * Facts are only ever joined. Joining is a union: in any order, and any number of times, it comes to the same, so windows
 * that share a file can't undo each other's.
 */
import { keyOf, sweetSpotKeyOf } from './conditions.ts';
import type { Facts, Sample, Speed, SweetSpot } from './facts.ts';

/** Conditions that are remembered; those that were measured longest ago go first. */
export const MOST_CONDITIONS = 200;
/** Renders that are remembered of equal conditions: enough that one beside a busy program makes no difference. */
export const MOST_SAMPLES = 7;

/** All that either knows and neither has cleared, within the bounds. */
export function merge(a: Facts, b: Facts): Facts {
  const clearedAt = later(a.clearedAt, b.clearedAt);
  return {
    version: 1,
    clearedAt,
    speeds: mergeSpeeds([...a.speeds, ...b.speeds], clearedAt),
    sweetSpots: mergeSweetSpots([...a.sweetSpots, ...b.sweetSpots], clearedAt),
  };
}

function mergeSpeeds(speeds: readonly Speed[], clearedAt: string): Speed[] {
  const byKey = new Map<string, Speed>();
  for (const speed of speeds) {
    const key = keyOf(speed);
    const known = byKey.get(key)?.samples ?? [];
    byKey.set(key, { ...speed, samples: newest([...known, ...speed.samples], clearedAt) });
  }
  return [...byKey.values()]
    .filter(({ samples }) => samples.length > 0)
    .sort((one, other) => latestFirst(one.samples[0], other.samples[0]) || compare(keyOf(one), keyOf(other)))
    .slice(0, MOST_CONDITIONS);
}

function newest(samples: readonly Sample[], clearedAt: string): Sample[] {
  const different = new Map(samples.map((sample) => [textOf(sample), sample]));
  return [...different.values()]
    .filter(({ at }) => at > clearedAt)
    .sort((one, other) => latestFirst(one, other) || compare(textOf(one), textOf(other)))
    .slice(0, MOST_SAMPLES);
}

function mergeSweetSpots(spots: readonly SweetSpot[], clearedAt: string): SweetSpot[] {
  const byKey = new Map<string, SweetSpot>();
  for (const spot of [...spots].sort((one, other) => latestFirst(one, other) || compare(textOf(one), textOf(other)))) {
    const key = sweetSpotKeyOf(spot);
    if (spot.at > clearedAt && !byKey.has(key)) byKey.set(key, spot);
  }
  return [...byKey.values()].slice(0, MOST_CONDITIONS);
}

function latestFirst(one: { readonly at: string }, other: { readonly at: string }): number {
  return compare(other.at, one.at);
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Where times are equal the order must still be one: of two windows, too. */
function textOf(fact: Sample | SweetSpot): string {
  return JSON.stringify(Object.entries(fact).sort(([one], [other]) => compare(one, other)));
}
