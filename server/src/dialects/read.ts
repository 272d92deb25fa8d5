/** Text to generations: asks each dialect in turn. Content decides; the file name plays no part. */
import { t } from '@vscode/l10n';
import { remembered } from '../common/memory.ts';
import { finish, slicesOf, type Work } from '../common/slices.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { DeclaredDialect } from '../knowledge/schema.ts';
import type { MapValue, ScalarValue, SourceDocument, Value } from '../syntax/document.ts';
import { get } from '../syntax/navigate.ts';
import { MANY_ENTRIES } from '../syntax/sizes.ts';
import type { Range } from '../syntax/text.ts';
import { Bounds } from './bounds.ts';
import { createDeclaredReader } from './declared.ts';
import { distinct } from './distinct.ts';
import { createEmbeddedReader } from './embedded.ts';
import type { Generation, Reading } from './generation.ts';
import type { GraphReader } from './graphs/graph-reader.ts';
import { graphReadersOf } from './graphs/readers.ts';
import { type Keys, keysOf } from './keys.ts';
import { withLoraTags } from './lora-tags.ts';
import { createPlaces } from './places.ts';
import { type Candidate, createPlainReader } from './plain-arguments.ts';
import { createSurveyor } from './survey.ts';
import { type Counted, countedOf } from './templates.ts';

/**
 * Reads a document, pausing now and then. Never throws; a document without generations gives an empty reading. Generations that an
 * edit has not touched are the same objects as in the reading before.
 *
 * Of a long list of generations those in `seen` are read first, and a pause then gives the reading of these. What makes up one
 * whole (a graph, a file of a known format) is read as such.
 */
export interface Reader {
  read(document: SourceDocument, seen?: () => Range | null): Generator<Reading | undefined, Reading>;
}

/** Something in a document that a reader should look at. */
type Mark =
  | { readonly kind: 'graph'; readonly reader: GraphReader; readonly map: MapValue }
  | { readonly kind: 'text'; readonly text: ScalarValue }
  | { readonly kind: 'part'; readonly dialect: DeclaredDialect; readonly map: MapValue }
  | { readonly kind: 'plain'; readonly candidate: Candidate }
  | { readonly kind: 'offer'; readonly map: MapValue }
  | { readonly kind: 'foreign'; readonly map: MapValue }
  | { readonly kind: 'deep'; readonly key: string };

/** The marks of a document by their kinds, each in the order of the text. */
type Marks = { readonly [Kind in Mark['kind']]: Extract<Mark, { kind: Kind }>[] };

