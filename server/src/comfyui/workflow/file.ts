/**
 * Workflows as the ComfyUI frontend saves them, in both of its formats: 0.4 writes links as lists, 1 as objects, subgraphs
 * always as objects (ComfyUI_frontend, src/platform/workflow/validation/schemas/workflowSchema.ts). Whatever has the wrong type
 * counts as absent, and nodes and links without an id as well.
 */

import { finish, slicesOf, type Work } from '../../common/slices.ts';
import type { WorkflowRules } from '../../knowledge/schema.ts';
import type { Definition, Workflow, WorkflowGraph, WorkflowLink } from './graph.ts';
import { groupsIn } from './groups.ts';
import { readNode, typeAt, type WorkflowNode } from './node.ts';
import { itemsAt, jsonTree, mapsAt, scalarAt, type Tree, textOf } from './tree.ts';

/** A node of a workflow that is parsed JSON. */
export type JsonNode = WorkflowNode<unknown>;

/** Under `extra`: the links that nodes without wires make, as the editor wrote them down (cg-use-everywhere). */
export const DRAWN_LINKS = 'ue_links';

/** The workflow in some parsed JSON; `null` when it is none. */
export function parseWorkflow(json: unknown, rules: WorkflowRules): Workflow<unknown> | null {
  return Array.isArray(jsonTree.at(json, 'nodes')) ? finish(readWorkflow(json, jsonTree, rules)) : null;
}

/** Reads a workflow, pausing now and then. */
export function* readWorkflow<Leaf>(root: Leaf, tree: Tree<Leaf>, rules: WorkflowRules): Work<Workflow<Leaf>> {
  const graph = yield* readGraph(root, tree);
  const groups = groupsIn(root, graph.nodes, tree, rules).map((group) => [group.id, group] as const);
  return { ...graph, definitions: new Map([...groups, ...(yield* readDefinitions(root, tree))]) };
}

/** Every subgraph, also those that subgraphs hold. The first of an id counts. */
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
  const drawnLinks = (extra === undefined ? [] : mapsAt(tree, extra, DRAWN_LINKS)).map((item) => ({
    origin: textOf(scalarAt(tree, item, 'upstream')),
    originSlot: Number(scalarAt(tree, item, 'upstream_slot')),
    target: textOf(scalarAt(tree, item, 'downstream')),
    targetSlot: Number(scalarAt(tree, item, 'downstream_slot')),
    at: item,
  }));
  return { nodes, links, drawnLinks };
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
