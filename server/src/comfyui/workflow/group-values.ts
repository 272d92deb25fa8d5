/** The values that a node of a group shows for the widgets of the nodes inside. */
import type { Definition } from './graph.ts';
import { valuesOf, type WorkflowNode } from './node.ts';
import type { Reading } from './reading.ts';
import { type Shown, widgetKey } from './widget-values.ts';

/**
 * The values of all nodes inside, one after the other, without those of widgets that were made inputs: of these the ones that are open
 * come last. `null` where the node holds others in number or kind, or a name is missing: then nobody knows whose they are.
 */
export function groupValues<Leaf>(
  definition: Definition<Leaf>,
  node: WorkflowNode<Leaf>,
  { tree, widgetsOf, controls }: Reading<Leaf>,
): Shown<Leaf> | null {
  const values = valuesOf(node, tree);
  const byWidget = new Map<string, Leaf>();
  const byInput = new Map<number, Leaf>();
  let next = 0;
  const take = (was: Leaf | undefined): Leaf | null => {
    const value = values[next++];
    return value !== undefined && (was === undefined || isAlike(value, was)) ? value : null;
  };
  for (const inner of definition.nodes.values()) {
    const items = valuesOf(inner, tree);
    const names = new Map([...widgetsOf(inner)].map(([name, leaf]) => [items.indexOf(leaf), name]));
    const made = inner.inputs.flatMap(({ widget }) => widget ?? []);
    if (items.length > 0 && made.some((name) => ![...names.values()].includes(name))) return null;
    let isMade = false;
    for (const [index, item] of items.entries()) {
      const name = names.get(index);
      if (!controls.includes(tree.scalar(item))) isMade = name !== undefined && made.includes(name);
      if (isMade) continue;
      const value = take(item);
      if (value === null) return null;
      if (name !== undefined && tree.scalar(value) !== null) byWidget.set(widgetKey(inner.id, name), value);
    }
  }
  for (const [index, { links }] of definition.inputs.entries()) {
    const target = definition.nodes.get(definition.links.get(links[0])?.target ?? '');
    const widget = target?.inputs.find(({ link }) => link === links[0])?.widget;
    if (!target || widget == null) continue;
    const value = take(widgetsOf(target).get(widget));
    if (value === null) return null;
    byInput.set(index, value);
    if (values[next] !== undefined && controls.includes(tree.scalar(values[next]))) next++;
  }
  return next === values.length ? { byInput, byWidget } : null;

  function isAlike(value: Leaf, was: Leaf): boolean {
    const kinds = [value, was].map((leaf) => tree.scalar(leaf));
    return kinds.includes(null) || typeof kinds[0] === typeof kinds[1];
  }
}