export function createReader(knowledge: Knowledge): Reader {
  const graphs = graphReadersOf(knowledge);
  const declared = createDeclaredReader(knowledge);
  const plain = createPlainReader(knowledge);
  const embedded = createEmbeddedReader(knowledge);
  const places = createPlaces();
  /** A generation with the LoRAs that its prompts load, noted at its places. */
  const finished: (generation: Generation) => Generation = remembered((generation) => {
    const tagged = withLoraTags(generation);
    places.add(tagged);
    return tagged;
  });
  /** What the keys of a mapping say it may be. */
  const saidBy = remembered((keys: Keys) => ({
    graphs: graphs.filter(({ key }) => key === undefined || keys.has(key)),
    counts: plain.mayHold(keys),
    inherits: plain.mayInherit(keys),
    foreign: plain.mayBeForeign(keys),
    deep: declared.deepKeys.filter((key) => keys.has(key)),
  }));
  const survey = createSurveyor<Mark>({
    ofMap: (map) => {
      const marks: Mark[] = [];
      // The nodes of a graph may be many: that it is one is known without their ids.
      const isLarge = map.entries.length > MANY_ENTRIES;
      const readers = isLarge
        ? graphs.filter(({ key }) => key === undefined || get(map, key))
        : saidBy(keysOf(map)).graphs;
      for (const reader of readers) if (reader.recognises(map)) marks.push({ kind: 'graph', reader, map });
      // What lies in a graph is part of it.
      if (marks.length > 0) return { marks, inside: false };
      const keys = keysOf(map);
      const may = saidBy(keys);
      const dialect = declared.ofPart(map, keys);
      if (dialect) marks.push({ kind: 'part', dialect, map });
      if (may.counts || may.inherits) {
        const candidate = { map, inherits: !may.counts, generation: null, reason: null, around: null, counted: null };
        marks.push({ kind: 'plain', candidate });
        // What an alias leads to may be taken by it.
        if (map.entries.some(({ value }) => value.kind === 'alias')) marks.push({ kind: 'offer', map });
      }
      if (plain.mayOffer(map)) marks.push({ kind: 'offer', map });
      if (may.foreign && plain.isForeign(map)) marks.push({ kind: 'foreign', map });
      for (const key of may.deep) marks.push({ kind: 'deep', key });
      return { marks, inside: true };
    },
    ofScalar: (text) => (embedded.recognises(text) ? [{ kind: 'text', text }] : NONE),
  });

  // Readers run from the most certain to the most general; what one has read, the later ones leave alone.
  return { read };

  function* read(document: SourceDocument, seen: () => Range | null = () => null): ReturnType<Reader['read']> {
    const marks = sorted(yield* survey(document));
    const taken = takenOf(document);
    const parts: Part[] = [];
    for (const reader of graphs) {
      const found: MapValue[] = [];
      for (const mark of marks.graph)
        if (mark.reader === reader && !isIn(taken, mark.map) && !reader.isCopy?.(mark.map)) found.push(mark.map);
      const { dialect, name, evidence } = reader;
      if (found.length === 0) continue;
      const generations: (readonly Generation[])[] = [];
      for (const graph of found) generations.push(yield* reader.read(graph, document, taken.bounds));
      const all = found.length === 1 ? generations[0] : distinct(generations.flat());
      parts.push({ dialect, name, evidence: evidence(), generations: all.map(finished) });
      for (const graph of found) taken.whole.add(graph);
      yield undefined;
    }
    const texts = marks.text.filter(({ text }) => !isIn(taken, text));
    const first = seen();
    if (first && parts.length === 0) yield readFirst(first, document, marks);
    yield* readDeclared(document, marks, taken, parts);
    yield* readPlain(document, marks, taken, parts);
    for (const { text } of texts) {
      const generations = embedded.read(text, document);
      if (generations.length === 0) continue;
      const [{ dialect }] = generations;
      const form = knowledge.data.embeddedForms.find(({ id }) => id === dialect);
      parts.push({ dialect, name: t(form?.name ?? ''), evidence: t`its text`, generations: generations.map(finished) });
    }
    const { beyond } = taken.bounds;
    // In a file that has nothing of ours, nobody misses it; of one of which nothing was read, nobody knows.
    const isMissed = parts.length > 0 || taken.bounds.isCut || document.roots.length === 0;
    const unread = isMissed ? document.unread : undefined;
    return { ...join(parts), places, ...(beyond && { beyond }), ...(unread && { unread }) };
  }

  /** What stands in a stretch of the document; nothing where the whole is of one format. What is read here is not read again. */
  function readFirst({ start, end }: Range, document: SourceDocument, marks: Marks): Reading | undefined {
    const deep = deepKeysIn(marks);
    if (marks.offer.length > 0 || document.roots.some((root) => rootDialect(root, deep) !== null)) return undefined;
    const isSeen = (map: MapValue) => map.start <= end && map.end >= start;
    const seen = {
      ...marks,
      part: marks.part.filter(({ map }) => isSeen(map)),
      plain: marks.plain.filter(({ candidate }) => isSeen(candidate.map)),
    };
    const parts: Part[] = [];
    const taken = takenOf(document);
    finish(readDeclared(document, seen, taken, parts));
    finish(readPlain(document, seen, taken, parts));
    return { ...join(parts), places, partial: true };
  }

  function rootDialect(root: Value, deep: Keys): DeclaredDialect | null {
    return declared.ofRoot(root, root.kind === 'map' ? keysOf(root) : NO_KEYS, deep);
  }

  function* readDeclared(document: SourceDocument, marks: Marks, taken: Taken, parts: Part[]): Work<void> {
    const isDue = slicesOf('generations');
    const take = (dialect: DeclaredDialect, from: Value) => {
      const { id, name, evidence } = dialect;
      const all = distinct(declared.read(dialect, from, document));
      const generations = all.filter(({ range }) => taken.bounds.takes(range)).map(finished);
      parts.push({ dialect: id, name: t(name), evidence: t(evidence), generations });
      if (dialect.holds_others)
        for (const value of [from, ...generations.map(({ range }) => range)]) taken.alone.add(value);
      else taken.whole.add(from);
    };
    const deep = deepKeysIn(marks);
    for (const root of document.roots) {
      const dialect = taken.whole.has(root) ? null : rootDialect(root, deep);
      if (dialect) take(dialect, root);
    }
    for (const { dialect, map } of marks.part) {
      if (isIn(taken, map)) continue;
      take(dialect, map);
      if (taken.bounds.beyond) break;
      if (isDue()) yield;
    }
  }

  function* readPlain(document: SourceDocument, marks: Marks, taken: Taken, parts: Part[]): Work<void> {
    if (marks.foreign.some(({ map }) => !isIn(taken, map))) return;
    const generations: Generation[] = [];
    const all: Counted[] = [];
    const reasons = new Set<string>();
    let asked = 0;
    const bringUpToDate = plain.readerOf(document);
    const isDue = slicesOf('generations');
    const offers = marks.offer.some(({ map }) => !isIn(taken, map));
    const counted = offers ? aroundCounts(marks.plain) : null;
    for (const { candidate } of marks.plain) {
      if (candidate.inherits && !offers) continue;
      if (isIn(taken, candidate.map) || (candidate.inherits && counted?.has(candidate.map))) continue;
      if (taken.bounds.cuts(candidate.map)) continue;
      const isNew = bringUpToDate(candidate);
      if (isNew && candidate.generation) candidate.generation = finished(candidate.generation);
      const { generation } = candidate;
      if (generation) {
        if (!taken.bounds.takes(candidate.map)) break;
        if (offers) {
          candidate.counted ??= countedOf(generation);
          all.push(candidate.counted);
        } else generations.push(generation);
        if (asked < MOST_ASKED && reasons.size < MOST_REASONS) reasons.add(plain.reasonOf(candidate));
        asked += 1;
      }
      if (isNew && isDue()) yield;
    }
    const drawn = offers ? plain.withoutTemplates(all) : generations;
    if (drawn.length === 0) return;
    const evidence = [...reasons].join('; ');
    const name = t`generation arguments`;
    parts.push({ dialect: PLAIN, name, evidence, generations: drawn });
  }
}

