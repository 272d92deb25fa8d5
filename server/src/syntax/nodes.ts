/**
 * The values of a document as the readers make them. A value knows its place from the start of its parent, so that an edit
 * moves everything behind it by changing one number in each container around the edit.
 */
import { rememberedText } from '../common/memory.ts';
import { partitionPoint } from '../common/sorted.ts';
import {
  type AliasValue,
  type Entry,
  type ListValue,
  type MapValue,
  Place,
  type ResolvedValue,
  type ScalarValue,
} from './document.ts';
import type { Range } from './text.ts';

export type ContainerNode = MapNode | ListNode;
export type ValueNode = ScalarNode | AliasNode | ContainerNode;

abstract class Node extends Place {
  parent: ContainerNode | null = null;
  key: string | number | null = null;
  /** From the start of the parent; of a root from the start of the text. */
  offset: number;
  length: number;

  /** As an absolute place, until it is put into its parent. */
  constructor(start: number, end: number) {
    super();
    this.offset = start;
    this.length = end - start;
  }

  get start(): number {
    let start = this.offset;
    for (let node = this.parent; node !== null; node = node.parent) start += node.offset;
    return start;
  }

  get end(): number {
    return this.start + this.length;
  }
}

export class ScalarNode extends Node implements ScalarValue {
  readonly kind = 'scalar';
  readonly value: ScalarValue['value'];
  readonly source: string;
  readonly style: ScalarValue['style'];

  constructor(start: number, source: string, value: ScalarValue['value'], style: ScalarValue['style']) {
    super(start, start + source.length);
    this.value = value;
    this.source = source;
    this.style = style;
  }
}

export class AliasNode extends Node implements AliasValue {
  readonly kind = 'alias';
  readonly name: string;
  target: ResolvedValue | null = null;

  constructor(range: Range, name: string) {
    super(range.start, range.end);
    this.name = name;
  }
}

abstract class Container extends Node {
  revision: number;
  shape: number;
  notes: object | null = null;
  /** JSON: ended by its own bracket. */
  closed = false;
  /** JSON: nothing in it but values (with keys and colons, in maps) and one comma between each two. */
  tidy = true;

  constructor(start: number, revision: number) {
    super(start, start);
    this.revision = revision;
    this.shape = revision;
  }
}

export class ListNode extends Container implements ListValue {
  readonly kind = 'list';
  items: ValueNode[] = [];
}

export class MapNode extends Container implements MapValue {
  readonly kind = 'map';
  entries: EntryNode[] = [];
  plainAt: number | null = null;
}

class EntryNode implements Entry {
  readonly key: KeyNode;
  value: ValueNode;
  readonly merge: boolean;

  constructor(key: KeyNode, value: ValueNode, merge: boolean) {
    this.key = key;
    this.value = value;
    this.merge = merge;
  }
}

/** The same text for all keys of one: a file has the same few over and over. */
const oneText = rememberedText((text) => text);

/** A key's place, kept like a value's. */
export class KeyNode extends Place {
  owner: MapNode | null = null;
  offset: number;
  readonly length: number;
  readonly text: string;

  constructor({ start, end }: Range, text: string) {
    super();
    this.offset = start;
    this.length = end - start;
    this.text = oneText(text);
  }

  get start(): number {
    return this.owner === null ? this.offset : this.owner.start + this.offset;
  }

  get end(): number {
    return this.start + this.length;
  }
}

/** A key as the value that an anchor on it stands for: it lies where the key lies. */
export class KeyValueNode extends ScalarNode {
  readonly #key: KeyNode;

  constructor(key: KeyNode, { source, value, style }: Pick<ScalarValue, 'source' | 'value' | 'style'>) {
    super(key.offset, source, value, style);
    this.#key = key;
  }

  override get start(): number {
    return this.#key.start;
  }
}

/** The null that stands for a value nobody has written yet: an empty range where it would be typed. */
export function missing(offset: number): ScalarNode {
  return new ScalarNode(offset, '', null, 'plain');
}

