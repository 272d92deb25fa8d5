/** What a change of some nodes can reach: which readings of a graph may come out otherwise. */
import type { Generation } from '../generation.ts';
import { MAX_HOPS, type Users } from './downstream.ts';
import type { Graph, GraphNode, Input } from './graph.ts';

/** Upstream of a changed node, those that look for it stand at most so far: past a chain of schedulers, then of decoders. */
const UPSTREAM_HOPS = 2 * MAX_HOPS;

/** A node that is not what it was. */
export interface Change {
  readonly before: GraphNode;
  readonly after: GraphNode;
}

/** What follows from the wiring of a graph. */
export interface Wires {
  /** Node id to the first node that takes its schedule. */
  readonly consumers: ReadonlyMap<string, string>;
  /** Nodes whose schedule a switch could take, and does not. */
  readonly leftOut: ReadonlySet<string>;
  /** What is written in a node may decide whose schedule is taken. */
  readonly areSwitched: boolean;
  readonly users: () => Users;
}

/** A node with its count, and what was read of it: `null` before, and of those that are more than is read. */
export interface Counter {
  node: GraphNode;
  steps: Input;
  generation: Generation | null;
}

/** Nodes with a step count by their ids, in the graph's order. */
export type Counters = ReadonlyMap<string, Counter>;

/** What a reading of a graph leaves for the next one. */
export interface Interpretation extends Wires {
  readonly counters: Counters;
  /** Settings that any node has an input for: others need not be looked for. */
  readonly present: ReadonlySet<string>;
  /** Nodes are there that send without wires. */
  readonly hasSenders: boolean;
  /** Something is sent so: then what is written anywhere may decide. */
  readonly isSent: boolean;
}

/** A graph that follows its document: nodes that have not changed stay the same objects. */
export class LiveGraph {
  readonly nodes: Map<string, GraphNode>;
  /** What it was read as last; `null` before. */
  reading: Interpretation | null = null;
  /** What has changed since. */
  changes: Change[] = [];

  constructor(nodes = new Map<string, GraphNode>()) {
    this.nodes = nodes;
  }

  /** Puts a node in the place of what it was. */
  replace(before: GraphNode, after: GraphNode): void {
    this.nodes.set(after.id, after);
    this.changes.push({ before, after });
  }

  /** Changes are counted from here. */
  wasRead(reading: Interpretation): void {
    this.reading = reading;
    this.changes = [];
  }
}

/** Whether two states of a node are wired alike: then whatever stands elsewhere is connected as it was. */
export function isWiredAlike(before: GraphNode, after: GraphNode): boolean {
  if (before.type !== after.type || before.inputs.size !== after.inputs.size) return false;
  const others = [...after.inputs.values()];
  return [...before.inputs.values()].every(
    ({ name, link }, index) => name === others[index].name && link?.from === others[index].link?.from,
  );
}

/**
 * Ids of all nodes whose reading may depend on the changed ones: readings follow links back to where values come from, and some
 * hops forward. `changed`: the states of the changed nodes, before and after.
 */
function reachOf(changed: readonly GraphNode[], graph: Graph, users: Users): Set<string> {
  const reached = new Set(changed.map(({ id }) => id));
  for (const id of reached) for (const user of users.get(id) ?? []) reached.add(user);
  const seen = new Set(changed.map(({ id }) => id));
  let level: readonly GraphNode[] = changed;
  for (let hops = 0; hops < UPSTREAM_HOPS && level.length > 0; hops++) {
    const next: GraphNode[] = [];
    for (const { inputs } of level) {
      for (const { link } of inputs.values()) {
        const source = link?.from == null || seen.has(link.from) ? undefined : graph.get(link.from);
        if (!source) continue;
        seen.add(source.id);
        reached.add(source.id);
        next.push(source);
      }
    }
    level = next;
  }
  return reached;
}

/** Ids of the nodes whose readings may come out otherwise after some changes. `before`, `wires`: how the graph was wired, and is. */
export function staleIn(
  before: Wires,
  now: Graph,
  changes: readonly Change[],
  { consumers, leftOut, users }: Wires,
): Set<string> {
  if (changes.length === 0) return new Set();
  const states = changes.flatMap(({ before, after }) => [before, after]);
  const stale = reachOf(states, now, before.users());
  if (users === before.users && consumers === before.consumers) return stale;
  const all = new Set([...before.consumers.keys(), ...consumers.keys(), ...before.leftOut, ...leftOut]);
  const moved = [...all].filter(
    (id) => before.consumers.get(id) !== consumers.get(id) || before.leftOut.has(id) !== leftOut.has(id),
  );
  for (const id of reachOf([...states, ...moved.flatMap((id) => now.get(id) ?? [])], now, users())) stale.add(id);
  return stale;
}
