/** Text to generations: asks each dialect in turn. Content decides; the file name plays no part. */
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { DeclaredDialect } from '../knowledge/schema.ts';
import type { MapValue, ScalarValue, SourceDocument, Value } from '../syntax/document.ts';
import { entriesOf } from '../syntax/navigate.ts';
import { createDeclaredReader } from './declared.ts';
import { createEmbeddedReader } from './embedded.ts';
import type { Generation, Reading } from './generation.ts';
import { createGraphReaders, type GraphReader } from './graphs/readers.ts';
import { withLoraTags } from './lora-tags.ts';
import { createPlaces, type Places } from './places.ts';
import { createPlainReader } from './plain-arguments.ts';
import { createSurveyor } from './survey.ts';

/**
 * Reads a document, pausing now and then. Never throws; a document without generations gives an empty reading. Generations that an
 * edit has not touched are the same objects as in the reading before.
 */
export interface Reader {
  read(document: SourceDocument): Generator<void, Reading>;
  /** Where the generations read so far have their settings. */
  readonly places: Places;
}

/** Generations read between two pauses. */
const A_SLICE = 64;

/** Something in a document that a reader should look at. */
type Mark =
  | { readonly graph: GraphReader; readonly map: MapValue }
  | { readonly text: ScalarValue }
  | { readonly dialect: DeclaredDialect; readonly map: MapValue }
  | { readonly counted: MapValue }
  | { readonly foreign: MapValue }
  | { readonly deep: string };

export function createReader(knowledge: Knowledge): Reader {
  const graphs = createGraphReaders(knowledge);
  const declared = createDeclaredReader(knowledge);
  const plain = createPlainReader(knowledge);
  const embedded = createEmbeddedReader(knowledge);
  const tagged = new WeakMap<Generation, Generation>();
  const places = createPlaces();
  const survey = createSurveyor<Mark>({
    ofMap: (map) => {
      const marks: Mark[] = [];
      for (const graph of graphs) if (graph.recognises(map)) marks.push({ graph, map });
      // What lies in a graph is part of it.
      if (marks.length > 0) return { marks, inside: false };
      const keys = keysOf(map);
      const dialect = declared.ofPart(map, keys);
      if (dialect) marks.push({ dialect, map });
      if (plain.mayHold(keys)) marks.push({ counted: map });
      if (plain.isForeign(map)) marks.push({ foreign: map });
      for (const key of declared.deepKeys) if (keys.has(key)) marks.push({ deep: key });
      return { marks, inside: true };
    },
    ofScalar: (text) => (embedded.recognises(text) ? [{ text }] : NONE),
  });

  // Readers run from the most certain to the most general; what one has read, the later ones leave alone.
  return { places, read };

  function* read(document: SourceDocument): Generator<void, Reading> {
    const marks = yield* survey(document);
    const taken = new Set<Value>();
    const parts: Part[] = [];
    for (const reader of graphs) {
      const found: MapValue[] = [];
      for (const mark of marks) {
        if ('graph' in mark && mark.graph === reader && !isIn(taken, mark.map) && !reader.isCopy?.(mark.map))
          found.push(mark.map);
      }
      const { dialect, name, evidence } = reader;
      if (found.length === 0) continue;
      const generations: (readonly Generation[])[] = [];
      for (const graph of found) generations.push(yield* reader.read(graph, document));
      parts.push({
        dialect,
        name,
        evidence,
        generations: found.length === 1 ? generations[0] : distinct(generations.flat()),
      });
      for (const graph of found) taken.add(graph);
      yield;
    }
    const texts = marks.flatMap((mark) => ('text' in mark && !isIn(taken, mark.text) ? [mark.text] : []));
    yield* readDeclared(document, marks, taken, parts);
    yield* readPlain(document, marks, taken, parts);
    for (const text of texts) {
      const generation = embedded.read(text, document);
      if (!generation) continue;
      const form = knowledge.data.embeddedForms.find(({ id }) => id === generation.dialect);
      parts.push({
        dialect: generation.dialect,
        name: form?.name ?? '',
        evidence: 'its text',
        generations: [generation],
      });
    }
    return join(parts, withTags);
  }

  function* readDeclared(
    document: SourceDocument,
    marks: readonly Mark[],
    taken: Set<Value>,
    parts: Part[],
  ): Generator<void> {
    let read = 0;
    const take = (dialect: DeclaredDialect, from: Value) => {
      const { id, name, evidence } = dialect;
      parts.push({ dialect: id, name, evidence, generations: distinct(declared.read(dialect, from, document)) });
      taken.add(from);
      read += 1;
    };
    const deep = new Set(marks.flatMap((mark) => ('deep' in mark ? [mark.deep] : [])));
    for (const root of document.roots) {
      const keys = root.kind === 'map' ? keysOf(root) : NO_KEYS;
      const dialect = taken.has(root) ? null : declared.ofRoot(root, keys, deep);
      if (dialect) take(dialect, root);
    }
    for (const mark of marks) {
      if (!('dialect' in mark) || isIn(taken, mark.map)) continue;
      take(mark.dialect, mark.map);
      if (read % A_SLICE === 0) yield;
    }
  }

  function* readPlain(
    document: SourceDocument,
    marks: readonly Mark[],
    taken: Set<Value>,
    parts: Part[],
  ): Generator<void> {
    const isForeign = marks.some((mark) => 'foreign' in mark && !isIn(taken, mark.foreign));
    if (isForeign) return;
    const generations: Generation[] = [];
    const reasons = new Set<string>();
    for (const [index, mark] of marks.entries()) {
      if (index % A_SLICE === 0) yield;
      const reading = 'counted' in mark && !isIn(taken, mark.counted) ? plain.read(mark.counted, document) : null;
      if (!reading) continue;
      generations.push(reading.generation);
      reasons.add(reading.reason);
    }
    if (generations.length === 0) return;
    const evidence = [...reasons].slice(0, 3).join('; ');
    parts.push({ dialect: 'plain-arguments', name: 'generation arguments', evidence, generations });
  }

  function withTags(generation: Generation): Generation {
    let known = tagged.get(generation);
    if (!known) {
      known = withLoraTags(generation);
      places.add(known);
      tagged.set(generation, known);
    }
    return known;
  }
}

