/**
 * A YAML collection as blocks: stretches of whole lines that are read one by one, so that an edit reads again only the block it
 * falls into. Large blocks are made of blocks themselves.
 */
import {
  addEntry,
  addItem,
  type ContainerNode,
  childAt,
  KeyNode,
  ListNode,
  MapNode,
  missing,
  shift,
  sizeOf,
  splice,
  touch,
} from './nodes.ts';
import { run } from './pauses.ts';
import type { Edit, SourceText } from './text.ts';
import { type NameEvent, readYaml } from './yaml.ts';
import { type BlockPlace, entriesIn, type Inside, insideOf, placeOf } from './yaml-lines.ts';
import { readSimpleYaml } from './yaml-simple.ts';

/** Code units above which a block is cut into blocks. Smaller ones are read within a millisecond as they are. */
const CUT_ABOVE = 1024;

/** Levels that are cut: real files nest a dozen. What is deeper is read with the block around it. */
const CUT_LEVELS = 16;

/** Code units read between two pauses. */
const SLICE = 4096;

/** A stretch of the file's text to be read. */
export interface Stretch {
  readonly text: string;
  /** Where it begins in the file. */
  readonly base: number;
  /** Column at which it begins in the middle of a line (`- key: …`); 0 where it begins with a line. */
  readonly indent: number;
  /** How many levels of blocks are around it. */
  readonly depth: number;
  readonly revision: number;
}

export interface Blocks {
  readonly container: ContainerNode;
  readonly place: BlockPlace;
  /** As of the stretch they were read from. */
  readonly indent: number;
  readonly depth: number;
  /** Code units before the first block: comments, and the head of the entry whose inside this is. */
  lead: number;
  readonly list: Block[];
}

interface Block {
  length: number;
  /** Entries or items that it adds to the container. */
  readonly count: number;
  readonly names: readonly NameEvent[];
  readonly inside: Blocks | null;
}

/** Makes the container of a kind, empty. */
function containerAt(start: number, { kind }: BlockPlace, revision: number): ContainerNode {
  return kind === 'map' ? new MapNode(start, revision) : new ListNode(start, revision);
}

/** Reads a stretch that holds one block collection. `null` when a line stands further out than the collection. */
export function* readBlocks(stretch: Stretch, place: BlockPlace): Generator<void, Blocks | null> {
  const { text, base, indent, depth, revision } = stretch;
  const starts = entriesIn(text, place, indent);
  if (starts === null) return null;
  const container = containerAt(base, place, revision);
  const blocks: Blocks = { container, place, indent, depth, lead: starts[0] ?? text.length, list: [] };
  let unpaused = 0;
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? text.length;
    blocks.list.push(yield* readBlock(part(stretch, start, end), place, container, base));
    unpaused += end - start;
    if (unpaused < SLICE) continue;
    unpaused = 0;
    yield;
  }
  settle(blocks, base);
  return blocks;
}

/** A part of a stretch that begins with a line, or with the stretch. */
function part(stretch: Stretch, start: number, end: number): Stretch {
  const { text, base, indent } = stretch;
  return { ...stretch, text: text.slice(start, end), base: base + start, indent: start === 0 ? indent : 0 };
}

/** Reads one block and adds what it holds to a container that starts at `containerStart`. */
function* readBlock(
  stretch: Stretch,
  place: BlockPlace,
  container: ContainerNode,
  containerStart: number,
): Generator<void, Block> {
  const { text, base, depth, indent } = stretch;
  const before = sizeOf(container);
  const inside = text.length > CUT_ABOVE && depth < CUT_LEVELS ? insideOf(text, place, indent) : null;
  const inner = inside && (yield* readBlocks(below(stretch, inside), inside));
  if (inside === null || inner === null) {
    const names = readLeaf(stretch, place, container, containerStart);
    return { length: text.length, count: sizeOf(container) - before, names, inside: null };
  }
  // From here on its text begins with the block around it.
  inner.lead += inside.head;
  const value = inner.container;
  if (container.kind === 'map' && inside.key) {
    const { start, end, text: name } = inside.key;
    addEntry(container, containerStart, new KeyNode({ start: base + start, end: base + end }, name), value, false);
  } else if (container.kind === 'list') {
    addItem(container, containerStart, value);
  }
  const names = inside.anchor === null ? [] : [{ define: inside.anchor, value }];
  return { length: text.length, count: 1, names, inside: inner };
}

