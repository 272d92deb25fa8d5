/** A finished render as the history keeps it: what was asked for and what came of it. No vscode. */
import type { PictureData } from '../panel/picture.ts';
import type { KeptRender } from './kept-schema.ts';

/** What is kept of a render and its picture; `random`: eight hex digits. `null` when there is no room even for this one. */
export function keptOf(
  render: Omit<KeptRender, 'id' | 'mime' | 'motion'>,
  { bytes, ...kind }: PictureData,
  limit: number,
  random: string,
): KeptRender | null {
  return bytes.length > limit ? null : { ...render, ...kind, id: newId(Date.now(), random) };
}

/** An id for a render kept at `time` (milliseconds since 1970); `random`: eight hex digits. */
export function newId(time: number, random: string): string {
  return `${String(time).padStart(13, '0')}-${random}`;
}

/** When a render was kept, in milliseconds since 1970. */
export function timeOf({ id }: { readonly id: string }): number {
  return Number(id.slice(0, 13));
}

/** Bytes that the history may take, from the setting in megabytes. What is no such number must not cost anyone their renders. */
export function roomFrom(megabytes: unknown): number {
  const isRoom = typeof megabytes === 'number' && megabytes >= 0;
  return (isRoom ? megabytes : USUAL_ROOM) * 1_000_000;
}

/** Megabytes, as package.json has it. */
const USUAL_ROOM = 200;

/** What files of a render take up. */
export interface Stored {
  readonly id: string;
  readonly bytes: number;
}

/** Milliseconds that the time of a render may lie ahead of `now` and still be believed. */
const AHEAD = 24 * 3_600_000;

/**
 * Newest first. The clock of a render that was kept more than a day ahead of `now` was wrong: it counts as the oldest, since it
 * would otherwise stand before all others for ever.
 */
export function newestFirst<Item>(items: readonly Item[], idOf: (item: Item) => string, now: number): Item[] {
  const rank = (item: Item): string => `${timeOf({ id: idOf(item) }) > now + AHEAD ? 0 : 1}${idOf(item)}`;
  return items.toSorted((a, b) => (rank(a) > rank(b) ? -1 : rank(a) < rank(b) ? 1 : 0));
}

/** The renders that have to go so that the rest takes at most `limit` bytes: the oldest, and never the one that was `kept` just now. */
export function evicted<Render extends Stored>(
  stored: readonly Render[],
  limit: number,
  now: number,
  kept: string | null = null,
): Render[] {
  let total = stored.reduce((sum, { bytes }) => sum + bytes, 0);
  return newestFirst(stored, ({ id }) => id, now)
    .reverse()
    .filter(({ id, bytes }) => {
      if (total <= limit || id === kept) return false;
      total -= bytes;
      return true;
    });
}