type Part = Omit<Reading, 'places' | 'beyond' | 'unread'>;

const PLAIN = 'plain-arguments';

/** Reasons that are told, and generations that are asked for theirs: they are nearly always the same. */
const MOST_REASONS = 3;
const MOST_ASKED = 64;

/** All that is around a count of its own: what a job inherits is not what stands in it. */
function aroundCounts(marks: Marks['plain']): ReadonlySet<Value> {
  const found = new Set<Value>();
  for (const {
    candidate: { map, inherits },
  } of marks)
    if (!inherits)
      for (let node: Value | null = map.parent; node && !found.has(node); node = node.parent) found.add(node);
  return found;
}

function sorted(all: readonly Mark[]): Marks {
  const marks: Marks = { graph: [], text: [], part: [], plain: [], offer: [], foreign: [], deep: [] };
  for (const mark of all) (marks[mark.kind] as Mark[]).push(mark);
  return marks;
}

/** Keys of `declared.deepKeys` that stand anywhere. */
function deepKeysIn({ deep }: Marks): Keys {
  return new Set(deep.map(({ key }) => key));
}

const NONE: readonly Mark[] = [];

const NO_KEYS: Keys = new Set();

/** What readers have read: values with all that is in them, and values of which what is in them may be more; how much more is read. */
interface Taken {
  readonly whole: Set<Value>;
  readonly alone: Set<unknown>;
  readonly bounds: Bounds;
}

function takenOf(document: SourceDocument): Taken {
  return { whole: new Set(), alone: new Set(), bounds: new Bounds(document) };
}

function isIn({ whole, alone }: Taken, value: Value): boolean {
  if (alone.has(value)) return true;
  if (whole.size === 0) return false;
  for (let node: Value | null = value; node; node = node.parent) if (whole.has(node)) return true;
  return false;
}

function isSorted(generations: readonly Generation[]): boolean {
  let before = -1;
  for (const { range } of generations) {
    const { start } = range;
    if (start < before) return false;
    before = start;
  }
  return true;
}

function sortedByStart(generations: readonly Generation[]): readonly Generation[] {
  const starts = new Map(generations.map((generation) => [generation, generation.range.start]));
  return [...generations].sort((a, b) => (starts.get(a) ?? 0) - (starts.get(b) ?? 0));
}

/** One reading of all parts, named after the part that says most. */
function join(parts: readonly Part[]): Part {
  const together = parts.length === 1 ? parts[0].generations : parts.flatMap((part) => part.generations);
  // What is read from marks is in the order of the text.
  const inOrder = (parts.length === 1 && parts[0].dialect === PLAIN) || isSorted(together);
  const generations = inOrder ? together : sortedByStart(together);
  const main = parts.reduce<Part | null>(
    (best, part) => (best && best.generations.length >= part.generations.length ? best : part),
    null,
  );
  return main ? { ...main, generations } : { dialect: null, name: '', evidence: '', generations };
}
