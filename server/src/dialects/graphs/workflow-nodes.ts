/** The nodes and links of a ComfyUI workflow file as it writes them, one scope for the graph and one for each subgraph in use. */
import type { MapValue, Value } from '../../syntax/document.ts';
import { get, resolve } from '../../syntax/navigate.ts';
import { scalarOf } from './graph.ts';
import type { WidgetNode } from './widgets.ts';

/** An input slot: a connection, and the widget it stands for when there is one. */
export interface Slot {
  readonly name: string;
  readonly type: string;
  /** Id of the link that ends here. */
  readonly link: Value | null;
  readonly widget: string | null;
}

export interface WorkflowNode {
  readonly id: string;
  readonly type: string;
  readonly map: MapValue;
  readonly mode: 'runs' | 'muted' | 'bypassed';
  readonly inputs: readonly Slot[];
  /** Types of the outputs. */
  readonly outputs: readonly string[];
  readonly values: Value | null;
}

/** Where a link begins. */
export interface Origin {
  readonly node: string;
  readonly slot: number;
}

/** Nodes that can be linked to each other. */
export interface Scope {
  /** Leads the ids of its nodes: empty for the whole graph, `outer:inner:` in subgraphs. */
  readonly prefix: string;
  readonly nodes: Map<string, WorkflowNode>;
  /** By link id. */
  readonly links: ReadonlyMap<string, Origin>;
  /** The node that stands for this subgraph, with the scope around it. */
  readonly host: { readonly scope: Scope; readonly node: WorkflowNode; readonly definition: Definition } | null;
}

/** A subgraph: what nodes of the type `id` stand for. */
export interface Definition {
  readonly id: string;
  readonly map: MapValue;
  /** Names of its inputs. */
  readonly inputs: readonly string[];
  /** Ids of the links that end in each output. */
  readonly outputs: readonly (readonly string[])[];
}

const MUTED = 2;
const BYPASSED = 4;

/** Nodes or links made between two pauses. */
export const A_SLICE = 128;

/** Nodes of a graph or subgraph. Whatever has no id or type is left out. */
export function* nodesOf(map: MapValue): Generator<void, Map<string, WorkflowNode>> {
  const nodes = new Map<string, WorkflowNode>();
  for (const [index, item] of itemsOf(map, 'nodes').entries()) {
    const node = nodeOf(item);
    if (node) nodes.set(node.id, node);
    if (index % A_SLICE === A_SLICE - 1) yield;
  }
  return nodes;
}

/** The node that an item of `nodes` describes; `null` for one without id or type. */
export function nodeOf(item: Value): WorkflowNode | null {
  const map = resolve(item);
  if (map?.kind !== 'map') return null;
  const id = textOf(map, 'id');
  const type = textOf(map, 'type');
  if (id === '' || type === '') return null;
  const mode = scalarAt(map, 'mode');
  return {
    id,
    type,
    map,
    mode: mode === MUTED ? 'muted' : mode === BYPASSED ? 'bypassed' : 'runs',
    inputs: mapsOf(map, 'inputs').map(slotOf),
    outputs: mapsOf(map, 'outputs').map((output) => textOf(output, 'type')),
    values: get(map, 'widgets_values')?.entry.value ?? null,
  };
}

/** Whether two states of a node take the same part in the wiring. */
export function isPlacedAlike(before: WorkflowNode, after: WorkflowNode): boolean {
  const shape = ({ id, type, mode, inputs, outputs }: WorkflowNode) =>
    JSON.stringify([
      id,
      type,
      mode,
      outputs,
      inputs.map((slot) => [slot.name, slot.type, slot.widget, slot.link && String(scalarOf(slot.link))]),
    ]);
  return shape(before) === shape(after);
}

function slotOf(map: MapValue): Slot {
  const link = get(map, 'link')?.entry.value ?? null;
  const widget = get(map, 'widget')?.entry.value;
  return {
    name: textOf(map, 'name'),
    type: textOf(map, 'type'),
    link: link && scalarOf(link) != null ? link : null,
    widget: widget?.kind === 'map' ? textOf(widget, 'name') : null,
  };
}

/** Links by id: `[id, from, slot, to, slot, type]` in graphs, `{id, origin_id, origin_slot, …}` in subgraphs and newer files. */
export function* linksOf(map: MapValue): Generator<void, Map<string, Origin>> {
  const links = new Map<string, Origin>();
  for (const [index, item] of itemsOf(map, 'links').entries()) {
    if (index % A_SLICE === A_SLICE - 1) yield;
    const link = resolve(item);
    if (link?.kind === 'list') {
      const [id, node, slot] = link.items.map((part) => String(scalarOf(part)));
      if (link.items.length >= 5) links.set(id, { node, slot: Number(slot) });
    } else if (link?.kind === 'map') {
      const slot = Number(scalarAt(link, 'origin_slot'));
      links.set(textOf(link, 'id'), { node: textOf(link, 'origin_id'), slot });
    }
  }
  return links;
}

/** Subgraph definitions of a workflow, by id. */
export function definitionsOf(root: MapValue): Map<string, Definition> {
  const definitions = get(root, 'definitions')?.entry.value;
  const maps = definitions?.kind === 'map' ? mapsOf(definitions, 'subgraphs') : [];
  return new Map(
    maps.map((map) => {
      const id = textOf(map, 'id');
      const inputs = mapsOf(map, 'inputs').map((input) => textOf(input, 'name'));
      const outputs = mapsOf(map, 'outputs').map((output) =>
        itemsOf(output, 'linkIds').map((link) => String(scalarOf(link))),
      );
      return [id, { id, map, inputs, outputs }];
    }),
  );
}

/** The pairs `[inner node, widget]` that a subgraph's node shows as its own widgets, in the order of its values. */
export function promotedOf(node: WorkflowNode): { node: string; widget: string }[] {
  const properties = get(node.map, 'properties')?.entry.value;
  if (properties?.kind !== 'map') return [];
  return itemsOf(properties, 'proxyWidgets').flatMap((item) => {
    const pair = resolve(item);
    if (pair?.kind !== 'list') return [];
    const [inner, widget] = pair.items.map((part) => String(scalarOf(part)));
    return [{ node: inner, widget }];
  });
}

/** What the reader of widgets needs to know of a node. */
export function describe(node: WorkflowNode): WidgetNode {
  return {
    type: node.type,
    values: node.values,
    inputs: node.inputs.flatMap(({ widget }) => widget ?? []),
    makesSigmas: node.outputs.includes('SIGMAS') && !node.inputs.some(({ type }) => type === 'SIGMAS'),
  };
}

/** Items of the list under a key; none when there is no list. */
export function itemsOf(map: MapValue, key: string): readonly Value[] {
  const value = get(map, key)?.entry.value;
  const list = value && resolve(value);
  return list?.kind === 'list' ? list.items : [];
}

function mapsOf(map: MapValue, key: string): MapValue[] {
  return itemsOf(map, key).flatMap((item) => {
    const value = resolve(item);
    return value?.kind === 'map' ? [value] : [];
  });
}

function scalarAt(map: MapValue, key: string) {
  const value = get(map, key)?.entry.value;
  return value && scalarOf(value);
}

/** The text or number under a key as text; empty when there is none. */
function textOf(map: MapValue, key: string): string {
  const scalar = scalarAt(map, key);
  return typeof scalar === 'string' || typeof scalar === 'number' ? String(scalar) : '';
}
