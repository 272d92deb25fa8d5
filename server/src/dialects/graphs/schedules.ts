/** Who takes whose schedule, past switches that choose among several. */
import type { GraphRules } from '../../knowledge/schema.ts';
import { type Followed, type Graph, type GraphNode, type Input, literalOf } from './graph.ts';
import type { PassedBy } from './passing.ts';
import type { Wires } from './reach.ts';
import type { Wired } from './roles.ts';
import { replacementsOf } from './sigmas.ts';

/** The part of the wiring that is about schedules. */
export type Schedules = Omit<Wires, 'users'>;

/** Makes the finder of one format. `graph`: the nodes with what only passes on followed. */
export function createScheduleFinder({ links, steps_inputs: counts }: GraphRules, passedBy: PassedBy) {
  return (nodes: Graph, graph: Followed, users: Wires['users']): Schedules => {
    const consumers = new Map<string, string>();
    const switches: GraphNode[] = [];
    for (const node of nodes.values()) {
      const isCounted = counts.some((name) => node.inputs.has(name));
      for (const name of isCounted ? links.steps : [...links.steps, ...links.counting]) {
        const from = node.inputs.get(name)?.link?.from;
        const source = from == null ? undefined : nodes.get(from);
        if (!source) continue;
        if (passedBy.may(source)) switches.push(source);
        for (const { id } of madeBy(source)) if (!consumers.has(id)) consumers.set(id, node.id);
      }
    }
    return { consumers, leftOut: leftBy(switches, consumers, users), areSwitched: switches.length > 0 };

    /** The node that makes what one gives; of a switch whose choice can't be read, all that it chooses from. */
    function madeBy(source: GraphNode): readonly GraphNode[] {
      if (!passedBy.may(source)) return [source];
      const taken = graph.get(source.id) ?? source;
      if (taken !== source) return [taken];
      const froms = [...source.inputs.values()].flatMap(({ link }) => link?.from ?? []);
      return [source, ...froms.flatMap((id) => nodes.get(id) ?? [])];
    }

    /** What switches could have taken, did not, and nobody else takes. */
    function leftBy(all: readonly GraphNode[], taken: ReadonlyMap<string, string>, users: Wires['users']) {
      const decided = new Set(all.filter((one) => graph.get(one.id) !== one));
      const left = new Set<string>();
      for (const one of decided) {
        for (const { link } of one.inputs.values()) {
          const source = link?.from == null ? undefined : nodes.get(link.from);
          if (!source || taken.has(source.id)) continue;
          if (passedBy.may(source) && graph.get(source.id) !== source) decided.add(source);
          else left.add(source.id);
        }
      }
      const isDecided = (user: string) => [...decided].some(({ id }) => id === user);
      return new Set([...left].filter((id) => users().get(id)?.every(isDecided)));
    }
  };
}

/** Links between a scheduler node and the sampler it serves, at most. */
const MAX_HOPS = 8;

/** The sampler that takes a schedule, and what becomes of the schedule on the way. */
export interface Fed {
  readonly sampler: GraphNode;
  /** A node takes steps of its own from it. */
  readonly isResampled: boolean;
  /** Only the steps before or from this one are taken. */
  readonly cut: { readonly setting: 'start_step' | 'end_step'; readonly node: GraphNode; readonly input: Input } | null;
  /** Only a part is taken, and which can't be told. */
  readonly isCutOpen: boolean;
}

/** Makes what finds the node whose schedule another makes, directly or through nodes that cut or shift it, or count it anew. */
export function createFeeder(rules: GraphRules) {
  const { links } = rules;
  const resampling = new RegExp(rules.resampling_types);
  const cutting = new RegExp(rules.cutting_types ?? '(?!)');

  return (node: GraphNode, { nodes, consumers, users }: Wired): Fed | null => {
    let fed: Omit<Fed, 'sampler'> = { isResampled: false, cut: null, isCutOpen: false };
    for (let current = node, hops = 0; hops < MAX_HOPS; hops++) {
      const consumer = consumers.get(current.id);
      const next = consumer === undefined ? undefined : nodes.get(consumer);
      if (!next) return null;
      const takes =
        links.sampled.some((name) => next.inputs.has(name)) || replacementsOf(next, rules, nodes).length > 0;
      if (takes) return { sampler: next, ...fed };
      if (resampling.test(next.type)) fed = { ...fed, isResampled: true };
      if (cutting.test(next.type)) fed = { ...fed, ...cutBy(next, nodes, users) };
      current = next;
    }
    return null;
  };

  /** A schedule that is cut in two, of which only one part is taken. */
  function cutBy(node: GraphNode, nodes: Graph, users: Wired['users']): Partial<Fed> {
    const takers = (users().get(node.id) ?? []).flatMap((id) => [...(nodes.get(id)?.inputs.values() ?? [])]);
    const [part, ...others] = new Set(takers.flatMap(({ link }) => (link?.from === node.id ? [link.output] : [])));
    if (part === undefined || others.length > 0) return {};
    const input = node.inputs.get('step');
    if (!input || typeof literalOf(input) !== 'number') return { isCutOpen: true };
    return { cut: { setting: part === 0 ? 'end_step' : 'start_step', node, input } };
  }
}
