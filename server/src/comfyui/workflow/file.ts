/**
 * Workflows as the ComfyUI frontend saves them, in both of its formats: 0.4 writes links as lists, 1 as objects, subgraphs
 * always as objects (ComfyUI_frontend, src/platform/workflow/validation/schemas/workflowSchema.ts). Whatever has the wrong type
 * counts as absent, and nodes and links without an id as well.
 */

import { finish, slicesOf, type Work } from '../../common/slices.ts';
import { own } from '../../knowledge/own.ts';
import { itemsAt, jsonTree, mapsAt, scalarAt, type Tree, textOf } from './tree.ts';

/** An input of a node. */
export interface Slot<Leaf> {
  readonly name: string;
  readonly type: string;
  /** Id of the link that ends here. */
  readonly link: string | null;
  /** Where the file says so. */
  readonly at: Leaf | null;
  /** Name of the widget that the input stands for. */
  readonly widget: string | null;
}

export interface WorkflowNode<Leaf> {
  /** ValueSpan its graph. */
  readonly id: string;
  /** A class of the server, the id of a subgraph, or a node that only the frontend has. */
  readonly type: string;
  readonly mode: 'runs' | 'muted' | 'bypassed';
  readonly inputs: readonly Slot<Leaf>[];
  /** Types by index. */
  readonly outputs: readonly string[];
  /** `widgets_values`: a list in the order of the widgets, or a mapping by name. */
  readonly values: Leaf | null;
  /** `widgets_values_named`, which frontends since 1.5x add. */
  readonly named: Leaf | null;
  /** All of it: title, properties, … */
  readonly leaf: Leaf;
}

/** A node of a workflow that is parsed JSON. */
export type JsonNode = WorkflowNode<unknown>;

/** Where a link begins, and in a list of links, where it ends. */
export interface WorkflowLink<Leaf> {
  readonly origin: string;
  readonly originSlot: number;
  readonly target: string;
  readonly at: Leaf;
}

/** A link that the Use Everywhere pack draws when the workflow is queued (`extra.ue_links`, cg-use-everywhere). */
export interface DrawnLink<Leaf> extends WorkflowLink<Leaf> {
  readonly targetSlot: number;
}

/** Nodes that can be linked to each other: the whole workflow, or the inside of a subgraph. */
export interface WorkflowGraph<Leaf> {
  /** A node that was edited may be put in the place of what it was. */
  readonly nodes: Map<string, WorkflowNode<Leaf>>;
  readonly links: ReadonlyMap<string, WorkflowLink<Leaf>>;
  readonly drawnLinks: readonly DrawnLink<Leaf>[];
}

/** An input or output of a subgraph, with the ids of its links inside. */
export interface Terminal {
  readonly name: string;
  readonly type: string;
  readonly links: readonly string[];
}

/** A subgraph: what the nodes whose type is `id` stand for. */
export interface Definition<Leaf> extends WorkflowGraph<Leaf> {
  readonly id: string;
  readonly inputs: readonly Terminal[];
  readonly outputs: readonly Terminal[];
}

export interface Workflow<Leaf> extends WorkflowGraph<Leaf> {
  readonly definitions: ReadonlyMap<string, Definition<Leaf>>;
}

/** The node id that stands for the inputs of a subgraph in its links. */
export const SUBGRAPH_INPUTS = '-10';
const MODES: Readonly<Record<string, 'muted' | 'bypassed'>> = { 2: 'muted', 4: 'bypassed' };

/** The workflow in some parsed JSON; `null` when it is none. */
export function parseWorkflow(json: unknown): Workflow<unknown> | null {
  return Array.isArray(jsonTree.at(json, 'nodes')) ? finish(readWorkflow(json, jsonTree)) : null;
}

/** Reads a workflow, pausing now and then. */
export function* readWorkflow<Leaf>(root: Leaf, tree: Tree<Leaf>): Work<Workflow<Leaf>> {
  return { ...(yield* readGraph(root, tree)), definitions: yield* readDefinitions(root, tree) };
}

