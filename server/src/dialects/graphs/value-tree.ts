/** Values of a document as the leaves of a workflow: each keeps its place in the text. */
import type { Tree } from '../../comfyui/workflow/index.ts';
import type { Value } from '../../syntax/document.ts';
import { entriesOf, get, resolve } from '../../syntax/navigate.ts';
import { scalarOf } from './graph.ts';

export const valueTree: Tree<Value> = {
  at: (leaf, key) => {
    const map = resolve(leaf);
    return map?.kind === 'map' ? get(map, key)?.value : undefined;
  },
  items: (leaf) => {
    const list = resolve(leaf);
    return list?.kind === 'list' ? list.items : [];
  },
  isMap: (leaf) => resolve(leaf)?.kind === 'map',
  keys: (leaf) => {
    const map = resolve(leaf);
    return map?.kind === 'map' ? entriesOf(map).map(({ key }) => key.text) : [];
  },
  scalar: scalarOf,
};
