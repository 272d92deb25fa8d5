/**
 * Values that a node shows for the widgets of the subgraph it stands for. They win over what the widgets inside hold.
 * ComfyUI_frontend: src/lib/litegraph/src/subgraph/SubgraphNode.ts, src/core/graph/subgraph/migration.
 */
import { jsonOf } from '../../knowledge/readable.ts';
import { groupValues } from './group-values.ts';
import { valuesOf, type WorkflowNode } from './node.ts';
import type { Reading } from './reading.ts';
import { type InnerScope, slotsOfHost } from './scopes.ts';
import { jsonTree, type Tree, textOf } from './tree.ts';
import { type Shown, widgetKey } from './widget-values.ts';

/** The node that stands for the inputs of a subgraph, in `proxyWidgets`. */
const OWN_INPUTS = '-1';

/** What the node of an opened subgraph shows. `shownOf`: the same of a subgraph inside. */
export function shownBy<Leaf>(
  scope: InnerScope<Leaf>,
  reading: Reading<Leaf>,
  shownOf: (scope: InnerScope<Leaf>) => Shown<Leaf>,
): Shown<Leaf> {
  const { node, definition } = scope.host;
  const ofGroup = definition.isGroup ? groupValues(definition, node, reading) : null;
  if (ofGroup) return ofGroup;
  const { tree, widgetsOf, given } = reading;
  const id = scope.prefix.slice(0, -1);
  const byInput = new Map<number, Leaf | undefined>();
  const byWidget = new Map<string, Leaf | undefined>();
  const sources = definition.inputs.map((_, index) => sourceOf(index));
  const values = valuesOf(node, tree);
  const proxies = proxiesOf(node, tree);
  for (const [index, source] of sources.entries()) if (source) byInput.set(index, source.value);
  // Frontends since 1.48 write no proxies: the values are those of the widgets among the subgraph's inputs, in their order.
  const order = proxies.length > 0 ? [] : (namesOf(values, node, tree) ?? [...byInput.keys()]);
  for (const [position, input] of order.entries()) {
    const index = typeof input === 'number' ? input : definition.inputs.findIndex(({ name }) => name === input);
    if (index >= 0) show(byInput, index, values[position]);
  }
  for (const [position, [inner, widget]] of proxies.entries()) {
    const value = given?.(id, widget) ?? values[position];
    const index =
      inner === OWN_INPUTS
        ? definition.inputs.findIndex(({ name }) => name === widget)
        : sources.findIndex((source) => source?.node === inner && source.widget === widget);
    if (index >= 0) show(byInput, index, value);
    else {
      byWidget.set(widgetKey(inner, widget), undefined);
      show(byWidget, widgetKey(inner, widget), value);
    }
  }
  for (const [index, { name }] of definition.inputs.entries()) show(byInput, index, given?.(id, name));
  return { byInput, byWidget };

  /** Empty values leave the inner one in force. */
  function show<Key>(among: Map<Key, Leaf | undefined>, key: Key, value: Leaf | undefined): void {
    if (value !== undefined && tree.scalar(value) !== null) among.set(key, value);
  }

  /** The first widget inside that an input of the subgraph leads to; subgraphs in it are asked for theirs. */
  function sourceOf(index: number): { node: string; widget: string; value: Leaf | undefined } | null {
    for (const link of definition.inputs[index].links) {
      const target = definition.nodes.get(definition.links.get(link)?.target ?? '');
      const slot = target?.inputs.find((candidate) => candidate.link === link);
      if (!target || !slot) continue;
      const child = scope.inner.get(target.id);
      if (child) {
        const position = slotsOfHost(target, child.host.definition.inputs).indexOf(slot);
        const { byInput } = shownOf(child);
        if (byInput.has(position)) return { node: target.id, widget: slot.name, value: byInput.get(position) };
      } else {
        const name = slot.widget ?? slot.name;
        const widgets = widgetsOf(target);
        if (slot.widget !== null || widgets.has(name))
          return { node: target.id, widget: name, value: widgets.get(name) };
      }
    }
    return null;
  }
}

/** The names of a node's values in their order, where `widgets_values_named` has one for each. */
export function namesOf<Leaf>(
  values: readonly Leaf[],
  { named }: WorkflowNode<Leaf>,
  tree: Tree<Leaf>,
): readonly string[] | null {
  const names = named === null ? [] : tree.keys(named);
  return names.length > 0 && names.length === values.length ? names : null;
}

/** `[node inside, name of its widget]`, in the order of the values; the property may be written as JSON in a string. */
function proxiesOf<Leaf>({ leaf }: WorkflowNode<Leaf>, tree: Tree<Leaf>): [node: string, widget: string][] {
  const properties = tree.at(leaf, 'properties');
  const property = properties && tree.at(properties, 'proxyWidgets');
  if (property === undefined) return [];
  const text = tree.scalar(property);
  return typeof text === 'string' ? pairsIn(jsonOf(text), jsonTree) : pairsIn(property, tree);
}

function pairsIn<Leaf>(list: Leaf, tree: Tree<Leaf>): [string, string][] {
  return tree.items(list).flatMap((pair): [string, string][] => {
    const [node, widget] = tree.items(pair).map((part) => textOf(tree.scalar(part)));
    return node && widget !== undefined ? [[node, widget]] : [];
  });
}
