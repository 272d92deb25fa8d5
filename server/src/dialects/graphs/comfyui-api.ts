/** ComfyUI API graph: an object of nodes, each with `class_type` and `inputs`; a link is `["node id", output index]`. */
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { MapValue, Value } from '../../syntax/document.ts';
import { get, resolve, walk } from '../../syntax/navigate.ts';
import { createInterpreter } from './generations.ts';
import { type Graph, type GraphNode, type Input, scalarOf } from './graph.ts';
import type { GraphReader } from './readers.ts';

/** Makes the reader of API graphs, bare or wrapped in a request. */
export function createComfyApiReader(knowledge: Knowledge): GraphReader {
  const interpret = createInterpreter(knowledge.data.comfyNodes, { dialect: 'comfyui-api', tool: 'comfyui' });
  return {
    dialect: 'comfyui-api',
    name: 'ComfyUI API graph',
    evidence: 'its nodes have `class_type` and `inputs`',
    find: (document, taken) => {
      const graphs: MapValue[] = [];
      walk(document, (value) => {
        if (taken.has(value)) return false;
        if (!isApiGraph(value)) return true;
        graphs.push(value);
        return false;
      });
      return graphs;
    },
    read: (root, document) => interpret(graphOf(root), root, document),
    open: (root) => ({ format: 'api', map: root, nodes: graphOf(root) }),
  };
}

/** Half the mappings in it must be nodes, so that one stray look-alike makes no graph. */
export function isApiGraph(value: Value): value is MapValue {
  if (value.kind !== 'map') return false;
  const maps = value.entries.filter((entry) => entry.value.kind === 'map').length;
  return graphOf(value).size * 2 > maps;
}

function graphOf(map: MapValue): Graph {
  const nodes = new Map<string, GraphNode>();
  for (const { key, value } of map.entries) {
    if (value.kind !== 'map') continue;
    const type = get(value, 'class_type')?.entry.value;
    const inputs = get(value, 'inputs')?.entry.value;
    const name = type && scalarOf(type);
    if (typeof name === 'string' && inputs?.kind === 'map')
      nodes.set(key.text, { id: key.text, type: name, map: value, inputs: inputsOf(inputs) });
  }
  return nodes;
}

function inputsOf(map: MapValue): Map<string, Input> {
  return new Map(
    map.entries.map(({ key, value }) => {
      const from = originOf(value);
      const link = from === null ? null : { from, at: value };
      return [key.text, { name: key.text, keyRange: { start: key.start, end: key.end }, literal: value, link }];
    }),
  );
}

/** The node id of a link, `null` for anything else. */
function originOf(value: Value): string | null {
  const target = resolve(value);
  if (target?.kind !== 'list' || target.items.length !== 2) return null;
  const [id, output] = target.items.map(scalarOf);
  return (typeof id === 'string' || typeof id === 'number') && typeof output === 'number' ? String(id) : null;
}
