/** A node of a workflow, and its inputs. */

import { own } from '../../knowledge/own.ts';
import { mapsAt, scalarAt, type Tree, textOf } from './tree.ts';

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
  /** Unique in its graph. */
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

/** The node id that stands for the inputs of a subgraph in its links. */
export const SUBGRAPH_INPUTS = '-10';
/** The same of its outputs. */
export const SUBGRAPH_OUTPUTS = '-20';
const MODES: Readonly<Record<string, 'muted' | 'bypassed'>> = { 2: 'muted', 4: 'bypassed' };

/** The node that an item of `nodes` describes; `null` for one without id or type. */
export function readNode<Leaf>(
  leaf: Leaf,
  tree: Tree<Leaf>,
  id = textOf(scalarAt(tree, leaf, 'id')),
): WorkflowNode<Leaf> | null {
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

/** The values of a node that holds them as a list; none for any other. */
export function valuesOf<Leaf>({ values }: WorkflowNode<Leaf>, tree: Tree<Leaf>): readonly Leaf[] {
  return values === null ? [] : tree.items(values);
}

function readSlot<Leaf>(leaf: Leaf, tree: Tree<Leaf>): Slot<Leaf> {
  const at = tree.at(leaf, 'link');
  const link = at === undefined ? '' : textOf(tree.scalar(at));
  const widget = tree.at(leaf, 'widget');
  const name = widget === undefined ? undefined : scalarAt(tree, widget, 'name');
  return {
    name: textOf(scalarAt(tree, leaf, 'name')),
    type: typeAt(tree, leaf),
    link: link || null,
    at: (link && at) || null,
    widget: typeof name === 'string' ? name : null,
  };
}

/** The type of an input or output. Old files hold types of combos as lists of their choices. */
export function typeAt<Leaf>(tree: Tree<Leaf>, leaf: Leaf): string {
  const type = tree.at(leaf, 'type');
  if (type === undefined) return '';
  const scalar = tree.scalar(type);
  return scalar === undefined && !tree.isMap(type) ? 'COMBO' : textOf(scalar);
}