/** Puts a value at the end of a list. `start`: where the list starts. */
export function addItem(list: ListNode, start: number, value: ValueNode): void {
  value.parent = list;
  value.key = list.items.length;
  value.offset -= start;
  list.items.push(value);
}

/** Puts an entry at the end of a map. `start`: where the map starts. */
export function addEntry(map: MapNode, start: number, key: KeyNode, value: ValueNode, merge: boolean): void {
  key.owner = map;
  key.offset -= start;
  value.parent = map;
  value.key = key.text;
  value.offset -= start;
  map.entries.push(new EntryNode(key, value, merge));
}

/** Up to here a list that grew has more room than things: one that got its first has seventeen. */
const ROOMY = 16;

/** Takes from a container that is whole the room that it had for growing. */
export function trim(container: ContainerNode): void {
  if (sizeOf(container) > ROOMY) return;
  if (container.kind === 'map') container.entries = container.entries.slice();
  else container.items = container.items.slice();
}

/** Marks a container and all around it as changed. */
export function touch(container: ContainerNode | null, revision: number): void {
  for (let node = container; node !== null; node = node.parent) node.revision = revision;
}

/** Marks all containers in a value, which has another JSON pointer now. */
function touchInside(value: ValueNode, revision: number): void {
  const pending = [value];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.kind !== 'map' && node.kind !== 'list') continue;
    node.revision = revision;
    const size = sizeOf(node);
    for (let index = 0; index < size; index += 1) pending.push(childAt(node, index));
  }
}

/** How many values a container holds. */
export function sizeOf(container: ContainerNode): number {
  return container.kind === 'map' ? container.entries.length : container.items.length;
}

/** The value at a place of a container, in order. */
export function childAt(container: ContainerNode, index: number): ValueNode {
  return container.kind === 'map' ? container.entries[index].value : container.items[index];
}

/** Where the part of a container begins that belongs to its value at an index: the key in maps. From the container's start. */
export function slotAt(container: ContainerNode, index: number): number {
  return container.kind === 'map' ? container.entries[index].key.offset : container.items[index].offset;
}

/** Index of the last value whose slot begins at or before an offset from the container's start; -1 when none does. */
export function lastSlotUpTo(container: ContainerNode, offset: number): number {
  return partitionPoint(sizeOf(container), (at) => slotAt(container, at) <= offset) - 1;
}

/** Moves the values of a container from an index on. Offsets only: the container's own length is the caller's. */
export function shift(container: ContainerNode, from: number, by: number): void {
  if (by === 0) return;
  const size = sizeOf(container);
  for (let index = from; index < size; index += 1) {
    childAt(container, index).offset += by;
    if (container.kind === 'map') container.entries[index].key.offset += by;
  }
}

/**
 * Puts the values of `part` in the place of some of a container's. `part` was read apart, from the same start and with the same
 * kind; it is of no use afterwards. True when values behind got another index.
 */
export function splice(
  container: ContainerNode,
  from: number,
  count: number,
  part: ContainerNode,
  revision: number,
): boolean {
  if (container.kind === 'map' && part.kind === 'map') {
    for (const { key, value } of part.entries) {
      key.owner = container;
      value.parent = container;
    }
    replace(container.entries, from, count, part.entries);
    return false;
  }
  if (container.kind !== 'list' || part.kind !== 'list') return false;
  for (const value of part.items) value.parent = container;
  const behind = from + part.items.length;
  replace(container.items, from, count, part.items);
  const { items } = container;
  for (let index = from; index < behind; index += 1) items[index].key = index;
  if (part.items.length === count) return false;
  for (let index = behind; index < items.length; index += 1) {
    items[index].key = index;
    touchInside(items[index], revision);
  }
  return behind < items.length;
}

/** As `Array.splice`, for any number of things: arguments of a call are limited. */
function replace<Thing>(things: Thing[], from: number, count: number, by: readonly Thing[]): void {
  if (by.length < 1000) {
    things.splice(from, count, ...by);
    return;
  }
  const rest = things.slice(from + count);
  things.length = from;
  for (const thing of by) things.push(thing);
  for (const thing of rest) things.push(thing);
}
