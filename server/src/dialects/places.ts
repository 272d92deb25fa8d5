/** Which generations a value belongs to, so that a cursor finds them without asking every generation of a large file. */
import type { Range } from '../syntax/document.ts';
import { Within } from '../syntax/navigate.ts';
import type { Generation } from './generation.ts';

export interface Places {
  /** Notes where a generation has its settings and LoRAs. A newer reading of the same place takes the older one's. */
  add(generation: Generation): void;
  /** Generations with a setting or LoRA at a value or key, or inside a value; some may no longer be there. */
  at(range: Range): Iterable<Generation>;
}

export function createPlaces(): Places {
  /** By the place that a generation is of: nearly every value belongs to one. */
  const known = new WeakMap<Range, Generation | Map<Range, Generation>>();

  function note(range: Range | null, generation: Generation): void {
    if (range === null) return;
    const place = range instanceof Within ? range.value : range;
    const before = known.get(place);
    if (before instanceof Map) before.set(generation.range, generation);
    else if (before === undefined || before.range === generation.range) known.set(place, generation);
    else
      known.set(
        place,
        new Map([
          [before.range, before],
          [generation.range, generation],
        ]),
      );
  }

  return {
    add(generation) {
      for (const { range, keyRange } of generation.settings) {
        note(range, generation);
        note(keyRange, generation);
      }
      for (const { range, weightRange } of generation.loras) {
        note(range, generation);
        note(weightRange, generation);
      }
    },
    at(range) {
      const found = known.get(range);
      return found instanceof Map ? found.values() : found ? [found] : [];
    },
  };
}
