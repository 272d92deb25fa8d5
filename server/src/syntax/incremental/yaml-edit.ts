/** Brings the blocks of a YAML collection up to date after an edit: those it touches are cut and read anew. */

import { finish } from '../../common/slices.ts';
import { type ContainerNode, shift, splice, touch } from '../nodes.ts';
import { CUT_ABOVE } from '../sizes.ts';
import type { Edit, SourceText } from '../text.ts';
import type { NameEvent } from '../yaml.ts';
import {
  type Block,
  type Blocks,
  containerAt,
  eventsOf,
  part,
  readBlock,
  type Stretch,
  settle,
} from './yaml-blocks.ts';
import { entriesIn, placeOf } from './yaml-lines.ts';
import type { ParserShare } from './yaml-share.ts';

/** An edit in the middle of being applied. */
export interface BlockEdit {
  readonly edit: Edit;
  readonly delta: number;
  /** The text after the edit. */
  readonly text: SourceText;
  readonly revision: number;
  /** What may still be parsed of the document. */
  readonly share: ParserShare;
  /** Set by the edit: where it took place, with the anchors and aliases that were there before and are now. */
  done: { readonly container: ContainerNode; readonly before: NameEvent[]; readonly after: NameEvent[] } | null;
  /** Set when values got another index. */
  moved: boolean;
}

/**
 * Brings blocks up to date. `start`: where their text begins, lead included. `isRoot`: the lead is the document's own and may be
 * edited too. `isLast`: nothing comes after them in the file. False when they no longer are a collection of this kind at this
 * column: then nothing has changed, and what is around must be read anew.
 */
export function editBlocks(
  blocks: Blocks,
  start: number,
  isRoot: boolean,
  isLast: boolean,
  change: BlockEdit,
): boolean {
  const { edit, delta, revision } = change;
  const { container, list } = blocks;
  const firstStart = start + blocks.lead;
  if (list.length === 0 || (edit.start < firstStart && !isRoot)) return false;
  const found = touched(list, firstStart, edit);
  if (found === null || (found.end === edit.end && !isLast)) return false;
  const { first, last, from } = found;
  const only = first === last && edit.start >= firstStart ? list[first] : null;
  if (only?.inside && only.length + delta > CUT_ABOVE) {
    const isLastBlock = isLast && last === list.length - 1;
    if (editBlocks(only.inside, from, false, isLastBlock, change)) {
      only.length += delta;
      shift(container, countBefore(list, last + 1), delta);
      settle(blocks, start);
      return true;
    }
  }
  return (
    recut(blocks, start, first, last, edit.start < firstStart ? start : from, found.end, isRoot, change) && touchAll()
  );

  function touchAll(): boolean {
    touch(container, revision);
    return true;
  }
}

/** The blocks that an edit touches, where the first of them begins and the last one ends. */
function touched(
  list: readonly Block[],
  start: number,
  edit: Edit,
): { first: number; last: number; from: number; end: number } | null {
  let first = 0;
  let from = start;
  while (first < list.length - 1 && from + list[first].length <= edit.start) from += list[first++].length;
  let last = first;
  let end = from + list[first].length;
  while (last < list.length - 1 && end <= edit.end) end += list[++last].length;
  return end < edit.end ? null : { first, last, from, end };
}

function countBefore(list: readonly Block[], index: number): number {
  let count = 0;
  for (let at = 0; at < index; at += 1) count += list[at].count;
  return count;
}

/** Cuts and reads a run of blocks anew. `from`, `end`: where they begin and end in the text before the edit. */
function recut(
  blocks: Blocks,
  start: number,
  firstTouched: number,
  last: number,
  fromTouched: number,
  end: number,
  isRoot: boolean,
  change: BlockEdit,
): boolean {
  const { container, place, list } = blocks;
  const { text, delta, revision, share } = change;
  let first = firstTouched;
  let from = fromTouched;
  for (;;) {
    // With the first block goes what stands before it, where that is the document's own.
    if (first === 0 && isRoot) from = start;
    const stretch = text.slice(from, end + delta);
    const indent = first === 0 && !isRoot ? blocks.indent : 0;
    const starts = finish(entriesIn(stretch, place, indent));
    if (starts === null) return false;
    const beginsRight = starts[0] === 0 || (first === 0 && isRoot);
    if (!beginsRight && first > 0) {
      // The first line now belongs to the block before.
      first -= 1;
      from -= list[first].length;
      continue;
    }
    if (!beginsRight) return false;
    if (first === 0) {
      const now = placeOf(stretch, indent);
      if (now?.kind !== place.kind || now.column !== place.column) return false;
    }
    const containerStart = container.start;
    const read: Stretch = { text: stretch, base: from, indent, depth: blocks.depth, revision, share };
    const values = containerAt(containerStart, place, revision);
    const fresh = starts.map((at, index) =>
      finish(readBlock(part(read, at, starts[index + 1] ?? stretch.length), place, values, containerStart)),
    );
    const before = countBefore(list, first);
    const removed = countBefore(list, last + 1) - before;
    const replaced = list.slice(first, last + 1);
    change.done = { container, before: [...eventsOf(replaced)], after: [...eventsOf(fresh)] };
    shift(container, before + removed, delta);
    change.moved = splice(container, before, removed, values, revision) || change.moved;
    container.shape = revision;
    if (first === 0) blocks.lead = isRoot ? (starts[0] ?? stretch.length) : blocks.lead;
    spliceBlocks(list, first, last - first + 1, fresh);
    settle(blocks, start);
    return true;
  }
}

function spliceBlocks(list: Block[], from: number, count: number, fresh: readonly Block[]): void {
  const rest = list.slice(from + count);
  list.length = from;
  for (const block of fresh) list.push(block);
  for (const block of rest) list.push(block);
}
