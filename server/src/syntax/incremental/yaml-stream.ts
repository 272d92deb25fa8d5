/** A YAML text as a stream of documents, each made of blocks where its root is a collection in block style. */

import type { Work } from '../../common/slices.ts';
import type { ResolvedValue } from '../document.ts';
import { type AliasNode, type ContainerNode, touch, type ValueNode } from '../nodes.ts';
import type { Edit, SourceText } from '../text.ts';
import { type NameEvent, namesOf, readYaml } from '../yaml.ts';
import { anyNames, type Blocks, namesIn, readBlocks } from './yaml-blocks.ts';
import { type BlockEdit, editBlocks } from './yaml-edit.ts';
import { hasDocumentMarks, isUncuttable, placeOf } from './yaml-lines.ts';
import { lastWithin, ParserShare } from './yaml-share.ts';

/** A stretch of the text that holds one document (or, where it can't be cut, all there are). */
interface Part {
  length: number;
  /** Code units of its `---` line. */
  readonly head: number;
  readonly blocks: Blocks | null;
  readonly roots: readonly ValueNode[];
  readonly names: readonly NameEvent[];
}

export interface YamlStream {
  readonly parts: readonly Part[];
  /** The text begins with what only the parser understands (directives, a byte order mark): it is read in one piece. */
  readonly whole: boolean;
  /** What may still be parsed of it. */
  readonly share: ParserShare;
  /** There are anchors or aliases in it. */
  named: boolean;
  /** The aliases of each anchored value. */
  users: Map<ResolvedValue, Set<AliasNode>>;
}

const START = /^---(?=\s|$)/gm;
/** `---key: 1` begins no document. */
const BEGINS = /^---(?=\s|$)/;
type Done = NonNullable<BlockEdit['done']>;

