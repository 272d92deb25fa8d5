/** The wires of a ComfyUI workflow, followed through subgraphs, reroutes and bypassed nodes to where their values come from. */
import type { WorkflowRules } from '../../knowledge/schema.ts';
import type { MapValue, Value } from '../../syntax/document.ts';
import { resolve } from '../../syntax/navigate.ts';
import { type Link, scalarOf } from './graph.ts';
import type { WidgetReader } from './widgets.ts';
import {
  type Definition,
  definitionsOf,
  describe,
  linksOf,
  nodesOf,
  type Origin,
  promotedOf,
  type Scope,
  type Slot,
  type WorkflowNode,
} from './workflow-nodes.ts';

/** The node id that stands for the inputs of a subgraph in its links. */
const SUBGRAPH_INPUTS = '-10';
/** The node id that stands for the inputs of a subgraph among promoted widgets. */
const OWN_INPUTS = '-1';
/** Nodes looked at, at most, when subgraphs hold each other many times over. */
const MAX_NODES = 50_000;

export interface Wiring {
  /** The whole graph, then every subgraph in use. */
  readonly scopes: readonly Scope[];
  /** True for nodes that only pass on what others make. */
  onlyPasses(node: WorkflowNode, scope: Scope): boolean;
  /** What arrives at a slot: a link, or the value that the node around a subgraph gives it. `null`: nothing is connected. */
  arrivingAt(slot: Slot, scope: Scope): Link | { readonly literal: Value } | null;
  /** The value that the node around a subgraph shows in place of an inner widget's own. */
  promotedValue(node: WorkflowNode, widget: string, scope: Scope): Value | null;
}

