/**
 * Brings a JSON document up to date after an edit by reading again only what the edit can have changed.
 *
 * Reading resumes before the edit, in the innermost container around it and between two of its values, where the reader's
 * state is known. It stops as soon as it is behind the edit and again between two values of that container at a place where it
 * was before: from there on everything is as it was. If that never happens, the container around is tried, and so on.
 */
import { JsonReader } from '../json.ts';
import {
  type ContainerNode,
  childAt,
  ListNode,
  lastSlotUpTo,
  MapNode,
  shift,
  sizeOf,
  slotAt,
  splice,
  touch,
  type ValueNode,
} from '../nodes.ts';
import { FIRST_STRETCH } from '../sizes.ts';
import type { Edit, SourceText } from '../text.ts';

/** What was read again, and where it goes. */
interface Patch {
  readonly part: ContainerNode;
  readonly from: number;
  /** Old values in its place. */
  readonly count: number;
  readonly toEnd: boolean;
}

/** Brings the tree under `root` up to date; false when the text must be read anew. `text` is the text after the edit. */
export function editJson(root: ValueNode, text: SourceText, edit: Edit, revision: number): boolean {
  const delta = edit.text.length - (edit.end - edit.start);
  let container = innermost(root, edit);
  while (container !== null) {
    const patch = reread(container, text, edit, delta, revision);
    if (patch === 'unbounded') return false;
    if (patch !== null) {
      apply(container, patch, delta, revision);
      return true;
    }
    container = container.parent;
  }
  return false;
}

/** The innermost container with the whole edit inside its brackets; `null` when there is none. */
function innermost(root: ValueNode, edit: Edit): ContainerNode | null {
  let found: ContainerNode | null = null;
  let start = root.offset;
  for (let node: ValueNode | null = root; node !== null && holds(node, start, edit); ) {
    found = node;
    const index = lastSlotUpTo(node, edit.start - start);
    if (index < 0) break;
    node = childAt(node, index);
    start += node.offset;
  }
  return found;
}

function holds(node: ValueNode, start: number, edit: Edit): node is ContainerNode {
  if (node.kind !== 'map' && node.kind !== 'list') return false;
  const end = start + node.length;
  return edit.start > start && (node.closed ? edit.end < end : node.parent === null && edit.end <= end);
}

/** Reads from a safe place before the edit. `null`: not by this container; `unbounded`: the text ran out. */
function reread(
  container: ContainerNode,
  text: SourceText,
  edit: Edit,
  delta: number,
  revision: number,
): Patch | null | 'unbounded' {
  const start = container.start;
  // The value before the edit may run into it; in an untidy container the state between two values is not known.
  const touched = container.tidy ? Math.max(lastSlotUpTo(container, edit.start - start - 1), 0) : 0;
  const from = sizeOf(container) === 0 || !container.tidy ? 0 : touched;
  const resumeAt = from === 0 ? start + 1 : start + slotAt(container, from);
  for (let length = edit.start + edit.text.length - resumeAt + FIRST_STRETCH; ; length *= 4) {
    const end = Math.min(resumeAt + length, text.length);
    const stretch = new Stretch(container, start, text.slice(resumeAt, end), resumeAt, revision);
    const stop = stretch.read(edit, delta, end === text.length);
    if (stop === 'more') continue;
    if (stop === null || stop === 'unbounded') return stop;
    return { part: stretch.part, from, count: stop - from, toEnd: stop === sizeOf(container) };
  }
}

/** Collections around one. */
function depthOf({ parent }: ContainerNode): number {
  let depth = 0;
  for (let node = parent; node; node = node.parent) depth += 1;
  return depth;
}

/** A stretch of text being read in place of a container's values. */
class Stretch {
  readonly part: ContainerNode;
  readonly #container: ContainerNode;
  readonly #start: number;
  readonly #base: number;
  readonly #reader: JsonReader;
  readonly #length: number;

  constructor(container: ContainerNode, start: number, text: string, base: number, revision: number) {
    this.part = container.kind === 'map' ? new MapNode(start, revision) : new ListNode(start, revision);
    this.#container = container;
    this.#start = start;
    this.#base = base;
    this.#length = text.length;
    this.#reader = new JsonReader(text, base, revision, depthOf(container));
    this.#reader.reopen(this.part, start);
  }

  /** Index of the first old value that is still good. `more`: the stretch was too short. */
  read(edit: Edit, delta: number, isWhole: boolean): number | null | 'more' | 'unbounded' {
    const behind = edit.start + edit.text.length;
    const { tokens } = this.#reader;
    for (;;) {
      const { kind } = tokens;
      // The last token of a stretch may go on behind it.
      if (kind === undefined || this.#mayGoOn(isWhole)) return isWhole ? 'unbounded' : 'more';
      const at = this.#base + tokens.start;
      if ((kind === '}' || kind === ']') && !this.#reader.closes(kind)) return this.#atEnd(kind, at, behind, delta);
      this.#reader.take();
      if (this.#reader.unread) return 'unbounded';
      if (kind !== ',' || at < behind || this.#reader.depth !== 1) continue;
      if (tokens.kind === undefined) continue;
      const next = this.#oldValueAt(this.#base + tokens.start - delta - this.#start);
      if (next !== null && this.#reader.isBetween) return next;
    }
  }

  #mayGoOn(isWhole: boolean): boolean {
    const { tokens } = this.#reader;
    return !isWhole && (tokens.isWord ? tokens.word().end : tokens.end) >= this.#length;
  }

  /** A bracket that closes nothing opened in the stretch: the container's own, where it was before, or a mismatch. */
  #atEnd(bracket: string, at: number, behind: number, delta: number): number | null {
    const own = this.#container.kind === 'map' ? '}' : ']';
    const asBefore = this.#container.closed && at - delta === this.#start + this.#container.length - 1;
    if (bracket !== own || !asBefore || at < behind || this.#reader.depth !== 1) return null;
    this.#reader.finishKey();
    return sizeOf(this.#container);
  }

  /** The old value whose slot begins at an offset from the container's start, in old places. */
  #oldValueAt(offset: number): number | null {
    if (!this.#container.tidy) return null;
    const index = lastSlotUpTo(this.#container, offset);
    return index >= 0 && slotAt(this.#container, index) === offset ? index : null;
  }
}

function apply(container: ContainerNode, { part, from, count, toEnd }: Patch, delta: number, revision: number): void {
  const wholly = from === 0 && toEnd;
  container.tidy = wholly ? part.tidy : container.tidy && part.tidy;
  shift(container, from + count, delta);
  splice(container, from, count, part, revision);
  container.shape = revision;
  touch(container, revision);
  stretch(container, delta);
}

/** Makes a container longer, and moves what comes behind it in all containers around. */
function stretch(container: ContainerNode, delta: number): void {
  container.length += delta;
  for (let node = container; node.parent !== null; node = node.parent) {
    const { parent } = node;
    const index = parent.kind === 'list' ? Number(node.key) : lastSlotUpTo(parent, node.offset);
    shift(parent, index + 1, delta);
    parent.length += delta;
  }
}