/** What stands below the head of a block. */
function below(stretch: Stretch, { head, column }: Inside): Stretch {
  const { text, base, depth } = stretch;
  const isLine = text[head - 1] === '\n';
  return { ...stretch, text: text.slice(head), base: base + head, indent: isLine ? 0 : column, depth: depth + 1 };
}

function readLeaf(
  { text, base, indent, revision }: Stretch,
  { kind }: BlockPlace,
  container: ContainerNode,
  containerStart: number,
): readonly NameEvent[] {
  const reading = readSimpleYaml(text, base, indent, revision) ?? readYaml(text, base, indent, revision)[0];
  if (!reading) return [];
  const { root, block, names } = reading;
  const start = root.offset;
  if (root.kind === kind && block) {
    if (root.kind === 'map' && container.kind === 'map') {
      for (const { key, value, merge } of root.entries) {
        key.offset += start;
        value.offset += start;
        addEntry(container, containerStart, key, value, merge);
      }
    } else if (root.kind === 'list' && container.kind === 'list') {
      for (const value of root.items) {
        value.offset += start;
        addItem(container, containerStart, value);
      }
    }
    return names;
  }
  // A line without a colon is a key whose value is not typed yet.
  if (container.kind === 'map' && root.kind === 'scalar' && root.style === 'plain') {
    for (const line of root.source.matchAll(/\S[^\r\n]*/g)) {
      const name = line[0].trimEnd();
      const from = start + line.index;
      const key = new KeyNode({ start: from, end: from + name.length }, name);
      addEntry(container, containerStart, key, missing(from + name.length), false);
    }
  }
  return [];
}

/** Puts a container's own start at its first block with anything in it, and its end at that of its last value. */
function settle({ container, place, indent, lead, list }: Blocks, textStart: number): void {
  let start = textStart + lead;
  const first = list.findIndex(({ count }) => count > 0);
  for (const { length } of list.slice(0, Math.max(first, 0))) start += length;
  // The first block may begin in the middle of its line; any other begins with its indentation.
  if (list.length > 0 && !(first <= 0 && indent > 0)) start += place.column;
  const moved = start - container.start;
  container.offset += moved;
  shift(container, 0, -moved);
  const size = sizeOf(container);
  const last = size === 0 ? null : childAt(container, size - 1);
  container.length = last ? last.offset + last.length : 0;
}

/** An edit in the middle of being applied. */
export interface BlockEdit {
  readonly edit: Edit;
  readonly delta: number;
  /** The text after the edit. */
  readonly text: SourceText;
  readonly revision: number;
  /** Set by the edit: where it took place, with the anchors and aliases that were there before and are now. */
  done: { readonly container: ContainerNode; readonly before: NameEvent[]; readonly after: NameEvent[] } | null;
  /** Set when collections got another index. */
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
  const { text, delta, revision } = change;
  let first = firstTouched;
  let from = fromTouched;
  for (;;) {
    // With the first block goes what stands before it, where that is the document's own.
    if (first === 0 && isRoot) from = start;
    const stretch = text.slice(from, end + delta);
    const indent = first === 0 && !isRoot ? blocks.indent : 0;
    const starts = entriesIn(stretch, place, indent);
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
    const read: Stretch = { text: stretch, base: from, indent, depth: blocks.depth, revision };
    const values = containerAt(containerStart, place, revision);
    const fresh = starts.map((at, index) =>
      run(readBlock(part(read, at, starts[index + 1] ?? stretch.length), place, values, containerStart)),
    );
    const before = countBefore(list, first);
    const removed = countBefore(list, last + 1) - before;
    const replaced = list.slice(first, last + 1);
    change.done = { container, before: [...eventsOf(replaced)], after: [...eventsOf(fresh)] };
    shift(container, before + removed, delta);
    change.moved = splice(container, before, removed, values) || change.moved;
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

/** Whether there are anchors or aliases in a block. */
function hasNames({ names, inside }: Block): boolean {
  return names.length > 0 || (inside?.list.some(hasNames) ?? false);
}

/** Whether there are anchors or aliases in blocks. */
export function anyNames(blocks: Blocks): boolean {
  return blocks.list.some(hasNames);
}

/** The anchors and aliases of blocks in the order of the text. */
export function namesIn(blocks: Blocks): Generator<NameEvent> {
  return eventsOf(blocks.list);
}

function* eventsOf(list: readonly Block[]): Generator<NameEvent> {
  for (const { names, inside } of list) {
    yield* names;
    if (inside) yield* eventsOf(inside.list);
  }
}
