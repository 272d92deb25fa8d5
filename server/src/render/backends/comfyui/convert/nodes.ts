/** What the nodes of a workflow are and hold: widgets by name, values that others give them, and what the frontend makes of them. */
import type { Knowledge } from '../../../../knowledge/knowledge.ts';
import type { GraphOverride } from '../../../backend.ts';
import type { ObjectInfo } from '../graph.ts';
import { type InnerScope, isInner, type Scope, slotsOfInstance } from './scopes.ts';
import { type Inside, type Shown, shownBy, widgetKey } from './shown.ts';
import type { Roles } from './sources.ts';
import { expandFileName } from './text.ts';
import { isWidgetOf, readWidgets, type WidgetValues } from './widgets.ts';
import type { Slot, Workflow, WorkflowNode } from './workflow.ts';

export interface Nodes extends Roles {
  /** The node's own values, before others give it theirs. Empty for nodes the server doesn't know. */
  widgetsOf(node: WorkflowNode): WidgetValues;
  /** A value by the name of its node in file names: `Node name for S&R`, else the title. Undefined when there is none. */
  widgetByName(name: string, widget: string): unknown | undefined;
  /** Overrides that no PrimitiveNode and no node around a subgraph has taken. */
  unappliedOverrides(): readonly GraphOverride[];
}

/** Name of the one widget of a PrimitiveNode. */
const PRIMITIVE_WIDGET = 'value';
const NO_WIDGETS: WidgetValues = { values: new Map(), misfits: new Map(), hasMore: false };

export function createNodes(
  workflow: Workflow,
  objectInfo: ObjectInfo,
  overrides: readonly GraphOverride[],
  knowledge: Knowledge,
  now: Date,
): Nodes {
  const rules = knowledge.data.comfyFrontend;
  const { reroutes, wireless } = knowledge.data.comfyWorkflow;
  const virtual = new Set([...rules.virtual, ...reroutes, ...wireless.get, ...wireless.set, rules.primitive]);
  const widgets = new WeakMap<WorkflowNode, WidgetValues>();
  const shown = new WeakMap<InnerScope, Shown>();
  /** As the file has it, without the preview's values. */
  const saved = new WeakMap<InnerScope, Shown>();
  const inside: Inside = {
    widgetsOf: (node) => widgetsOf(node).values,
    shownOf: (scope) => remembered(saved, scope, () => shownBy(scope, inside, () => undefined)),
  };
  const applied = new Set<GraphOverride>();

  return {
    widgetsOf,
    widgetByName,
    slotsOf,
    shownOf,
    primitiveValue,
    isVirtual: ({ type }) => virtual.has(type),
    getterName: (node) => (wireless.get.includes(node.type) ? wireName(node) : null),
    setterName: (node) => (wireless.set.includes(node.type) ? wireName(node) : null),
    unappliedOverrides: () => overrides.filter((override) => !applied.has(override)),
  };

  function widgetsOf(node: WorkflowNode): WidgetValues {
    const definition = objectInfo.get(node.type);
    return definition ? remembered(widgets, node, () => readWidgets(node, definition, rules)) : NO_WIDGETS;
  }

  function shownOf(scope: InnerScope): Shown {
    const id = scope.prefix.slice(0, -1);
    return remembered(shown, scope, () => shownBy(scope, inside, (widget) => overrideOf(id, widget)));
  }

  function overrideOf(id: string, input: string): unknown | undefined {
    const override = overrides.find((candidate) => candidate.node === id && candidate.input === input);
    if (override) applied.add(override);
    return override?.value;
  }

  function primitiveValue(node: WorkflowNode, scope: Scope): { value: unknown } | undefined {
    if (node.type !== rules.primitive) return undefined;
    const key = widgetKey(node.id, PRIMITIVE_WIDGET);
    const proxied = isInner(scope) ? shownOf(scope).byWidget.get(key) : undefined;
    const own = Array.isArray(node.values) ? (node.values as readonly unknown[])[0] : undefined;
    const value = overrideOf(scope.prefix + node.id, PRIMITIVE_WIDGET) ?? proxied ?? own;
    if (value === undefined) return undefined;
    const isText = typeof value === 'string' && node.properties['Run widget replace on values'] === true;
    return { value: isText ? expandFileName(value, now, widgetByName) : value };
  }

  function widgetByName(name: string, widget: string): unknown | undefined {
    const all = [workflow, ...workflow.definitions.values()].flatMap(({ nodes }) => [...nodes.values()]);
    const node =
      all.find(({ properties }) => properties['Node name for S&R'] === name) ?? all.find(({ title }) => title === name);
    return node && widgetsOf(node).values.get(widget);
  }

  function slotsOf(node: WorkflowNode): Slot[] {
    const subgraph = workflow.definitions.get(node.type);
    if (subgraph) {
      const slots = slotsOfInstance(node, subgraph.inputs);
      return subgraph.inputs.map(({ name, type }, index) => slots[index] ?? { name, type, link: null, widget: null });
    }
    const inputs = objectInfo.get(node.type)?.inputs ?? [];
    // The frontend puts sockets before widgets, and behind both what the file has beyond the definition.
    const ordered = [false, true].flatMap((wanted) => inputs.filter((input) => isWidgetOf(input, rules) === wanted));
    const names = new Set(ordered.map(({ name }) => name));
    return [
      ...ordered.map(({ name, type }): Slot => {
        const slot = node.inputs.find((candidate) => candidate.name === name);
        return { name, type, link: slot?.link ?? null, widget: slot?.widget ?? null };
      }),
      ...node.inputs.filter(({ name }) => !names.has(name)),
    ];
  }
}

/** The name that nodes without wires share: the first of their values. */
function wireName({ values }: WorkflowNode): string {
  const name: unknown = Array.isArray(values) ? values[0] : null;
  return typeof name === 'string' || typeof name === 'number' ? `${name}` : '';
}

/** What is made once for each key. */
function remembered<K extends WeakKey, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
