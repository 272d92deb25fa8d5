/** A generation's graph, opened: what a render sends, and where to point when a server refuses it. */
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { MapValue, Place } from '../../syntax/document.ts';
import { get } from '../../syntax/navigate.ts';
import type { Generation } from '../generation.ts';
import type { OpenGraph } from './graph-reader.ts';
import { graphReadersOf } from './readers.ts';

/** The graph of a generation; `null` where it is no part of one that a program runs. */
export function openGraph({ dialect, graph }: Generation, knowledge: Knowledge): OpenGraph | null {
  if (!graph) return null;
  return (
    graphReadersOf(knowledge)
      .find((reader) => reader.dialect === dialect)
      ?.open?.(graph.root) ?? null
  );
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
