/** Following links forwards: what becomes of a node's output. */
import type { Graph, GraphNode } from './graph.ts';

/** Nodes between a sampler and the one that writes its video, at most: decode, upscale, interpolate, combine. */
export const MAX_HOPS = 8;

/** Ids of the nodes that take a node's output, by its id. */
export type Users = ReadonlyMap<string, readonly string[]>;

/** Who takes what each node gives. */
export function usersOf(graph: Graph): Users {
  const users = new Map<string, string[]>();
  for (const { id, inputs } of graph.values()) {
    for (const { link } of inputs.values()) {
      if (link?.from == null) continue;
      const known = users.get(link.from);
      if (known) known.push(id);
      else users.set(link.from, [id]);
    }
  }
  return users;
}

/** Makes a search for the nearest node that takes a node's output, directly or not, and is wanted. */
export function createDownstream(
  graph: Graph,
  users: () => Users,
  wanted: (node: GraphNode) => boolean,
): (from: GraphNode) => GraphNode | null {
  return (from) => {
    const seen = new Set([from.id]);
    let level = [from.id];
    for (let hops = 0; hops < MAX_HOPS && level.length > 0; hops++) {
      const next = [...new Set(level.flatMap((id) => users().get(id) ?? []))].filter((id) => !seen.has(id));
      for (const id of next) {
        const node = graph.get(id);
        if (node && wanted(node)) return node;
      }
      for (const id of next) seen.add(id);
      level = next;
    }
    return null;
  };
}
