/**
 * Values that a node shows for the widgets of the subgraph it stands for. They win over what the widgets inside hold.
 * ComfyUI_frontend: src/lib/litegraph/src/subgraph/SubgraphNode.ts, src/core/graph/subgraph/migration.
 */
import * as v from 'valibot';
import { type InnerScope, slotsOfInstance } from './scopes.ts';
import type { WorkflowNode } from './workflow.ts';

export interface Shown {
  /** By index of the subgraph's inputs. */
  readonly byInput: ReadonlyMap<number, unknown>;
  /** By `widgetKey`. */
  readonly byWidget: ReadonlyMap<string, unknown>;
}

export function widgetKey(node: string, widget: string): string {
  return `${node} ${widget}`;
}

/** The node that stands for the inputs of a subgraph, in `proxyWidgets`. */
const OWN_INPUTS = '-1';
const entry = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => String(value)),
);
/** `[node inside, name of its widget]`, in the order of the values; the property may be written as JSON in a string. */
const ProxyWidgetsSchema = v.fallback(v.array(v.looseTuple([entry, v.string()])), []);

/** How the nodes inside are asked. */
export interface Inside {
  /** The values of a node, by name. */
  readonly widgetsOf: (node: WorkflowNode) => ReadonlyMap<string, unknown>;
  /** What a subgraph inside shows. */
  readonly shownOf: (scope: InnerScope) => Shown;
}

/**
 * What the node of an opened subgraph shows. `override`: a value that the preview gives the node's widget of this name,
 * undefined for none.
 */
export function shownBy(scope: InnerScope, inside: Inside, override: (widget: string) => unknown | undefined): Shown {
  const { node, definition } = scope.host;
  const byInput = new Map<number, unknown>();
  const byWidget = new Map<string, unknown>();
  const sources = definition.inputs.map((_, index) => sourceOf(scope, index, inside));
  const values = Array.isArray(node.values) ? (node.values as readonly unknown[]) : [];
  const proxies = v.parse(ProxyWidgetsSchema, parsedProperty(node.properties.proxyWidgets));

  for (const [index, source] of sources.entries()) if (source?.value !== undefined) byInput.set(index, source.value);
  if (proxies.length === 0) {
    let next = 0;
    for (const [index, source] of sources.entries()) {
      if (!source) continue;
      const value = values[next++];
      if (value != null) byInput.set(index, value);
    }
  }
  for (const [position, [inner, widget]] of proxies.entries()) {
    const value = override(widget) ?? values[position];
    if (value == null) continue;
    const index =
      inner === OWN_INPUTS
        ? definition.inputs.findIndex(({ name }) => name === widget)
        : sources.findIndex((source) => source?.node === inner && source.widget === widget);
    if (index >= 0) byInput.set(index, value);
    else byWidget.set(widgetKey(inner, widget), value);
  }
  for (const [index, { name }] of definition.inputs.entries()) {
    const value = override(name);
    if (value !== undefined) byInput.set(index, value);
  }
  return { byInput, byWidget };
}

interface WidgetSource {
  readonly node: string;
  readonly widget: string;
  readonly value: unknown;
}

/** The first widget inside that an input of a subgraph leads to; subgraphs in it are asked for theirs. */
function sourceOf(scope: InnerScope, index: number, inside: Inside): WidgetSource | null {
  for (const id of scope.host.definition.inputs[index].links) {
    const link = scope.graph.links.get(id);
    const target = link && scope.graph.nodes.get(link.target);
    const slot = target?.inputs.find((candidate) => candidate.link === id);
    if (!target || !slot) continue;
    const child = scope.inner.get(target.id);
    if (child) {
      const position = slotsOfInstance(target, child.host.definition.inputs).indexOf(slot);
      const value = position < 0 ? undefined : inside.shownOf(child).byInput.get(position);
      if (value !== undefined) return { node: target.id, widget: slot.name, value };
    } else {
      const name = slot.widget ?? slot.name;
      const widgets = inside.widgetsOf(target);
      // Of a class that the server lacks, only the file says that the input is a widget.
      const isWidget = widgets.has(name) || (widgets.size === 0 && slot.widget !== null);
      if (isWidget) return { node: target.id, widget: name, value: widgets.get(name) };
    }
  }
  return null;
}

function parsedProperty(property: unknown): unknown {
  if (typeof property !== 'string') return property;
  try {
    return JSON.parse(property);
  } catch {
    return [];
  }
}
