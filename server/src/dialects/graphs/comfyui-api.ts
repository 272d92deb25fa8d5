/** ComfyUI API graph: an object of nodes, each with `class_type` and `inputs`; a link is `["node id", output index]`. */
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { MapValue, Value } from '../../syntax/document.ts';
import { get, resolve } from '../../syntax/navigate.ts';
import { createInterpreter, type Interpretation } from './generations.ts';
import { type GraphNode, type Input, scalarOf } from './graph.ts';
import type { Change, LiveGraph } from './reach.ts';
import type { GraphReader } from './readers.ts';

/** Makes the reader of API graphs, bare or wrapped in a request. */
export function createComfyApiReader(knowledge: Knowledge): GraphReader {
  const interpret = createInterpreter(knowledge.data.comfyNodes, { dialect: 'comfyui-api', tool: 'comfyui' });
  const readings = new WeakMap<MapValue, Interpretation>();
  return {
    dialect: 'comfyui-api',
    name: 'ComfyUI API graph',
    evidence: 'its nodes have `class_type` and `inputs`',
    recognises: isApiGraph,
    read: (root, document) => {
      const reading = interpret(graphOf(root), root, document, readings.get(root));
      readings.set(root, reading);
      return reading.generations;
    },
    open: (root) => ({ format: 'api', map: root, nodes: graphOf(root).nodes }),
  };
}

/** Half the mappings in it must be nodes, so that one stray look-alike makes no graph. */
export function isApiGraph(value: Value): value is MapValue {
  if (value.kind !== 'map') return false;
  const graph = graphs.get(value);
  if (graph?.update()) return true;
  const fresh = new ApiGraph(value);
  if (fresh.nodes.size * 2 <= fresh.mappings) return false;
  graphs.set(value, fresh);
  return true;
}

/** Graphs made before, by their mappings. */
const graphs = new WeakMap<MapValue, ApiGraph>();

function graphOf(map: MapValue): ApiGraph {
  return (isApiGraph(map) && graphs.get(map)) || new ApiGraph(map);
}

/** The graph in a mapping: nodes that have not changed stay the same objects. */
class ApiGraph implements LiveGraph {
  readonly nodes = new Map<string, GraphNode>();
  mappings = 0;
  #changes: Change[] | null = null;
  #revision: number;
  readonly #map: MapValue;
  readonly #children: Value[];

  constructor(map: MapValue) {
    this.#map = map;
    this.#revision = map.revision;
    this.#children = map.entries.map(({ value }) => value);
    for (const { key, value } of map.entries) {
      if (value.kind !== 'map') continue;
      this.mappings += 1;
      const node = makeNode(key.text, value);
      if (node) this.nodes.set(key.text, node);
    }
  }

  /** Brings the graph up to date; false when it must be made anew. */
  update(): boolean {
    const { entries, revision } = this.#map;
    if (revision === this.#revision) return true;
    if (entries.length !== this.#children.length) return false;
    for (let index = 0; index < entries.length; index += 1) {
      const { key, value } = entries[index];
      if (value !== this.#children[index]) return false;
      if (value.kind !== 'map' || value.revision <= this.#revision) continue;
      const before = this.nodes.get(key.text);
      const after = makeNode(key.text, value);
      if (!before && !after) continue;
      // A node that comes or goes, or one of two that share an id.
      if (before?.map !== value || !after) return false;
      this.nodes.set(key.text, after);
      this.#changes?.push({ before, after });
    }
    this.#revision = revision;
    return true;
  }

  takeChanges(): readonly Change[] | null {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }
}

function makeNode(id: string, map: MapValue): GraphNode | null {
  const type = get(map, 'class_type')?.entry.value;
  const inputs = get(map, 'inputs')?.entry.value;
  const name = type && scalarOf(type);
  return typeof name === 'string' && inputs?.kind === 'map' ? { id, type: name, map, inputs: inputsOf(inputs) } : null;
}

function inputsOf(map: MapValue): Map<string, Input> {
  return new Map(
    map.entries.map(({ key, value }) => {
      const from = originOf(value);
      const link = from === null ? null : { from, at: value };
      return [key.text, { name: key.text, keyRange: key, literal: value, link }];
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
