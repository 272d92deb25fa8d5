/**
 * Group nodes, which ComfyUI had before subgraphs: `extra.groupNodes` says what runs in nodes of the type `workflow>NAME`. They are
 * read as subgraphs are (ComfyUI_frontend, src/extensions/core/groupNode.ts).
 */
import type { WorkflowRules } from '../../knowledge/schema.ts';
import type { Definition, WorkflowLink, WorkflowNodes } from './graph.ts';
import { readNode, type Slot, SUBGRAPH_INPUTS, SUBGRAPH_OUTPUTS, type WorkflowNode } from './node.ts';
import { itemsAt, type Scalar, type Tree } from './tree.ts';

/** Between `workflow` and the name of a group; `/` until version 1.2 of the frontend. */
const SEPARATORS = ['>', '/'];

/** An input or output of a node inside, by their indices. */
interface Place {
  readonly node: number;
  readonly slot: number;
}

interface Group<Leaf> {
  readonly leaf: Leaf;
  readonly nodes: readonly WorkflowNode<Leaf>[];
  /** Links between the nodes inside. */
  readonly links: readonly { readonly from: Place; readonly to: Place; readonly at: Leaf }[];
  /** Outputs that are linked to something outside, by `keyOf`. */
  readonly external: ReadonlySet<string>;
  /** Whether its author has hidden (false) or shown an input or output. */
  readonly isShown: (node: number, side: 'input' | 'output', name: string) => boolean | undefined;
}

/** The groups that nodes stand for. Nodes with other inputs or outputs than a group has are of an earlier state of it: left alone. */
export function groupsIn<Leaf>(
  root: Leaf,
  nodes: WorkflowNodes<Leaf>,
  tree: Tree<Leaf>,
  { reroutes }: Pick<WorkflowRules, 'reroutes'>,
): Definition<Leaf>[] {
  const extra = tree.at(root, 'extra');
  const groups = extra && tree.at(extra, 'groupNodes');
  if (groups === undefined) return [];
  const users = [...nodes.values()];
  return tree.keys(groups).flatMap((name) =>
    SEPARATORS.flatMap((separator) => {
      const type = `workflow${separator}${name}`;
      const leaf = tree.at(groups, name);
      const user = users.find((node) => node.type === type);
      const group = leaf !== undefined && user && readGroup(leaf, tree);
      return (group && definitionOf(type, group, user, reroutes)) || [];
    }),
  );
}

/** `null` where something in it is no node. */
function readGroup<Leaf>(leaf: Leaf, tree: Tree<Leaf>): Group<Leaf> | null {
  const nodes = itemsAt(tree, leaf, 'nodes').map((item, index) => readNode(item, tree, String(index)));
  const scalarsOf = (item: Leaf) => tree.items(item).map((part) => tree.scalar(part));
  const config = tree.at(leaf, 'config');
  return nodes.every((node) => node !== null)
    ? {
        leaf,
        nodes,
        links: itemsAt(tree, leaf, 'links').flatMap((at) => {
          const [from, to] = [scalarsOf(at).slice(0, 2), scalarsOf(at).slice(2, 4)].map(placeOf);
          return from && to ? { from, to, at } : [];
        }),
        external: new Set(itemsAt(tree, leaf, 'external').flatMap((item) => keyOf(placeOf(scalarsOf(item))))),
        isShown: (node, side, name) => {
          const path = [String(node), side, name, 'visible'];
          const shown = path.reduce<Leaf | undefined>((at, key) => (at === undefined ? at : tree.at(at, key)), config);
          return shown === undefined ? undefined : tree.scalar(shown) !== false;
        },
      }
    : null;
}

function definitionOf<Leaf>(
  id: string,
  group: Group<Leaf>,
  user: WorkflowNode<Leaf>,
  reroutes: readonly string[],
): Definition<Leaf> | null {
  const inputs = inputsOf(group, user);
  const outputs = outputsOf(group, reroutes);
  if (inputs === null || outputs.length !== user.outputs.length) return null;
  const links = new Map<string, WorkflowLink<Leaf>>();
  for (const { from, to, at } of group.links)
    links.set(keyOf(to), { origin: String(from.node), originSlot: from.slot, target: String(to.node), at });
  for (const [index, { place }] of inputs.entries())
    links.set(keyOf(place), { origin: SUBGRAPH_INPUTS, originSlot: index, target: String(place.node), at: group.leaf });
  const nodes = group.nodes.map((node, index) => {
    const linked = node.inputs.map((input, slot): Slot<Leaf> => {
      const key = keyOf({ node: index, slot });
      return { ...input, link: links.has(key) ? key : null, at: null };
    });
    return [node.id, { ...node, inputs: linked }] as const;
  });
  for (const [index, { node, slot }] of outputs.entries())
    links.set(`out ${index}`, { origin: String(node), originSlot: slot, target: SUBGRAPH_OUTPUTS, at: group.leaf });
  return {
    id,
    isGroup: true,
    nodes: new Map(nodes),
    links,
    drawnLinks: [],
    inputs: inputs.map(({ name, type, place }) => ({ name, type, links: [keyOf(place)] })),
    outputs: outputs.map((_, index) => ({ name: '', type: user.outputs[index], links: [`out ${index}`] })),
  };
}

/**
 * What is open inside, under the names that a node of the group gives it: first the inputs of all nodes, then the widgets that were
 * made inputs. `null` where the node has others.
 */
function inputsOf<Leaf>({ nodes, links, isShown }: Group<Leaf>, user: WorkflowNode<Leaf>) {
  const linked = new Set(links.map(({ to }) => keyOf(to)));
  const open = nodes.flatMap(({ inputs }, node) =>
    inputs.flatMap((input, slot) =>
      linked.has(keyOf({ node, slot })) || isShown(node, 'input', input.name) === false
        ? []
        : { ...input, place: { node, slot } },
    ),
  );
  const [sockets, widgets] = [false, true].map((isWidget) =>
    open.filter(({ widget }) => (widget !== null) === isWidget),
  );
  const [ownSockets, ownWidgets] = [false, true].map((isWidget) =>
    user.inputs.filter(({ widget }) => (widget !== null) === isWidget),
  );
  const isAlike = sockets.length === ownSockets.length && widgets.length === ownWidgets.length;
  return isAlike
    ? [...sockets, ...widgets].map((input, index) => ({ ...input, name: [...ownSockets, ...ownWidgets][index].name }))
    : null;
}

/** Outputs that something outside takes, or nothing at all. A reroute between two nodes inside has none. */
function outputsOf<Leaf>(
  { nodes, links, external, isShown }: Group<Leaf>,
  reroutes: readonly string[],
): readonly Place[] {
  const [taken, given] = [new Set(links.map(({ from }) => keyOf(from))), new Set(links.map(({ to }) => keyOf(to)))];
  return nodes.flatMap(({ outputs, type }, node) =>
    outputs.flatMap((_, slot) => {
      const key = keyOf({ node, slot });
      const isInner = taken.has(key) && !external.has(key);
      const isPassing = isInner && reroutes.includes(type) && given.has(keyOf({ node, slot: 0 }));
      return !isPassing && (isShown(node, 'output', String(slot)) ?? !isInner) ? { node, slot } : [];
    }),
  );
}

function placeOf([node, slot]: readonly (Scalar | undefined)[]): Place | null {
  return typeof node === 'number' && typeof slot === 'number' ? { node, slot } : null;
}

function keyOf(place: Place): string;
function keyOf(place: Place | null): string | readonly [];
function keyOf(place: Place | null): string | readonly [] {
  return place ? `${place.node} ${place.slot}` : [];
}