/** A `---` line that says no more than that. */
const BARE_START = /^---[ ]*(?:(?<= )#.*)?(?:\r?\n|$)/;

/** Reads a stream, pausing now and then. Never throws. */
export function* readStream(text: string, revision: number): Work<YamlStream> {
  const whole = isUncuttable(text);
  const starts = whole ? [0] : [...new Set([0, ...[...text.matchAll(START)].map(({ index }) => index)])];
  const parts: Part[] = [];
  const share = new ParserShare();
  for (const [index, start] of starts.entries()) {
    if (share.unread) break;
    parts.push(yield* readPart(text.slice(start, starts[index + 1] ?? text.length), start, whole, revision, share));
  }
  const named = parts.some(({ blocks, names }) => names.length > 0 || (blocks !== null && anyNames(blocks)));
  const stream: YamlStream = { parts, whole, share, named, users: new Map() };
  if (named) link(stream, revision);
  return stream;
}

function* readPart(text: string, base: number, whole: boolean, revision: number, share: ParserShare): Work<Part> {
  const head = BEGINS.test(text) ? (BARE_START.exec(text)?.[0].length ?? null) : 0;
  const body = head === null || whole ? null : text.slice(head);
  const place = body === null ? null : placeOf(body, 0);
  if (body !== null && head !== null && place) {
    const blocks = yield* readBlocks({ text: body, base: base + head, indent: 0, depth: 0, revision, share }, place);
    if (blocks) return { length: text.length, head, blocks, roots: [blocks.container], names: [] };
  }
  const parsed = share.of(text, base);
  const readings = parsed === 0 ? [] : readYaml(text.slice(0, parsed), base, 0, revision);
  const roots = readings.map(({ root }) => root);
  const last = roots.at(-1);
  if (share.unread && last) share.unread = { ...share.unread, within: lastWithin(last) };
  // Anchors of one document mean nothing in the next: several stand in one part only when the text is read in one piece.
  for (const reading of readings) linkNames(namesOf(reading), new Map(), revision);
  const names = readings.length === 1 ? namesOf(readings[0]) : [];
  return { length: text.length, head: 0, blocks: null, roots, names };
}

/** Brings a stream up to date after an edit; false when the text must be read anew. `text` is the text after the edit. */
export function editStream(stream: YamlStream, text: SourceText, edit: Edit, revision: number): boolean {
  const { share } = stream;
  if (stream.whole || share.unread || hasDocumentMarks(linesAround(text, edit))) return false;
  const delta = edit.text.length - (edit.end - edit.start);
  let start = 0;
  let index = 0;
  while (index < stream.parts.length - 1 && start + stream.parts[index].length <= edit.start)
    start += stream.parts[index++].length;
  const part = stream.parts[index];
  const isLast = index === stream.parts.length - 1;
  const bodyStart = start + part.head;
  if (!part.blocks || (part.head > 0 && edit.start < bodyStart)) return false;
  const change: BlockEdit = { edit, delta, text, revision, share, done: null, moved: false };
  // What was parsed before counts on: where there may be too much, all is counted anew.
  if (!editBlocks(part.blocks, bodyStart, true, isLast, change) || share.unread) return false;
  part.length += delta;
  for (const { roots } of stream.parts.slice(index + 1)) for (const root of roots) root.offset += delta;
  stream.named ||= change.done !== null && change.done.after.length > 0;
  if (stream.named && !(change.done && relink(stream, change.done, revision))) link(stream, revision);
  if (stream.named && change.moved) touchAliases(stream, revision);
  return true;
}

/** The whole lines that an edit has written in. */
function linesAround(text: SourceText, edit: Edit): string {
  const first = text.offset(text.position(edit.start).line, 0);
  const last = text.position(edit.start + edit.text.length).line;
  return text.slice(first, text.offset(last, Number.MAX_SAFE_INTEGER));
}

/** Links all aliases of a stream to what they mean. */
function link(stream: YamlStream, revision: number): void {
  stream.users = new Map();
  for (const { blocks, names } of stream.parts) linkNames(blocks ? namesIn(blocks) : names, stream.users, revision);
}

/** Links aliases to the last anchor of their name before them. What holds an alias changes with what it means. */
function linkNames(names: Iterable<NameEvent>, users: YamlStream['users'], revision: number): void {
  const anchors = new Map<string, ResolvedValue>();
  for (const event of names) {
    if (event.define !== undefined) {
      anchors.set(event.define, event.value);
      continue;
    }
    const { use } = event;
    const target = anchors.get(use.name) ?? null;
    const changed = target !== null && target.kind !== 'scalar' && target.revision === revision;
    note(users, use, target);
    if (target === use.target && !changed) continue;
    use.target = target;
    touch(use.parent, revision);
  }
}

function note(users: YamlStream['users'], use: AliasNode, target: ResolvedValue | null): void {
  if (!target) return;
  const others = users.get(target);
  if (others) others.add(use);
  else users.set(target, new Set([use]));
}

/**
 * Links what an edit has read anew, when it holds the same anchors and aliases as before: then all others mean what they meant.
 * False when it does not.
 */
function relink({ users }: YamlStream, { container, before, after }: Done, revision: number): boolean {
  if (before.length !== after.length || !before.every((event, index) => nameOf(event) === nameOf(after[index])))
    return false;
  const renewed = new Map<ResolvedValue, ResolvedValue>();
  const gone = new Set<AliasNode>();
  for (const [index, old] of before.entries()) {
    const now = after[index];
    if (old.define !== undefined && now.define !== undefined) renewed.set(old.value, now.value);
    else if (old.define === undefined && now.define === undefined) {
      const target = old.use.target && (renewed.get(old.use.target) ?? old.use.target);
      now.use.target = target;
      gone.add(old.use);
      if (old.use.target) users.get(old.use.target)?.delete(old.use);
      note(users, now.use, target);
    }
  }
  const touched: (ContainerNode | null)[] = [container];
  for (const [old, now] of renewed) {
    const usersOfOld = users.get(old);
    // What is gone is not kept.
    if (now !== old) users.delete(old);
    for (const use of usersOfOld ?? []) {
      if (gone.has(use)) continue;
      use.target = now;
      note(users, use, now);
      touched.push(use.parent);
    }
  }
  touchUsers(touched, users, revision);
  return true;
}

function nameOf(event: NameEvent): string {
  return event.define === undefined ? `*${event.use.name}` : `&${event.define}`;
}

/** Marks all that hold an alias as changed: what some of them mean has another JSON pointer. */
function touchAliases({ parts, users }: YamlStream, revision: number): void {
  const touched: (ContainerNode | null)[] = [];
  for (const { blocks, names } of parts)
    for (const { use } of blocks ? namesIn(blocks) : names) if (use) touched.push(use.parent);
  touchUsers(touched, users, revision);
}

/** Marks containers and all around them as changed, and all that hold an alias of one of these. `pending` grows by the latter. */
function touchUsers(pending: (ContainerNode | null)[], users: YamlStream['users'], revision: number): void {
  const seen = new Set<ContainerNode>();
  for (const from of pending) {
    for (let node = from; node !== null && !seen.has(node); node = node.parent) {
      seen.add(node);
      node.revision = revision;
      for (const use of users.get(node) ?? []) pending.push(use.parent);
    }
  }
}
