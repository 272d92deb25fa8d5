/** How a sampler that runs a part of a schedule takes the noise over, and hands on what it leaves. */
import type { GraphRules } from '../../knowledge/schema.ts';
import type { ScalarValue } from '../../syntax/document.ts';
import type { Handover, Occurrence } from '../generation.ts';
import { MAX_HOPS, type Users } from './downstream.ts';
import { type Graph, type GraphNode, type Input, sourcesOf } from './graph.ts';

/** Nodes that are looked at behind a sampler; of a graph with more of them nothing is said. */
const MOST_BEHIND = 500;

/** A graph, and who counts in it. */
interface Wiring {
  /** Links followed past what only passes on. */
  readonly graph: Graph;
  readonly users: () => Users;
  /** Nodes with a step count, by their ids. */
  readonly counters: ReadonlyMap<string, unknown>;
}

/** Makes the reader of handovers; `null` for nodes whose noise nothing is known of. `idOf`: the generation of a node. */
export function createHandoverReader({ handover, links }: GraphRules, idOf: (node: GraphNode) => string) {
  const types = new RegExp(handover?.types ?? '(?!)');
  const decoders = new RegExp(handover?.decoders ?? '(?!)');
  return (node: GraphNode, { graph, users, counters }: Wiring): Handover | null => {
    if (!handover || !types.test(node.type)) return null;
    const at = (input: string): ScalarValue | null => {
      const { literal, link } = node.inputs.get(input) ?? {};
      return literal?.kind === 'scalar' && !link ? literal : null;
    };
    const yes = (input: string): boolean | null => {
      const value = at(input)?.value;
      return value === undefined ? null : value === handover.yes || value === true;
    };
    const [before] = sourcesOf(node, links.size, graph);
    return {
      addsNoise: yes(handover.adds),
      leavesNoise: yes(handover.leaves),
      addsAt: at(handover.adds),
      leavesAt: at(handover.leaves),
      after: before && types.test(before.type) ? idOf(before) : null,
      first: !isSampled(node, graph, counters),
      last: isDecoded(node, graph, users(), counters),
    };
  };

  /** Whether what it starts from comes out of another sampler, as a latent or as a picture. */
  function isSampled(node: GraphNode, graph: Graph, counters: Wiring['counters']): boolean {
    const seen = new Set([node]);
    for (const current of seen) {
      if (current !== node && counters.has(current.id)) return true;
      for (const source of sourcesOf(current, [...links.size, ...(handover?.pictures ?? [])], graph)) seen.add(source);
    }
    return false;
  }

  /** Whether all that takes what it gives makes a picture of it, and no sampler comes behind. */
  function isDecoded(node: GraphNode, graph: Graph, users: Users, counters: Wiring['counters']): boolean {
    const takers = users.get(node.id) ?? [];
    if (takers.length === 0 || !takers.every((id) => decoders.test(graph.get(id)?.type ?? ''))) return false;
    const seen = new Set(takers);
    let level: readonly string[] = takers;
    for (let hops = 1; hops < MAX_HOPS && level.length > 0; hops++) {
      const next: string[] = [];
      for (const each of level) {
        for (const id of users.get(each) ?? []) {
          if (seen.size > MOST_BEHIND) return false;
          if (!seen.has(id)) next.push(id);
          seen.add(id);
        }
      }
      level = next;
    }
    return ![...seen].some((id) => counters.has(id));
  }
}

/** Whether another sampler takes what a sampler gives, with nothing between them. */
export function handsOn({ id }: GraphNode, links: GraphRules['links'], { graph, users, counters }: Wiring): boolean {
  return (users().get(id) ?? []).some((user) => {
    const taker = graph.get(user);
    const takes = links.size.some((name) => taker?.inputs.get(name)?.link?.from === id);
    return takes && (counters.has(user) || links.sampler.some((name) => taker?.inputs.has(name)));
  });
}

/** What says which part of a schedule runs, and is linked to something that can't be read. */
export function openIn(
  nodes: readonly GraphNode[],
  settings: readonly Occurrence[],
  inputFor: (setting: string, node: GraphNode) => Input | null,
): readonly string[] {
  return ['strength', 'start_step', 'end_step'].filter(
    (part) =>
      !settings.some(({ setting }) => setting === part) && nodes.some((node) => inputFor(part, node)?.link != null),
  );
}
