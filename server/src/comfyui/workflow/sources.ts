/**
 * Where the value of an input comes from: links are followed through reroutes, bypassed nodes, nodes without wires and
 * subgraphs, to a node that makes something or a widget. ComfyUI_frontend, ExecutableNodeDTO.ts.
 */
import { remembered } from '../../common/memory.ts';
import type { WorkflowGraph, WorkflowLink } from './graph.ts';
import { type Slot, SUBGRAPH_INPUTS, type WorkflowNode } from './node.ts';
import { type InnerScope, isInner, type Scope, slotsOfHost } from './scopes.ts';
import type { Shown } from './widget-values.ts';

export type Source<Leaf> =
  | { readonly kind: 'output'; readonly node: string; readonly output: number }
  /** `from`: the PrimitiveNode that holds the value, with its execution id; `null` for a value that a subgraph's node shows. */
  | {
      readonly kind: 'value';
      readonly value: Leaf;
      readonly from: { readonly id: string; readonly node: WorkflowNode<Leaf> } | null;
    }
  /** Nothing comes: the widget's own value stays in force. */
  | { readonly kind: 'own' }
  /** The links run in a circle, or on for longer than any person would draw. */
  | { readonly kind: 'circle' };

/** What the nodes of a workflow are. */
export interface Roles<Leaf> {
  /** Inputs in the order of the node's definition. */
  slotsOf(node: WorkflowNode<Leaf>): readonly Slot<Leaf>[];
  /** What a PrimitiveNode holds; undefined for every other node. */
  primitiveValue(node: WorkflowNode<Leaf>, scope: Scope<Leaf>): Leaf | undefined;
  /** A node of the frontend that only passes on what it is given. */
  isVirtual(node: WorkflowNode<Leaf>): boolean;
  /** The name by which a getter finds its setter; `null` for every other node. */
  getterName(node: WorkflowNode<Leaf>): string | null;
  setterName(node: WorkflowNode<Leaf>): string | null;
  /** What the node around an opened subgraph shows. */
  shownOf(scope: InnerScope<Leaf>): Shown<Leaf>;
}

export interface Sources<Leaf> {
  /** The link that ends in an input, drawn ones too. */
  linkTo(scope: Scope<Leaf>, node: WorkflowNode<Leaf>, slot: Slot<Leaf>): WorkflowLink<Leaf> | undefined;
  /** Follows an input; `null`: nothing is connected, or something that doesn't run. */
  sourceOf(scope: Scope<Leaf>, node: WorkflowNode<Leaf>, slot: Slot<Leaf>): Source<Leaf> | null;
}

/** Links followed at most from one input. */
const MAX_HOPS = 256;

