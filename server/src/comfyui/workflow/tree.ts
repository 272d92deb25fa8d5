/** How a workflow's text is looked into, so that one reading serves parsed JSON as well as values with their places. */

import { isObject, own } from '../../knowledge/own.ts';

export type Scalar = string | number | bigint | boolean | null;

/** Under this a list or a curve is sent as a value, since the server takes a bare list for a link. */
export const HELD = '__value__';

/** What looks into leaves. Nothing throws: a leaf of another kind has no such part. */
export interface Tree<Leaf> {
  /** The value of a key, as a reader of the format takes it; undefined when there is none, or no mapping. */
  at(leaf: Leaf, key: string): Leaf | undefined;
  /** The items of a list; none for anything else. */
  items(leaf: Leaf): readonly Leaf[];
  isMap(leaf: Leaf): boolean;
  /** The keys of a mapping, in the file's order; none for anything else. */
  keys(leaf: Leaf): readonly string[];
  /** Undefined for lists and mappings. */
  scalar(leaf: Leaf): Scalar | undefined;
}

/** Leaves that are parsed JSON. */
export const jsonTree: Tree<unknown> = {
  at: (leaf, key) => (isObject(leaf) ? own(leaf, key) : undefined),
  items: (leaf) => (Array.isArray(leaf) ? (leaf as unknown[]) : []),
  isMap: isObject,
  keys: (leaf) => (isObject(leaf) ? Object.keys(leaf) : []),
  scalar: (leaf) => (typeof leaf === 'object' && leaf !== null ? undefined : (leaf as Scalar | undefined)),
};

/** The mappings of a list under a key; whatever else stands there is left out. */
export function mapsAt<Leaf>(tree: Tree<Leaf>, leaf: Leaf, key: string): Leaf[] {
  return itemsAt(tree, leaf, key).filter((item) => tree.isMap(item));
}

/** The items of a list under a key; none when there is no list. */
export function itemsAt<Leaf>(tree: Tree<Leaf>, leaf: Leaf, key: string): readonly Leaf[] {
  const list = tree.at(leaf, key);
  return list === undefined ? [] : tree.items(list);
}

/** What stands under a key, where it is no list or mapping. */
export function scalarAt<Leaf>(tree: Tree<Leaf>, leaf: Leaf, key: string): Scalar | undefined {
  const value = tree.at(leaf, key);
  return value === undefined ? undefined : tree.scalar(value);
}

/** A text or number as text: ids are written as both. Empty for anything else. */
export function textOf(scalar: Scalar | undefined): string {
  return typeof scalar === 'string' || typeof scalar === 'number' || typeof scalar === 'bigint' ? String(scalar) : '';
}
