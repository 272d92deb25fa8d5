/** What reads a format that is a graph, and what a render needs of one. */
import type { Work } from '../../common/slices.ts';
import type { MapValue, SourceDocument } from '../../syntax/document.ts';
import type { Bounds } from '../bounds.ts';
import type { Generation } from '../generation.ts';
import type { Graph } from './graph.ts';

/** Reads one format. Never throws. */
export interface GraphReader {
  readonly dialect: string;
  /** For people. */
  readonly name: string;
  /** For people: how the format is recognised. */
  readonly evidence: () => string;
  /** A key (in its plain spelling) that every graph of this format has; left out where there is none. */
  readonly key?: string;
  /** Whether a mapping is a graph of this format, by what is in it. */
  recognises(map: MapValue): boolean;
  /** Whether it is none after all, by what is around it. */
  isCopy?(map: MapValue): boolean;
  /** Within the bounds of the document; pauses now and then. */
  read(graph: MapValue, document: SourceDocument, bounds: Bounds): Work<readonly Generation[]>;
  /** The graph that a program runs; absent for formats that are not rendered. */
  open?(graph: MapValue): OpenGraph;
}

/** A graph as a render needs it: what is sent, and where its inputs stand in the file. */
export interface OpenGraph {
  readonly format: 'api' | 'workflow';
  readonly map: MapValue;
  readonly nodes: Graph;
}