/** Opens the subgraphs of a workflow and follows its wires, pausing now and then. */
export function* createWiring(
  workflow: MapValue,
  rules: WorkflowRules,
  widgetsOf: WidgetReader,
): Generator<void, Wiring> {
  const definitions = definitionsOf(workflow);
  /** Inner scope of a subgraph's node, by full id. */
  const inner = new Map<string, Scope>();
  const scopes = yield* openScopes();
  const setters = new Map(scopes.map((scope) => [scope, settersOf(scope)]));
  const isReroute = (node: WorkflowNode) => rules.reroutes.includes(node.type);
  const isGetter = (node: WorkflowNode) => rules.wireless.get.includes(node.type);
  const isSetter = (node: WorkflowNode) => rules.wireless.set.includes(node.type);
  return {
    scopes,
    onlyPasses: (node, scope) =>
      isReroute(node) || isGetter(node) || isSetter(node) || inner.has(scope.prefix + node.id),
    arrivingAt,
    promotedValue,
  };

  function* openScopes(): Generator<void, Scope[]> {
    const contents = new Map<Definition, Pick<Scope, 'nodes' | 'links'>>();
    const found: Scope[] = [
      { prefix: '', nodes: yield* nodesOf(workflow), links: yield* linksOf(workflow), host: null },
    ];
    let size = found[0].nodes.size;
    for (const scope of found) {
      for (const node of scope.nodes.values()) {
        const definition = node.mode === 'runs' ? definitions.get(node.type) : undefined;
        if (!definition || isInside(scope, definition)) continue;
        const content = contents.get(definition) ?? {
          nodes: yield* nodesOf(definition.map),
          links: yield* linksOf(definition.map),
        };
        contents.set(definition, content);
        size += content.nodes.size;
        if (size > MAX_NODES) return found;
        const id = scope.prefix + node.id;
        const child = { prefix: `${id}:`, ...content, host: { scope, node, definition } };
        inner.set(id, child);
        found.push(child);
      }
    }
    return found;
  }

  /** Follows a link back to a node that makes something. */
  function arrivingAt(slot: Slot, from: Scope): Link | { literal: Value } | null {
    if (!slot.link) return null;
    const lost: Link = { from: null, at: slot.link };
    let scope = from;
    let origin = originOf(slot, scope);
    const seen = new Set<string>();
    while (origin) {
      const place = `${scope.prefix} ${origin.node} ${origin.slot}`;
      if (seen.has(place)) return lost;
      seen.add(place);
      if (origin.node === SUBGRAPH_INPUTS && scope.host) {
        const { host } = scope;
        const name = host.definition.inputs[origin.slot];
        const outer = host.node.inputs.find((candidate) => candidate.name === name);
        if (!outer?.link) {
          const literal = shownValue(host.node, OWN_INPUTS, name);
          return literal && { literal };
        }
        scope = host.scope;
        origin = originOf(outer, scope);
        continue;
      }
      const node = scope.nodes.get(origin.node);
      if (!node || node.mode === 'muted') return lost;
      const child = inner.get(scope.prefix + node.id);
      if (node.mode === 'bypassed') origin = originOf(bypass(node, origin.slot), scope);
      else if (isReroute(node)) origin = originOf(node.inputs[0], scope);
      else if (isGetter(node)) [origin, scope] = setBy(node, scope);
      else if (child) {
        const link: string | undefined = child.host?.definition.outputs[origin.slot]?.at(-1);
        origin = link === undefined ? undefined : child.links.get(link);
        scope = child;
      } else return { from: scope.prefix + node.id, at: slot.link };
    }
    return lost;
  }

  function originOf(slot: Slot | undefined, scope: Scope): Origin | undefined {
    return slot?.link ? scope.links.get(String(scalarOf(slot.link))) : undefined;
  }

  /** The value a node without wires is told by name, here or in the graphs around. */
  function setBy(getter: WorkflowNode, from: Scope): [Origin | undefined, Scope] {
    const name = wireName(getter);
    for (let scope: Scope | undefined = from; scope; scope = scope.host?.scope) {
      const setter = setters.get(scope)?.get(name);
      if (setter) return [originOf(setter.inputs[0], scope), scope];
    }
    return [undefined, from];
  }

  function settersOf(scope: Scope): Map<string, WorkflowNode> {
    const found = new Map<string, WorkflowNode>();
    for (const node of scope.nodes.values())
      if (rules.wireless.set.includes(node.type) && node.mode === 'runs') found.set(wireName(node), node);
    return found;
  }

  function promotedValue(node: WorkflowNode, widget: string, scope: Scope): Value | null {
    return scope.host ? shownValue(scope.host.node, node.id, widget) : null;
  }

  /** The value of a subgraph node's own widget. Empty ones leave the inner value in force. */
  function shownValue(host: WorkflowNode, innerNode: string, widget: string): Value | null {
    const promoted = promotedOf(host);
    const index = promoted.findIndex((candidate) => candidate.node === innerNode && candidate.widget === widget);
    const list = host.values && resolve(host.values);
    // Before widgets were promoted one by one, a subgraph's node showed those of its inputs.
    const value =
      promoted.length > 0
        ? list?.kind === 'list' && list.items[index]
        : innerNode === OWN_INPUTS && widgetsOf(describe(host)).find(({ name }) => name === widget)?.value;
    return value && scalarOf(value) != null ? value : null;
  }
}

/** The input that a bypassed node passes on to an output: the one opposite when it is of the same type, else the first that is. */
function bypass(node: WorkflowNode, slot: number): Slot | undefined {
  const type = node.outputs[slot];
  const opposite = node.inputs[slot];
  if (type === undefined || type === '*') return opposite ?? node.inputs[0];
  return opposite?.type === type ? opposite : node.inputs.find((input) => input.type === type);
}

/** True when a scope lies in a subgraph of this definition: a subgraph that holds itself is not opened again. */
function isInside(scope: Scope, definition: Definition): boolean {
  for (let outer: Scope | undefined = scope; outer; outer = outer.host?.scope)
    if (outer.host?.definition === definition) return true;
  return false;
}

/** The name that wireless nodes share: the first of their values. */
function wireName(node: WorkflowNode): string {
  const list = node.values && resolve(node.values);
  return list?.kind === 'list' && list.items.length > 0 ? String(scalarOf(list.items[0])) : '';
}
