/** InvokeAI workflow: `nodes[].data` with a `type` and `inputs` of `{name, value}`, and `edges` that override those values. */
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { MapValue, Value } from '../../syntax/document.ts';
import { get, resolve, walk } from '../../syntax/navigate.ts';
import { createInterpreter } from './generations.ts';
import { type Graph, type GraphNode, type Input, scalarOf } from './graph.ts';
import type { GraphReader } from './readers.ts';

/** Makes the reader of InvokeAI workflows. */
export function createInvokeReader(knowledge: Knowledge): GraphReader {
  const interpret = createInterpreter(knowledge.data.invokeNodes, { dialect: 'invokeai-workflow', tool: 'invokeai' });
  return {
    dialect: 'invokeai-workflow',
    name: 'InvokeAI workflow',
    evidence: 'its `nodes` have `data` with a `type` and `inputs`, and there are `edges`',
    find: (document, taken) => {
      const found: MapValue[] = [];
      walk(document, (value) => {
        if (taken.has(value)) return false;
        if (value.kind !== 'map' || !listAt(value, 'edges') || graphOf(value).size === 0) return true;
        found.push(value);
        return false;
      });
      return found;
    },
    read: (root, document) => interpret(graphOf(root), root, document),
  };
}

function graphOf(root: MapValue): Graph {
  const edges = edgesOf(root);
  const nodes = new Map<string, GraphNode>();
  for (const item of listAt(root, 'nodes') ?? []) {
    const map = resolve(item);
    const data = map?.kind === 'map' ? get(map, 'data')?.entry.value : undefined;
    if (map?.kind !== 'map' || data?.kind !== 'map') continue;
    const id = textAt(map, 'id');
    const type = textAt(data, 'type');
    const inputs = get(data, 'inputs')?.entry.value;
    if (id !== null && type !== null && inputs?.kind === 'map')
      nodes.set(id, { id, type, map, inputs: inputsOf(inputs, edges.get(id)) });
  }
  return nodes;
}

function inputsOf(
  map: MapValue,
  links: ReadonlyMap<string, { from: string; at: Value }> | undefined,
): Map<string, Input> {
  return new Map(
    map.entries.map(({ key, value }) => {
      const literal = value.kind === 'map' ? (get(value, 'value')?.entry.value ?? null) : null;
      const link = links?.get(key.text) ?? null;
      return [key.text, { name: key.text, keyRange: { start: key.start, end: key.end }, literal, link }];
    }),
  );
}

/** Edges by target node, then input. */
function edgesOf(root: MapValue): Map<string, Map<string, { from: string; at: Value }>> {
  const edges = new Map<string, Map<string, { from: string; at: Value }>>();
  for (const item of listAt(root, 'edges') ?? []) {
    const edge = resolve(item);
    if (edge?.kind !== 'map') continue;
    const [from, to, input] = ['source', 'target', 'targetHandle'].map((key) => textAt(edge, key));
    const at = get(edge, 'source')?.entry.value;
    if (from === null || to === null || input === null || !at) continue;
    const links = edges.get(to) ?? new Map<string, { from: string; at: Value }>();
    edges.set(to, links.set(input, { from, at }));
  }
  return edges;
}

function listAt(map: MapValue, key: string): readonly Value[] | null {
  const value = get(map, key)?.entry.value;
  const list = value && resolve(value);
  return list?.kind === 'list' ? list.items : null;
}

function textAt(map: MapValue, key: string): string | null {
  const value = get(map, key)?.entry.value;
  const text = value && scalarOf(value);
  return typeof text === 'string' ? text : null;
}
