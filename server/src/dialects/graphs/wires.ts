/** The wires at a value of a graph, read off the file where a fix is offered: who else takes what a node gives, and which node a link comes from. */
import type { MapValue, Value } from '../../syntax/document.ts';
import { get, isValue, resolve } from '../../syntax/navigate.ts';
import type { Occurrence } from '../generation.ts';
import { scalarOf } from './graph.ts';

/** Nodes that only pass a value on, at most. */
const MOST_HOPS = 16;

/** An input that is linked. */
interface Wire {
  readonly node: MapValue;
  readonly input: string;
}

/**
 * Whether a value behind a link is taken by the one input that an occurrence is of, past nodes with no other taker. What an alias
 * stands for is written in place of the alias, so nobody else has it.
 */
export function isTakenOnce({ range, key }: Pick<Occurrence, 'range' | 'key'>): boolean {
  if (!isValue(range)) return false;
  if (range.kind === 'alias') return true;
  let node = nodeAround(range);
  for (let hops = 0; node && hops < MOST_HOPS; hops += 1) {
    const takers = takersOf(node);
    if (takers.length !== 1) return false;
    if (takers[0].input === key) return true;
    node = takers[0].node;
  }
  return false;
}

/** Another input that takes a value behind a link, or the node that sends it to whoever takes it without a wire; `null` where none does. */
export function otherTakerOf({ range, key }: Pick<Occurrence, 'range' | 'key'>): MapValue | null {
  const node = isValue(range) ? nodeAround(range) : null;
  const takers = node ? takersOf(node) : [];
  if (takers.length > 1) return (takers.find(({ input }) => input !== key) ?? takers[1]).node;
  const [sender] = takers.filter(({ input }) => input !== key);
  return sender && takersOf(sender.node).length === 0 ? sender.node : null;
}

/** The node that a link comes from; `null` where the place is no link, or that node is not there. */
export function originOf({ range }: Pick<Occurrence, 'range'>): MapValue | null {
  const node = isValue(range) ? nodeAround(range) : null;
  if (!node || !isValue(range)) return null;
  return siblingsOf(node).find((each) => sourceKeys(each).has(linkKey(range))) ?? null;
}

/** The node of either format around a value. */
function nodeAround(value: Value): MapValue | null {
  for (let at: Value | null = value; at; at = at.parent)
    if (at.kind === 'map' && ['class_type', 'widgets_values', 'outputs'].some((key) => get(at, key))) return at;
  return null;
}

function takersOf(node: MapValue): Wire[] {
  const given = sourceKeys(node);
  return siblingsOf(node).flatMap((other) =>
    linksOf(other).flatMap(({ input, link }) => (given.has(linkKey(link)) ? [{ node: other, input }] : [])),
  );
}

/** What links name a node by: in an API graph its id, in a workflow the numbers of the wires at its outputs. */
function sourceKeys(node: MapValue): ReadonlySet<string> {
  if (get(node, 'class_type')) return new Set([String(node.key)]);
  return new Set(
    itemsOf(get(node, 'outputs')?.value).flatMap((output) =>
      itemsOf(output.kind === 'map' ? get(output, 'links')?.value : null).map((link) => String(scalarOf(link))),
    ),
  );
}

function linksOf(node: MapValue): { input: string; link: Value }[] {
  const inputs = get(node, 'inputs')?.value;
  if (inputs?.kind === 'map')
    return inputs.entries.flatMap(({ key, value }) =>
      value.kind === 'list' ? [{ input: key.text, link: value }] : [],
    );
  return itemsOf(inputs).flatMap((input) => {
    const link = input.kind === 'map' ? get(input, 'link')?.value : null;
    const name = input.kind === 'map' ? get(input, 'name')?.value : null;
    return link && name ? [{ input: String(scalarOf(name)), link }] : [];
  });
}

/** `["6", 0]` is node 6; in a workflow a link is a number. */
function linkKey(link: Value): string {
  const source = link.kind === 'list' ? link.items[0] : link;
  return source ? String(scalarOf(source)) : '';
}

/** The nodes of the same graph, itself included. */
function siblingsOf({ parent }: MapValue): MapValue[] {
  const all = parent?.kind === 'map' ? parent.entries.map(({ value }) => value) : itemsOf(parent);
  return all.filter((value) => value.kind === 'map');
}

function itemsOf(value: Value | null | undefined): readonly Value[] {
  const list = value && resolve(value);
  return list?.kind === 'list' ? list.items : [];
}