type Part = Reading;

const NONE: readonly Mark[] = [];

/** The keys of a mapping in their plain spelling, merged-in ones included. */
function keysOf(map: MapValue): ReadonlySet<string> {
  const known = keySets.get(map);
  if (known?.shape === map.shape) return known.keys;
  const keys = new Set(entriesOf(map).map(({ entry }) => normaliseKey(entry.key.text)));
  // What is merged in changes elsewhere.
  if (map.entries.length > MANY_KEYS && !map.entries.some(({ merge }) => merge))
    keySets.set(map, { shape: map.shape, keys });
  return keys;
}

/** Keys of large mappings, whose values are edited more often than their keys. */
const keySets = new WeakMap<MapValue, { readonly shape: number; readonly keys: ReadonlySet<string> }>();
const MANY_KEYS = 32;
const NO_KEYS: ReadonlySet<string> = new Set();

/** Whether a value or anything around it is in a set. */
function isIn(values: ReadonlySet<Value>, value: Value): boolean {
  if (values.size === 0) return false;
  for (let node: Value | null = value; node; node = node.parent) if (values.has(node)) return true;
  return false;
}

/** Tells generations of one mapping apart (a picture and its live painting): the second has `#2` after its id. */
function distinct(generations: readonly Generation[]): readonly Generation[] {
  const seen = new Map<string, number>();
  let renamed = false;
  const named = generations.map((generation) => {
    const count = (seen.get(generation.id) ?? 0) + 1;
    seen.set(generation.id, count);
    if (count === 1) return generation;
    renamed = true;
    return { ...generation, id: `${generation.id}#${count}` };
  });
  return renamed ? named : generations;
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

function sortByStart(generations: Generation[]): void {
  const starts = new Map(generations.map((generation) => [generation, generation.range.start]));
  generations.sort((a, b) => (starts.get(a) ?? 0) - (starts.get(b) ?? 0));
}

/** One reading of all parts, named after the part that says most. */
function join(parts: readonly Part[], finish: (generation: Generation) => Generation): Reading {
  const generations = parts.flatMap((part) => part.generations.map(finish));
  if (!isSorted(generations)) sortByStart(generations);
  const main = parts.reduce<Part | null>(
    (best, part) => (best && best.generations.length >= part.generations.length ? best : part),
    null,
  );
  return main ? { ...main, generations } : { dialect: null, name: '', evidence: '', generations };
}
