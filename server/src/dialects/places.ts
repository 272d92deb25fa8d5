/** Which generations a value belongs to, so that a cursor finds them without asking every generation of a large file. */
import type { Place } from '../syntax/document.ts';
import { isAround, isValue, ValueSpan } from '../syntax/navigate.ts';
import type { Generation } from './generation.ts';

export interface Places {
  /** Notes where a generation is, and where it has settings and LoRAs. A newer reading of the same place takes the older one's. */
  add(generation: Generation): void;
  /**
   * Generations that may have a setting or LoRA at a value or key, or inside a value: all that do, and those around it. Some
   * may no longer be there.
   */
  at(range: Place): Iterable<Generation>;
}

export function createPlaces(): Places {
  /** By the place that a generation is of. What it has inside is found from there. */
  const within = new WeakMap<Place, Map<string, Generation>>();
  /** By what generations have elsewhere (shared defaults, linked nodes), and the place that each is of. */
  const elsewhere = new WeakMap<Place, Map<Place, Generation>>();

  function note(range: Place, generation: Generation): void {
    const place = placeOf(range);
    const known = elsewhere.get(place) ?? new Map<Place, Generation>();
    elsewhere.set(place, known.set(generation.range, generation));
  }

  function noteUnlessWithin(range: Place, more: Place | null, generation: Generation): void {
    const place = placeOf(range);
    if (isValue(place) && isAround(generation.range, place)) return;
    note(range, generation);
    if (more) note(more, generation);
  }

  return {
    add(generation) {
      const { range, id, pointer } = generation;
      const known = within.get(range) ?? new Map<string, Generation>();
      // The place may move, and with it the pointer; what tells several of one place apart stays.
      within.set(range, known.set(id.startsWith(pointer) ? id.slice(pointer.length) : id, generation));
      for (const { range, keyRange } of generation.settings) noteUnlessWithin(range, keyRange, generation);
      if (generation.model) noteUnlessWithin(generation.model.range, null, generation);
      for (const { range, weightRange } of generation.loras) noteUnlessWithin(range, weightRange, generation);
    },
    *at(range) {
      const place = placeOf(range);
      yield* elsewhere.get(place)?.values() ?? [];
      for (let node = isValue(place) ? place : null; node; node = node.parent) yield* within.get(node)?.values() ?? [];
    },
  };
}

/** What a range is of: a stretch inside a value moves with it. */
function placeOf(range: Place): Place {
  return range instanceof ValueSpan ? range.value : range;
}
