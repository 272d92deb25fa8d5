/**
 * What is worth a look in a document, found once: each collection remembers what is in it, so that after an edit only the
 * collections around the edit are looked through again.
 */
import { kept } from '../common/memory.ts';
import { slicesOf, type Work } from '../common/slices.ts';
import type { ListValue, MapValue, ScalarValue, SourceDocument, Value } from '../syntax/document.ts';
import { LOOKED_THROUGH, REMEMBERED_LEVELS } from '../syntax/sizes.ts';

/** What readers look for. All three are asked of a value and what is in it, never of what is around. */
export interface Looks<Mark> {
  /** What a mapping may be, and whether to look into it. */
  ofMap(map: MapValue): { readonly marks: readonly Mark[]; readonly inside: boolean };
  ofScalar(scalar: ScalarValue): readonly Mark[];
}

/** Finds of the document, pausing now and then. */
export type Surveyor<Mark> = (document: SourceDocument) => Work<readonly Mark[]>;

type Collection = MapValue | ListValue;

/** What is kept in a collection's `notes`. */
interface Note<Mark> {
  readonly by: object;
  readonly revision: number;
  readonly marks: readonly Mark[];
}

interface Frame<Mark> {
  readonly collection: Collection;
  next: number;
  /** Shared with the frame around it below the remembered levels. */
  readonly marks: Mark[];
  readonly remembered: boolean;
  hasCollections: boolean;
}

export function createSurveyor<Mark>(looks: Looks<Mark>): Surveyor<Mark> {
  const by = {};

  function noteOf({ notes, revision }: Collection): Note<Mark> | null {
    const note = notes as Note<Mark> | null;
    return note !== null && note.by === by && note.revision === revision ? note : null;
  }

  return function* survey(document) {
    const all: Mark[] = [];
    const isDue = slicesOf('collections');
    for (const root of document.roots) {
      const frames: Frame<Mark>[] = [];
      enter(root, all, frames);
      for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
        const child = childOf(frame.collection, frame.next);
        frame.next += 1;
        if (child === undefined) {
          leave(frame, frames);
          if (isDue()) yield;
        } else {
          frame.hasCollections ||= child.kind === 'map' || child.kind === 'list';
          enter(child, frame.marks, frames);
        }
      }
    }
    return all;

    function enter(value: Value, marks: Mark[], frames: Frame<Mark>[]): void {
      if (value.kind === 'scalar') {
        for (const mark of looks.ofScalar(value)) marks.push(mark);
      } else if (value.kind !== 'alias') {
        const note = noteOf(value);
        if (note) {
          for (const mark of note.marks) marks.push(mark);
          return;
        }
        const remembered = frames.length < REMEMBERED_LEVELS;
        const own = remembered ? [] : marks;
        const found = value.kind === 'map' ? looks.ofMap(value) : null;
        for (const mark of found?.marks ?? []) own.push(mark);
        const isLeft = found?.inside === false || frames.length >= LOOKED_THROUGH;
        const next = isLeft ? Number.POSITIVE_INFINITY : 0;
        frames.push({ collection: value, next, marks: own, remembered, hasCollections: false });
      }
    }

    function leave({ collection, marks, remembered, hasCollections }: Frame<Mark>, frames: Frame<Mark>[]): void {
      frames.pop();
      if (!remembered) return;
      // A collection of nothing but scalars is looked through as fast as it is remembered.
      if (hasCollections || marks.length > 0) {
        const note: Note<Mark> = { by, revision: collection.revision, marks: kept(marks) };
        collection.notes = note;
      }
      const around = frames.at(-1)?.marks ?? all;
      for (const mark of marks) around.push(mark);
    }
  };
}

function childOf(collection: Collection, index: number): Value | undefined {
  return collection.kind === 'map' ? collection.entries[index]?.value : collection.items[index];
}
