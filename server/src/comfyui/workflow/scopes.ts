/** A workflow with its subgraphs opened: one scope for the whole graph and one for every node that stands for a subgraph. */
import { slicesOf, type Work } from '../../common/slices.ts';
import type { Definition, Terminal, Workflow, WorkflowGraph } from './graph.ts';
import type { Slot, WorkflowNode } from './node.ts';

export interface Scope<Leaf> {
  /** Leads the execution ids of its nodes: empty for the whole graph, `outer:inner:` in subgraphs. */
  readonly prefix: string;
  readonly graph: WorkflowGraph<Leaf>;
  /** The node that stands for this subgraph, and the scope around it. */
  readonly host: Host<Leaf> | null;
  /** Scopes of the subgraphs in it, by the id of the node that stands for one. */
  readonly inner: ReadonlyMap<string, InnerScope<Leaf>>;
}

export interface Host<Leaf> {
  readonly scope: Scope<Leaf>;
  readonly node: WorkflowNode<Leaf>;
  readonly definition: Definition<Leaf>;
}

/** The inside of a subgraph. */
export type InnerScope<Leaf> = Scope<Leaf> & { readonly host: Host<Leaf> };

/** Whether a scope is the inside of a subgraph. */
export function isInner<Leaf>(scope: Scope<Leaf>): scope is InnerScope<Leaf> {
  return scope.host !== null;
}

/** Nodes opened at most, when subgraphs hold each other many times over. */
const MAX_NODES = 50_000;
/** Subgraphs in each other, at most. */
const MAX_DEPTH = 100;

export interface Scopes<Leaf> {
  /** The whole graph first, outer ones before inner ones. */
  readonly scopes: readonly Scope<Leaf>[];
  /** Execution ids of nodes whose subgraph holds itself, or makes the workflow larger than anything that could run. */
  readonly unopened: readonly string[];
}

/** Opens every subgraph that runs. What lies in muted and bypassed ones is not opened: it is not sent. */
export function* openScopes<Leaf>(workflow: Workflow<Leaf>): Work<Scopes<Leaf>> {
  const unopened: string[] = [];
  const pending: (Scope<Leaf> & { inner: Map<string, InnerScope<Leaf>> })[] = [
    { prefix: '', graph: workflow, host: null, inner: new Map() },
  ];
  let size = workflow.nodes.size;
  const isDue = slicesOf('nodes');
  for (const scope of pending) {
    for (const node of scope.graph.nodes.values()) {
      const definition = workflow.definitions.get(node.type);
      if (!definition || node.mode !== 'runs') continue;
      const id = scope.prefix + node.id;
      if (!canHold(scope, definition) || size + definition.nodes.size > MAX_NODES) {
        unopened.push(id);
        continue;
      }
      size += definition.nodes.size;
      const host = { scope, node, definition };
      const child = { prefix: `${id}:`, graph: definition, host, inner: new Map<string, InnerScope<Leaf>>() };
      scope.inner.set(node.id, child);
      pending.push(child);
      if (isDue()) yield;
    }
  }
  return { scopes: pending, unopened };
}

/** A scope does not lie in a subgraph of this definition, nor too deep. */
function canHold<Leaf>(scope: Scope<Leaf>, definition: Definition<Leaf>): boolean {
  let depth = 0;
  for (let host = scope.host; host; host = host.scope.host)
    if (host.definition === definition || ++depth === MAX_DEPTH) return false;
  return true;
}

/** The inputs of a node that stands for a subgraph, in the order of the subgraph's own; undefined where the file has none. */
export function slotsOfHost<Leaf>(node: WorkflowNode<Leaf>, inputs: readonly Terminal[]): (Slot<Leaf> | undefined)[] {
  const left = new Set(node.inputs);
  return inputs.map(({ name, type }) => {
    const named = [...left].filter((slot) => slot.name === name);
    const slot = named.find((candidate) => candidate.type === type) ?? named[0];
    if (slot) left.delete(slot);
    return slot;
  });
}
