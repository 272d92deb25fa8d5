/** A generation's graph, found again in its document: what a render sends, and where to point when a server refuses it. */
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { MapValue, Place, SourceDocument, Value } from '../../syntax/document.ts';
import { get, pointerOf, walk } from '../../syntax/navigate.ts';
import type { Generation } from '../generation.ts';
import type { GraphReader, OpenGraph } from './graph-reader.ts';
import { graphReadersOf } from './readers.ts';

/** `null` for a generation that is no part of a graph that a program runs. The document is the one it was read from. */
export type OpenGraphOf = (generation: Generation, document: SourceDocument) => OpenGraph | null;

/** Makes the finder. Readers are asked in the order of reading, so that each graph is opened by the one that read it. */
export function createGraphOpener(knowledge: Knowledge): OpenGraphOf {
  const readers = graphReadersOf(knowledge);
  return ({ graph, pointer }, document) => {
    if (!graph) return null;
    const taken = new Set<Value>();
    for (const reader of readers) {
      const found = graphsOf(reader, document, taken);
      const holder = found.find((map) => isInside(pointer, pointerOf(map, document)));
      if (holder) return reader.open?.(holder) ?? null;
      for (const map of found) taken.add(map);
    }
    return null;
  };
}

/** The graphs of one format, wherever they lie; nothing inside `taken` is looked at. */
function graphsOf(reader: GraphReader, document: SourceDocument, taken: ReadonlySet<Value>): MapValue[] {
  const found: MapValue[] = [];
  walk(document, (value) => {
    if (taken.has(value)) return false;
    if (value.kind !== 'map' || !reader.recognises(value) || reader.isCopy?.(value)) return true;
    found.push(value);
    return false;
  });
  return found;
}

function isInside(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}

/** Where a node says of which class it is; all of it where it does not say. */
function classAt(map: MapValue): Place {
  return (get(map, 'class_type') ?? get(map, 'type'))?.value ?? map;
}

/** Where an input's value stands in the file, else its node's class; `null` for a node that is not there. */
export function placeIn({ nodes }: OpenGraph, node: string, input: string | null): Place | null {
  const found = nodes.get(node);
  const held = input === null ? undefined : found?.inputs.get(input);
  return held?.link?.at ?? held?.literal ?? (found ? classAt(found.map) : null);
}
