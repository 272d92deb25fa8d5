/**
 * Where the value of an input comes from: links are followed through reroutes, bypassed nodes, nodes without wires and
 * subgraphs, to a node that makes something or a widget. ComfyUI_frontend, ExecutableNodeDTO.ts.
 */
import { type InnerScope, isInner, type Scope, slotsOfInstance } from './scopes.ts';
import type { Shown } from './shown.ts';
import { type Slot, SUBGRAPH_INPUTS, type WorkflowGraph, type WorkflowNode } from './workflow.ts';

export type ValueSource =
  | { readonly kind: 'output'; readonly node: string; readonly output: number }
  | { readonly kind: 'value'; readonly value: unknown }
  /** The links run in a circle, or on for longer than any person would draw. */
  | { readonly kind: 'circle' };

/** What the nodes of a workflow are. */
export interface Roles {
  /** What a PrimitiveNode holds; undefined for every other node. */
  primitiveValue(node: WorkflowNode, scope: Scope): { readonly value: unknown } | undefined;
  /** A node of the frontend that only passes on what it is given. */
  isVirtual(node: WorkflowNode): boolean;
  /** The name by which a getter finds its setter; `null` for every other node. */
  getterName(node: WorkflowNode): string | null;
  setterName(node: WorkflowNode): string | null;
  /** Inputs in the order of the node's definition. */
  slotsOf(node: WorkflowNode): readonly Slot[];
  /** What the node around an opened subgraph shows. */
  shownOf(scope: InnerScope): Shown;
}

/** Links followed at most from one input. */
const MAX_HOPS = 1000;

/** Makes the function that follows an input; `null`: nothing is connected, or something that doesn't run. */
export function createSources(roles: Roles): (scope: Scope, node: WorkflowNode, slot: Slot) => ValueSource | null {
  const setters = new WeakMap<WorkflowGraph, ReadonlyMap<string, WorkflowNode>>();
  return (scope, node, slot) => atInput(scope, node, slot, slot.type, new Set());

  function atInput(
    scope: Scope,
    node: WorkflowNode,
    slot: Slot | undefined,
    type: string,
    seen: Set<string>,
  ): ValueSource | null {
    if (!slot) return null;
    const place = `${scope.prefix}${node.id} ${slot.name}`;
    if (seen.has(place) || seen.size === MAX_HOPS) return { kind: 'circle' };
    seen.add(place);
    const link = (slot.link !== null && scope.graph.links.get(slot.link)) || drawnLink(scope, node, slot);
    if (!link) return null;
    if (link.origin === SUBGRAPH_INPUTS && scope.host) return atSubgraphInput(scope, link.originSlot, seen);
    const origin = scope.graph.nodes.get(link.origin);
    return origin ? atOutput(scope, origin, link.originSlot, type, seen) : null;
  }

  /** What Use Everywhere connects when the workflow is queued: inputs that have no link of their own. */
  function drawnLink(scope: Scope, node: WorkflowNode, slot: Slot) {
    if (slot.link !== null || scope.graph.drawnLinks.length === 0) return undefined;
    const index = roles.slotsOf(node).findIndex(({ name }) => name === slot.name);
    return scope.graph.drawnLinks.find(({ target, targetSlot }) => target === node.id && targetSlot === index);
  }

  function atSubgraphInput(scope: Scope, index: number, seen: Set<string>): ValueSource | null {
    if (!isInner(scope)) return null;
    const { host } = scope;
    const slot = slotsOfInstance(host.node, host.definition.inputs)[index];
    if (slot && (slot.link !== null || drawnLink(host.scope, host.node, slot)))
      return atInput(host.scope, host.node, slot, slot.type, seen);
    const shown = roles.shownOf(scope).byInput;
    return shown.has(index) ? { kind: 'value', value: shown.get(index) } : null;
  }

  function atOutput(
    scope: Scope,
    node: WorkflowNode,
    output: number,
    type: string,
    seen: Set<string>,
  ): ValueSource | null {
    const pass = (slot: Slot | undefined) => atInput(scope, node, slot, type, seen);
    if (node.mode === 'muted') return null;
    if (node.mode === 'bypassed') return pass(bypassSlot(node, output, type));
    const child = scope.inner.get(node.id);
    if (child) return atSubgraphOutput(child, output, type, seen);
    const primitive = roles.primitiveValue(node, scope);
    if (primitive) return { kind: 'value', value: primitive.value };
    const name = roles.getterName(node);
    if (name !== null) return atSetter(scope, name, type, seen);
    if (roles.isVirtual(node)) return pass(node.inputs[output]);
    return { kind: 'output', node: scope.prefix + node.id, output };
  }

  function atSubgraphOutput(child: InnerScope, output: number, type: string, seen: Set<string>): ValueSource | null {
    const id = child.host.definition.outputs[output]?.links[0];
    const link = id === undefined ? undefined : child.graph.links.get(id);
    if (!link) return null;
    if (link.origin === SUBGRAPH_INPUTS) return atSubgraphInput(child, link.originSlot, seen);
    const origin = child.graph.nodes.get(link.origin);
    return origin ? atOutput(child, origin, link.originSlot, type, seen) : null;
  }

  /** A setter is looked for in the getter's own graph first, then in those around. */
  function atSetter(from: Scope, name: string, type: string, seen: Set<string>): ValueSource | null {
    for (let scope: Scope | undefined = from; scope; scope = scope.host?.scope) {
      const setter = settersOf(scope.graph).get(name);
      if (setter) return atInput(scope, setter, setter.inputs[0], type, seen);
    }
    return null;
  }

  function settersOf(graph: WorkflowGraph): ReadonlyMap<string, WorkflowNode> {
    const known = setters.get(graph);
    if (known) return known;
    const found = new Map<string, WorkflowNode>();
    for (const node of graph.nodes.values()) {
      const name = node.mode === 'runs' ? roles.setterName(node) : null;
      if (name !== null && !found.has(name)) found.set(name, node);
    }
    setters.set(graph, found);
    return found;
  }

  /**
   * The input that a bypassed node passes on: the one opposite the output if it fits, else the first of just this type, else
   * the first that fits. `type` is that of the input where the link ends.
   */
  function bypassSlot(node: WorkflowNode, output: number, type: string): Slot | undefined {
    const slots = roles.slotsOf(node);
    if (type === '*' || type === '') return slots[output] ?? slots[0];
    const outputType = node.outputs[output] ?? '*';
    const fits = (slot: Slot) => connects(slot.type, outputType) && connects(slot.type, type);
    const opposite = slots[output];
    if (opposite && fits(opposite)) return opposite;
    return slots.find((slot) => slot.type === type) ?? slots.find(fits);
  }
}

/** Whether the frontend lets two types be linked: without regard to case, `*` to any, and lists if they share one. */
function connects(a: string, b: string): boolean {
  if ([a, b].some((type) => type === '' || type === '*')) return true;
  const types = b.toLowerCase().split(',');
  return a
    .toLowerCase()
    .split(',')
    .some((type) => types.includes(type));
}
