/** Mappings that only hold what others take of them (`defaults: &d {…}`) are drawn by nobody. */
import { kept } from '../common/memory.ts';
import type { MapValue } from '../syntax/document.ts';
import { placeOf } from '../syntax/navigate.ts';
import type { Generation, Occurrence } from './generation.ts';
import { isOwn, mappingOf } from './users.ts';

/** A generation with what decides whether it is drawn, which is so as long as the generation is the same. */
export interface Counted {
  readonly generation: Generation;
  readonly counts: readonly Occurrence[];
  /** Those that stand elsewhere. */
  readonly taken: readonly Occurrence[];
  /** Whether it is of a template; `null` until somebody asks. */
  isTemplate: boolean | null;
}

/** A generation with its counts, sorted by where they stand. */
export function countedOf(generation: Generation): Counted {
  const counts = generation.settings.filter(({ setting, pass }) => setting === 'inference_steps' && pass === null);
  const taken = counts.filter((count) => !isOwn(count, generation));
  return { generation, counts: kept(counts), taken: kept(taken), isTemplate: null };
}

/**
 * Those generations that are drawn. One is left out where its count is another's, too, that takes it from elsewhere, and it is a
 * template. `isTemplate`: asked of the mapping of one whose count is shared.
 */
export function withoutTemplates(
  all: readonly Counted[],
  isTemplate: (map: MapValue) => boolean,
): readonly Generation[] {
  const shared = new Set<unknown>();
  for (const { taken } of all) for (const { range } of taken) shared.add(placeOf(range));
  const mayBeLeftOut = (one: Counted): boolean => {
    if (!one.counts.some(({ range }) => shared.has(placeOf(range)))) return false;
    if (one.isTemplate === null) {
      const map = mappingOf(one.generation);
      one.isTemplate = map !== null && isTemplate(map);
    }
    return one.isTemplate;
  };
  const templates = new Set(shared.size > 0 ? all.filter(mayBeLeftOut) : []);
  if (templates.size === 0) return all.map(({ generation }) => generation);
  // Of templates alone something would be drawn all the same.
  const drawn = new Set<unknown>();
  for (const one of all) if (!templates.has(one)) for (const { range } of one.counts) drawn.add(placeOf(range));
  const isDrawn = (one: Counted): boolean =>
    !templates.has(one) || !one.counts.every(({ range }) => drawn.has(placeOf(range)));
  return all.filter(isDrawn).map(({ generation }) => generation);
}
