/** Mappings that only hold what others take of them (`defaults: &d {…}`) are drawn by nobody. */
import type { MapValue } from '../syntax/document.ts';
import { placeOf } from '../syntax/navigate.ts';
import type { Generation, Occurrence } from './generation.ts';
import { isOwn, mappingOf } from './users.ts';

/**
 * Those generations that are drawn. One is left out where its count is another's, too, that takes it from elsewhere, and it is a
 * template. `isTemplate`: asked of the mapping of one whose count is shared.
 */
export function withoutTemplates(
  generations: readonly Generation[],
  isTemplate: (map: MapValue) => boolean,
): readonly Generation[] {
  const taken = new Set<unknown>();
  for (const generation of generations)
    for (const count of countsOf(generation)) if (!isOwn(count, generation)) taken.add(placeOf(count.range));
  if (taken.size === 0) return generations;
  const isShared = (generation: Generation) => countsOf(generation).some(({ range }) => taken.has(placeOf(range)));
  const templates = new Set(
    generations.filter((each) => {
      const map = mappingOf(each);
      return map !== null && isShared(each) && isTemplate(map);
    }),
  );
  // Of templates alone something would be drawn all the same.
  const drawn = new Set<unknown>();
  for (const generation of generations)
    if (!templates.has(generation)) for (const { range } of countsOf(generation)) drawn.add(placeOf(range));
  return generations.filter(
    (each) => !templates.has(each) || !countsOf(each).every(({ range }) => drawn.has(placeOf(range))),
  );
}

function countsOf({ settings }: Generation): Occurrence[] {
  return settings.filter(({ setting, pass }) => setting === 'inference_steps' && pass === null);
}
