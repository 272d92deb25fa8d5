/** InvokeAI workflow: `nodes[].data` with a `type` and `inputs` of `{name, value}`, and `edges` that override those values. */

import { t } from '@vscode/l10n';
import { itemsAt } from '../../comfyui/workflow/index.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { MapValue } from '../../syntax/document.ts';
import { get, resolve } from '../../syntax/navigate.ts';
import { createInterpreter } from './generations.ts';
import { type GraphNode, type Input, type Link, scalarOf } from './graph.ts';
import type { GraphReader } from './graph-reader.ts';
import { LiveGraph } from './reach.ts';
import { valueTree } from './value-tree.ts';

/** Makes the reader of InvokeAI workflows. */
export function createInvokeReader(knowledge: Knowledge): GraphReader {
  const interpret = createInterpreter(
    knowledge.data.invokeNodes,
    { dialect: 'invokeai-workflow', program: 'invokeai' },
    knowledge,
  );
  return {
    dialect: 'invokeai-workflow',
    name: 'InvokeAI workflow',
    evidence: () => t`its \`nodes\` have \`data\` with a \`type\` and \`inputs\`, and there are \`edges\``,
    key: 'edges',
    recognises: (map) => {
      const edges = get(map, 'edges')?.value;
      return edges !== undefined && resolve(edges)?.kind === 'list' && graphOf(map).size > 0;
    },
    *read(root, document, bounds) {
      return yield* interpret(new LiveGraph(graphOf(root)), root, document, bounds);
    },
  };
}

function graphOf(root: MapValue): Map<string, GraphNode> {
  const edges = edgesOf(root);
  const nodes = new Map<string, GraphNode>();
  for (const item of itemsAt(valueTree, root, 'nodes')) {
    const map = resolve(item);
    const data = map?.kind === 'map' ? get(map, 'data')?.value : undefined;
    if (map?.kind !== 'map' || data?.kind !== 'map') continue;
    const id = textAt(map, 'id');
    const type = textAt(data, 'type');
    const inputs = get(data, 'inputs')?.value;
    if (id !== null && type !== null && inputs?.kind === 'map')
      nodes.set(id, { id, type, map, inputs: inputsOf(inputs, edges.get(id)) });
  }
  return nodes;
}

/** The inputs written on a node, and those that only an edge names. */
function inputsOf(map: MapValue, edges: ReadonlyMap<string, Link> = new Map()): Map<string, Input> {
  const inputs = new Map<string, Input>();
  for (const [name, link] of edges) inputs.set(name, { name, keyRange: null, literal: null, link });
  for (const { key, value } of map.entries) {
    const literal = value.kind === 'map' ? (get(value, 'value')?.value ?? null) : null;
    inputs.set(key.text, { name: key.text, keyRange: key, literal, link: edges.get(key.text) ?? null });
  }
  return inputs;
}

/** Edges by target node, then input. */
function edgesOf(root: MapValue): Map<string, Map<string, Link>> {
  const edges = new Map<string, Map<string, Link>>();
  for (const item of itemsAt(valueTree, root, 'edges')) {
    const edge = resolve(item);
    if (edge?.kind !== 'map') continue;
    const [from, to, input] = ['source', 'target', 'targetHandle'].map((key) => textAt(edge, key));
    const at = get(edge, 'source')?.value;
    if (from === null || to === null || input === null || !at) continue;
    const links = edges.get(to) ?? new Map<string, Link>();
    edges.set(to, links.set(input, { from, output: null, at }));
  }
  return edges;
}

function textAt(map: MapValue, key: string): string | null {
  const value = get(map, key)?.value;
  const text = value && scalarOf(value);
  return typeof text === 'string' ? text : null;
}
