/** A graph of nodes and links, whatever format it is written in: graph readers build it, `generations` reads it. */
import type { MapValue, Place, Value } from '../../syntax/document.ts';
import { resolve } from '../../syntax/navigate.ts';

/** Where an input gets its value when the graph runs. */
export interface Link {
  /** Id of the node it comes from; `null` when that node is missing or muted. */
  readonly from: string | null;
  /** Which of its outputs; `null` where the format has names for them. */
  readonly output: number | null;
  /** The place in the file that says so. */
  readonly at: Value;
}

/** A named input of a node: a literal, a link, or both (the link wins and the literal is a leftover). */
export interface Input {
  readonly name: string;
  /** Of the name in the file; `null` where values have places but no names. */
  readonly keyRange: Place | null;
  readonly literal: Value | null;
  readonly link: Link | null;
}

export interface GraphNode {
  /** Unique in its graph. */
  readonly id: string;
  readonly type: string;
  readonly map: MapValue;
  readonly inputs: ReadonlyMap<string, Input>;
}

export type Graph = Pick<ReadonlyMap<string, GraphNode>, 'get' | 'values'>;

/** Where a link leads. */
export interface End {
  readonly node: GraphNode;
  readonly output: number | null;
  /** A conversion on the way cuts off the fraction. */
  readonly isWhole: boolean;
}

/** A graph in which nodes that only pass something on are followed. */
export interface Followed extends Graph {
  end(link: Link): End | null;
}

/** The scalar an input holds; `undefined` when it is linked or holds none. */
export function literalOf(input: Input | undefined): string | number | boolean | null | undefined {
  return input?.link || !input?.literal ? undefined : scalarOf(input.literal);
}

/** The scalar a value stands for; `undefined` for lists and maps. */
export function scalarOf(value: Value): string | number | boolean | null | undefined {
  const target = resolve(value);
  return target?.kind === 'scalar' ? target.value : undefined;
}

/** The first input of these names that a node has. */
export function firstInput({ inputs }: GraphNode, names: readonly string[]): Input | null {
  for (const name of names) {
    const input = inputs.get(name);
    if (input) return input;
  }
  return null;
}

/** The node an input is linked to. */
export function sourceOf(input: Pick<Input, 'link'> | undefined, graph: Graph): GraphNode | null {
  return (input?.link?.from != null && graph.get(input.link.from)) || null;
}

/** The nodes linked to inputs of these names, in the order of the names. A node has fewer links than there are names. */
export function sourcesOf({ inputs }: GraphNode, names: readonly string[], graph: Graph): GraphNode[] {
  const found: { readonly at: number; readonly source: GraphNode }[] = [];
  for (const input of inputs.values()) {
    const source = input.link ? sourceOf(input, graph) : null;
    const at = source ? names.indexOf(input.name) : -1;
    if (source && at >= 0) found.push({ at, source });
  }
  if (found.length > 1) found.sort((a, b) => a.at - b.at);
  return found.map(({ source }) => source);
}
