/**
 * A YAML collection as blocks: stretches of whole lines that are read one by one, so that an edit reads again only the block it
 * falls into. Large blocks are made of blocks themselves.
 */
import { slicesOf, type Work } from '../../common/slices.ts';
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
} from '../nodes.ts';
import { CUT_ABOVE, CUT_LEVELS } from '../sizes.ts';
import { type NameEvent, readYaml } from '../yaml.ts';
import { type BlockPlace, entriesIn, type Inside, insideOf } from './yaml-lines.ts';
import type { ParserShare } from './yaml-share.ts';
import { readSimpleYaml } from './yaml-simple.ts';

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
  readonly share: ParserShare;
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

export interface Block {
  length: number;
  /** Entries or items that it adds to the container. */
  readonly count: number;
  readonly names: readonly NameEvent[];
  readonly inside: Blocks | null;
}

/** Makes the container of a kind, empty. */
export function containerAt(start: number, { kind }: BlockPlace, revision: number): ContainerNode {
  return kind === 'map' ? new MapNode(start, revision) : new ListNode(start, revision);
}

/** Reads a stretch that holds one block collection. `null` when a line stands further out than the collection. */
export function* readBlocks(stretch: Stretch, place: BlockPlace): Work<Blocks | null> {
  const { text, base, indent, depth, revision, share } = stretch;
  const starts = yield* entriesIn(text, place, indent);
  if (starts === null) return null;
  const container = containerAt(base, place, revision);
  const blocks: Blocks = { container, place, indent, depth, lead: starts[0] ?? text.length, list: [] };
  const isDue = slicesOf('characters');
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? text.length;
    blocks.list.push(yield* readBlock(part(stretch, start, end), place, container, base));
    if (share.unread) break;
    if (isDue(end - start)) yield;
  }
  settle(blocks, base);
  return blocks;
}

/** A part of a stretch that begins with a line, or with the stretch. */
export function part(stretch: Stretch, start: number, end: number): Stretch {
  const { text, base, indent } = stretch;
  return { ...stretch, text: text.slice(start, end), base: base + start, indent: start === 0 ? indent : 0 };
}

/** Reads one block and adds what it holds to a container that starts at `containerStart`. */
export function* readBlock(
  stretch: Stretch,
  place: BlockPlace,
  container: ContainerNode,
  containerStart: number,
): Work<Block> {
  const { text, base, depth, indent } = stretch;
  const before = sizeOf(container);
  const inside = text.length > CUT_ABOVE && depth < CUT_LEVELS ? yield* insideOf(text, place, indent) : null;
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

/** A key whose colon is not typed yet, alone on its line. */
const BARE = /^( *)([A-Za-z_][\w-]*) *\r?\n?$/;

function readLeaf(
  { text, base, indent, revision, share }: Stretch,
  { kind }: BlockPlace,
  container: ContainerNode,
  containerStart: number,
): readonly NameEvent[] {
  const [, spaces, bare] = BARE.exec(text) ?? [];
  if (bare !== undefined) {
    if (container.kind === 'map') addBare(container, containerStart, base + spaces.length, bare);
    return [];
  }
  const simple = readSimpleYaml(text, base, indent, revision);
  if (!simple && share.of(text, base) < text.length) {
    if (share.unread) share.unread = { ...share.unread, within: container };
    return [];
  }
  const reading = simple ?? readYaml(text, base, indent, revision)[0];
  if (!reading) return [];
  const { root, block, inside } = reading;
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
    return inside;
  }
  // A line without a colon is a key whose value is not typed yet.
  if (container.kind === 'map' && root.kind === 'scalar' && root.style === 'plain') {
    for (const line of root.source.matchAll(/\S[^\r\n]*/g)) {
      addBare(container, containerStart, start + line.index, line[0].trimEnd());
    }
  }
  return [];
}

function addBare(container: MapNode, containerStart: number, from: number, name: string): void {
  const end = from + name.length;
  addEntry(container, containerStart, new KeyNode({ start: from, end }, name), missing(end), false);
}

/** Puts a container's own start at its first block with anything in it, and its end at that of its last value. */
export function settle({ container, place, indent, lead, list }: Blocks, textStart: number): void {
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

/** Anchors and aliases of blocks and all in them, in the order of the text. */
export function* eventsOf(list: readonly Block[]): Generator<NameEvent> {
  for (const { names, inside } of list) {
    yield* names;
    if (inside) yield* eventsOf(inside.list);
  }
}