/** Makes what follows the inputs of a workflow. */
export function createSources<Leaf>(roles: Roles<Leaf>): Sources<Leaf> {
  type Found = Source<Leaf> | null;
  const settersOf = remembered((graph: WorkflowGraph<Leaf>) => {
    const found = new Map<string, WorkflowNode<Leaf>>();
    for (const node of graph.nodes.values()) {
      const name = node.mode === 'runs' ? roles.setterName(node) : null;
      if (name !== null && !found.has(name)) found.set(name, node);
    }
    return found;
  });
  return { linkTo, sourceOf: (scope, node, slot) => atInput(scope, node, slot, slot.type, new Set()) };

  function linkTo(scope: Scope<Leaf>, node: WorkflowNode<Leaf>, slot: Slot<Leaf>): WorkflowLink<Leaf> | undefined {
    if (slot.link !== null) return scope.graph.links.get(slot.link);
    const { drawnLinks } = scope.graph;
    if (drawnLinks.length === 0) return undefined;
    // What Use Everywhere connects when the workflow is queued: inputs that have no link of their own.
    const index = roles.slotsOf(node).findIndex(({ name }) => name === slot.name);
    return drawnLinks.find(({ target, targetSlot }) => target === node.id && targetSlot === index);
  }

  function atInput(
    scope: Scope<Leaf>,
    node: WorkflowNode<Leaf>,
    slot: Slot<Leaf> | undefined,
    type: string,
    seen: Set<string>,
  ): Found {
    const link = slot && linkTo(scope, node, slot);
    if (!link) return null;
    const place = `${scope.prefix}${node.id} ${slot.name}`;
    if (seen.has(place) || seen.size === MAX_HOPS) return { kind: 'circle' };
    seen.add(place);
    return atOrigin(scope, link, type, seen);
  }

  /**
   * A PrimitiveNode is no source: before a workflow is queued it writes its value into the widgets at the ends of its links, muted or
   * not. A node between has none, and the widget behind that keeps its own. ComfyUI_frontend, src/extensions/core/widgetInputs.ts
   * (applyToGraph; until 2024 it looked through Reroutes) and src/utils/executionUtil.ts.
   */
  function atOrigin(scope: Scope<Leaf>, link: WorkflowLink<Leaf>, type: string, seen: Set<string>): Found {
    if (link.origin === SUBGRAPH_INPUTS && isInner(scope)) return atSubgraphInput(scope, link.originSlot, seen);
    const node = scope.graph.nodes.get(link.origin);
    if (!node) return null;
    const value = roles.primitiveValue(node, scope);
    if (value !== undefined) return { kind: 'value', value, from: { id: scope.prefix + node.id, node } };
    const found = atOutput(scope, node, link.originSlot, type, seen);
    return found?.kind === 'value' && found.from ? { kind: 'own' } : found;
  }

  function atSubgraphInput(scope: InnerScope<Leaf>, index: number, seen: Set<string>): Found {
    const { host } = scope;
    const slot = slotsOfHost(host.node, host.definition.inputs)[index];
    if (slot && (slot.link !== null || linkTo(host.scope, host.node, slot)))
      return atInput(host.scope, host.node, slot, slot.type, seen);
    const value = roles.shownOf(scope).byInput.get(index);
    return value === undefined ? null : { kind: 'value', value, from: null };
  }

  function atOutput(
    scope: Scope<Leaf>,
    node: WorkflowNode<Leaf>,
    output: number,
    type: string,
    seen: Set<string>,
  ): Found {
    const pass = (slot: Slot<Leaf> | undefined) => atInput(scope, node, slot, type, seen);
    if (node.mode === 'muted') return null;
    if (node.mode === 'bypassed') return pass(bypassSlot(node, output, type));
    const child = scope.inner.get(node.id);
    if (child) {
      const link = child.graph.links.get(child.host.definition.outputs[output]?.links[0] ?? '');
      return link ? atOrigin(child, link, type, seen) : null;
    }
    const name = roles.getterName(node);
    if (name !== null) return atSetter(scope, name, type, seen);
    if (roles.isVirtual(node)) return pass(node.inputs[output]);
    return { kind: 'output', node: scope.prefix + node.id, output };
  }

  /** A setter is looked for in the getter's own graph first, then in those around. */
  function atSetter(from: Scope<Leaf>, name: string, type: string, seen: Set<string>): Found {
    for (let scope: Scope<Leaf> | undefined = from; scope; scope = scope.host?.scope) {
      const setter = settersOf(scope.graph).get(name);
      if (setter) return atInput(scope, setter, setter.inputs[0], type, seen);
    }
    return null;
  }

  /** The first setter of each name. */
  /**
   * The input that a bypassed node passes on: the one opposite the output if it fits, else the first of just this type, else
   * the first that fits. `type` is that of the input where the link ends.
   */
  function bypassSlot(node: WorkflowNode<Leaf>, output: number, type: string): Slot<Leaf> | undefined {
    const slots = roles.slotsOf(node);
    if (type === '*' || type === '') return slots[output] ?? slots[0];
    const outputType = node.outputs[output] ?? '*';
    const fits = (slot: Slot<Leaf>) => connects(slot.type, outputType) && connects(slot.type, type);
    const opposite = slots.slice(output, output + 1).find(fits);
    return opposite ?? slots.find((slot) => slot.type === type) ?? slots.find(fits);
  }
}

/** Whether the frontend lets two types be linked: without regard to case, `*` to any, and lists if they share one. */
function connects(a: string, b: string): boolean {
  if (a === b || isAny(a) || isAny(b)) return true;
  const [ours, theirs] = [a, b].map((type) => type.toLowerCase().split(','));
  return ours.some((type) => theirs.includes(type));
}

function isAny(type: string): boolean {
  return type === '' || type === '*';
}
