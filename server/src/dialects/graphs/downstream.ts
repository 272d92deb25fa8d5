/** Following links forwards: what becomes of a node's output. */
import type { Graph, GraphNode } from './graph.ts';

/** Nodes between a sampler and the one that writes its video, at most: decode, upscale, interpolate, combine. */
const MAX_HOPS = 8;

/** Makes a search for the nearest node that takes a node's output, directly or not, and is wanted. */
export function createDownstream(
  graph: Graph,
  wanted: (node: GraphNode) => boolean,
): (from: GraphNode) => GraphNode | null {
  const users = new Map<string, GraphNode[]>();
  for (const node of graph.values()) {
    for (const { link } of node.inputs.values()) {
      if (link?.from == null) continue;
      const known = users.get(link.from);
      if (known) known.push(node);
      else users.set(link.from, [node]);
    }
  }
  return (from) => {
    const seen = new Set([from]);
    let level = [from];
    for (let hops = 0; hops < MAX_HOPS && level.length > 0; hops++) {
      const next = level.flatMap(({ id }) => users.get(id) ?? []).filter((node) => !seen.has(node));
      const found = next.find(wanted);
      if (found) return found;
      for (const node of next) seen.add(node);
      level = [...new Set(next)];
    }
    return null;
  };
}
