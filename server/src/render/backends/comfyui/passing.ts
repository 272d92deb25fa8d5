/** Nodes that save and give on what they were given: what takes from them can take from before them. */
import { own } from '../../../knowledge/own.ts';
import { type ApiGraph, type ApiLink, linkOf } from './graph.ts';

/**
 * The graph with everything that takes from a node that saves taking from before it. `passing`: by class, the input that is its
 * first output (`ComfyFrontend.passing`). Ids stay; a graph without such nodes is answered itself.
 */
export function aroundSaving(graph: ApiGraph, passing: Readonly<Record<string, string>>): ApiGraph {
  if (!Object.values(graph).some(({ class_type }) => own(passing, class_type) !== undefined)) return graph;
  return Object.fromEntries(
    Object.entries(graph).map(([id, node]) => {
      const inputs = Object.entries(node.inputs).map(([name, value]) => {
        const link = linkOf(value);
        return [name, link ? before(graph, link, passing) : value];
      });
      return [id, { ...node, inputs: Object.fromEntries(inputs) }];
    }),
  );
}

/** What comes to the nodes that save, as far as they pass it on; a circle ends where it began. */
function before(graph: ApiGraph, link: ApiLink, passing: Readonly<Record<string, string>>): ApiLink {
  const seen = new Set<string>();
  for (let at = link; ; ) {
    const [id, output] = at;
    const node = own(graph, id);
    const input = node && output === 0 ? own(passing, node.class_type) : undefined;
    const next = input === undefined ? null : linkOf(own(node?.inputs ?? {}, input));
    if (!next || seen.has(id)) return at;
    seen.add(id);
    at = next;
  }
}