/** Every definition, also those that definitions hold. The first of an id counts. */
function* readDefinitions<Leaf>(root: Leaf, tree: Tree<Leaf>): Work<Map<string, Definition<Leaf>>> {
  const found = new Map<string, Definition<Leaf>>();
  const pending = [root];
  for (const holder of pending) {
    const definitions = tree.at(holder, 'definitions');
    for (const leaf of definitions === undefined ? [] : mapsAt(tree, definitions, 'subgraphs')) {
      pending.push(leaf);
      const id = textOf(scalarAt(tree, leaf, 'id'));
      if (id === '' || found.has(id)) continue;
      const [inputs, outputs] = ['inputs', 'outputs'].map((key) =>
        mapsAt(tree, leaf, key).map((terminal) => ({
          name: textOf(scalarAt(tree, terminal, 'name')),
          type: typeAt(tree, terminal),
          links: itemsAt(tree, terminal, 'linkIds').map((link) => textOf(tree.scalar(link))),
        })),
      );
      found.set(id, { id, inputs, outputs, ...(yield* readGraph(leaf, tree)) });
    }
  }
  return found;
}

function* readGraph<Leaf>(leaf: Leaf, tree: Tree<Leaf>): Work<WorkflowGraph<Leaf>> {
  const nodes = new Map<string, WorkflowNode<Leaf>>();
  const isDue = slicesOf('nodes');
  for (const item of itemsAt(tree, leaf, 'nodes')) {
    const node = readNode(item, tree);
    if (node) nodes.set(node.id, node);
    if (isDue()) yield;
  }
  const links = new Map<string, WorkflowLink<Leaf>>();
  for (const item of itemsAt(tree, leaf, 'links')) {
    const link = readLink(item, tree);
    if (link) links.set(link.id, link);
    if (isDue()) yield;
  }
  const extra = tree.at(leaf, 'extra');
  const drawnLinks = (extra === undefined ? [] : mapsAt(tree, extra, 'ue_links')).map((item) => ({
    origin: textOf(scalarAt(tree, item, 'upstream')),
    originSlot: Number(scalarAt(tree, item, 'upstream_slot')),
    target: textOf(scalarAt(tree, item, 'downstream')),
    targetSlot: Number(scalarAt(tree, item, 'downstream_slot')),
    at: item,
  }));
  return { nodes, links, drawnLinks };
}

/** The node that an item of `nodes` describes; `null` for one without id or type. */
export function readNode<Leaf>(leaf: Leaf, tree: Tree<Leaf>): WorkflowNode<Leaf> | null {
  const id = textOf(scalarAt(tree, leaf, 'id'));
  const type = scalarAt(tree, leaf, 'type');
  if (id === '' || typeof type !== 'string' || type === '') return null;
  return {
    id,
    type,
    mode: own(MODES, String(scalarAt(tree, leaf, 'mode'))) ?? 'runs',
    inputs: mapsAt(tree, leaf, 'inputs').map((slot) => readSlot(slot, tree)),
    outputs: mapsAt(tree, leaf, 'outputs').map((output) => typeAt(tree, output)),
    values: tree.at(leaf, 'widgets_values') ?? null,
    named: tree.at(leaf, 'widgets_values_named') ?? null,
    leaf,
  };
}

function readSlot<Leaf>(leaf: Leaf, tree: Tree<Leaf>): Slot<Leaf> {
  const at = tree.at(leaf, 'link');
  const link = at === undefined ? '' : textOf(tree.scalar(at));
  const widget = tree.at(leaf, 'widget');
  const name = widget === undefined ? undefined : scalarAt(tree, widget, 'name');
  return {
    name: textOf(scalarAt(tree, leaf, 'name')),
    type: typeAt(tree, leaf),
    link: link === '' ? null : link,
    at: (link !== '' && at) || null,
    widget: typeof name === 'string' ? name : null,
  };
}

/** `[id, from, slot, to, slot, type]`, or `{ id, origin_id, origin_slot, target_id, … }`. */
function readLink<Leaf>(leaf: Leaf, tree: Tree<Leaf>): ({ readonly id: string } & WorkflowLink<Leaf>) | null {
  const parts = tree.isMap(leaf)
    ? ['id', 'origin_id', 'origin_slot', 'target_id'].map((key) => scalarAt(tree, leaf, key))
    : tree.items(leaf).map((part) => tree.scalar(part));
  const [id, origin, target] = [parts[0], parts[1], parts[3]].map(textOf);
  const originSlot = parts[2];
  if (id === '' || origin === '' || target === '' || typeof originSlot !== 'number') return null;
  return { id, origin, originSlot, target, at: leaf };
}

/** Old files hold types of combos as lists of their choices. */
function typeAt<Leaf>(tree: Tree<Leaf>, leaf: Leaf): string {
  const type = tree.at(leaf, 'type');
  if (type === undefined) return '';
  const scalar = tree.scalar(type);
  return scalar === undefined && !tree.isMap(type) ? 'COMBO' : textOf(scalar);
}
