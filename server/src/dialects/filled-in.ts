/** Counts that stand elsewhere, and are named where they run: `variable:steps`, `${defaults.steps}`. */
import type { MapValue } from '../syntax/document.ts';
import type { Argument } from './arguments.ts';
import { isPlaceholder } from './generation.ts';

/** Whether the counts of a mapping only name those of another. `others`: all mappings that hold counts for it, itself among them. */
export function isFilledIn(
  map: MapValue,
  others: readonly MapValue[],
  countsOf: (map: MapValue) => readonly Argument[],
): boolean {
  if (others.length < 2) return false;
  return countsOf(map).every(({ value }) => {
    const word = value.kind === 'scalar' && isPlaceholder(value.value) ? String(value.value) : null;
    const isNamed = (one: MapValue) => countsOf(one).some(({ entry }) => word?.includes(entry.key.text));
    return word !== null && others.some((one) => one !== map && isNamed(one));
  });
}
