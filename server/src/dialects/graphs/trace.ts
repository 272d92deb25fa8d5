/** Following links backwards from a node. Rings end; each node is explored once for a question, however often it is asked. */
import type { GraphNode } from './graph.ts';

/** Follows links from a node to the nearest one that is wanted. */
export interface Tracer {
  /** That node; `null` when there is none. */
  end(from: GraphNode): GraphNode | null;
  /** The nodes on the way to it (of a very long one the first), that one last; empty when there is none. The same list for all whose way begins with the same node. */
  path(from: GraphNode): readonly GraphNode[];
}

/** Nodes of a way that are looked at besides its end: those of real files are thirty. Of thousands in a row each may have its own. */
const LONGEST_PATH = 128;

interface Way {
  readonly next: GraphNode;
  readonly end: GraphNode;
}

/** Makes a tracer. `sources` has the nodes before a node in order of preference: one is followed to its end before the next. */
export function createTracer(sources: (node: GraphNode) => GraphNode[], wanted: (node: GraphNode) => boolean): Tracer {
  /** The next node on the way and the one at its end; `null`: there is no way. Answers of one search serve the next. */
  const ways = new Map<GraphNode, Way | null>();
  /** By the first node of it: a thousand samplers behind one chain of a thousand loaders share the list. */
  const paths = new Map<GraphNode, readonly GraphNode[]>();

  function wayFrom(from: GraphNode) {
    if (!ways.has(from)) explore(from);
    return ways.get(from) ?? null;
  }

  function explore(from: GraphNode): void {
    const seen = new Set([from]);
    const trail = [{ node: from, rest: sources(from) }];
    for (let here = trail.at(-1); here; here = trail.at(-1)) {
      const source = here.rest.shift();
      const end = source && (wanted(source) ? source : ways.get(source)?.end);
      if (!source) {
        ways.set(here.node, null);
        trail.pop();
      } else if (end) {
        let next = source;
        for (const { node } of trail.reverse()) {
          ways.set(node, { next, end });
          next = node;
        }
        return;
      } else if (!seen.has(source) && !ways.has(source)) {
        seen.add(source);
        trail.push({ node: source, rest: sources(source) });
      }
    }
  }

  return {
    end: (from) => wayFrom(from)?.end ?? null,
    path: (from) => {
      const first = wayFrom(from);
      const known = first ? paths.get(first.next) : [];
      if (known || !first) return known ?? [];
      const path: GraphNode[] = [];
      for (let way: Way | null = first; way; way = way.next === way.end ? null : wayFrom(way.next)) {
        if (path.length === LONGEST_PATH) {
          path.push(way.end);
          break;
        }
        path.push(way.next);
      }
      paths.set(first.next, path);
      return path;
    },
  };
}

/** Where one way leads: on to another node, or to what was looked for (`null`: to nothing). */
export type Step<Answer> = { readonly next: GraphNode } | { readonly answer: Answer | null };

/** Follows one way, node by node, to its answer, which all nodes on it share. A ring has none. */
export function createWalk<Answer extends object>(
  step: (node: GraphNode) => Step<Answer>,
): (from: GraphNode) => Answer | null {
  const answers = new Map<GraphNode, Answer | null>();
  return (from) => {
    const way: GraphNode[] = [];
    let answer = answers.get(from) ?? null;
    for (let node: GraphNode | null = from; node && !answers.has(node); ) {
      way.push(node);
      answers.set(node, null);
      const found: Step<Answer> = step(node);
      node = 'next' in found ? found.next : null;
      answer = 'next' in found ? (answers.get(found.next) ?? null) : found.answer;
    }
    for (const node of way) answers.set(node, answer);
    return answer;
  };
}
