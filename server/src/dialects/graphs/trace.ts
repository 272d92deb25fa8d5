/** Following links backwards from a node. Rings end; each node is explored once for a question, however often it is asked. */
import { type Graph, type GraphNode, sourcesOf } from './graph.ts';

/** Follows links from a node to the nearest one that is wanted: the nodes on the way, that one last. Empty when there is none. */
export type Tracer = (from: GraphNode) => readonly GraphNode[];

/**
 * Makes a tracer over the inputs of these names, in order of preference: a link is followed to its end before the next is tried.
 * Nodes that `blocks` accepts are not entered.
 */
export function createTracer(
  graph: Graph,
  names: readonly string[],
  wanted: (node: GraphNode) => boolean,
  blocks: (node: GraphNode) => boolean = () => false,
): Tracer {
  /** The next node on the way to the wanted one; `null`: there is no way. Answers of one search serve the next. */
  const next = new Map<GraphNode, GraphNode | null>();
  const sources = (node: GraphNode) => sourcesOf(node, names, graph).filter((source) => !blocks(source));

  function explore(from: GraphNode): void {
    const seen = new Set([from]);
    const way = [{ node: from, rest: sources(from) }];
    for (let here = way.at(-1); here; here = way.at(-1)) {
      const source = here.rest.shift();
      if (!source) {
        next.set(here.node, null);
        way.pop();
      } else if (next.get(source) || wanted(source)) {
        let target = source;
        for (const { node } of way.reverse()) {
          next.set(node, target);
          target = node;
        }
        return;
      } else if (!seen.has(source) && !next.has(source)) {
        seen.add(source);
        way.push({ node: source, rest: sources(source) });
      }
    }
  }

  return (from) => {
    if (!next.has(from)) explore(from);
    const path: GraphNode[] = [];
    for (let node = next.get(from); node; node = next.get(node)) {
      path.push(node);
      if (wanted(node)) break;
    }
    return path;
  };
}
