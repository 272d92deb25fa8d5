/** ComfyUI API graph: an object of nodes, each with `class_type` and `inputs`; a link is `["node id", output index]`. */

import { t } from '@vscode/l10n';
import { rememberedWhile } from '../../common/memory.ts';
import { finish, slicesOf, type Work } from '../../common/slices.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { MapValue, Value } from '../../syntax/document.ts';
import { get, resolve } from '../../syntax/navigate.ts';
import { createInterpreter } from './generations.ts';
import { type GraphNode, type Input, type Link, scalarOf } from './graph.ts';
import type { GraphReader } from './graph-reader.ts';
import { LiveGraph } from './reach.ts';

/** Makes the reader of API graphs, bare or wrapped in a request. */
export function createComfyApiReader(knowledge: Knowledge): GraphReader {
  const interpret = createInterpreter(
    knowledge.data.comfyNodes,
    { dialect: 'comfyui-api', program: 'comfyui' },
    knowledge,
  );
  return {
    dialect: 'comfyui-api',
    name: 'ComfyUI API graph',
    evidence: () => t`its nodes have \`class_type\` and \`inputs\``,
    recognises: isApiGraph,
    *read(root, document, bounds) {
      const graph = graphOf(root);
      yield* graph.build();
      return yield* interpret(graph, root, document, bounds);
    },
    open: (root) => {
      const graph = graphOf(root);
      finish(graph.build());
      return { format: 'api', map: root, nodes: graph.nodes };
    },
  };
}

/** Whether a value is an API graph. */
export function isApiGraph(value: Value): value is MapValue {
  return value.kind === 'map' && graphIn(value) !== null;
}

/** Half the mappings in it must be nodes, so that one stray look-alike makes no graph. */
const graphIn = rememberedWhile(
  (graph) => graph.update(),
  (map: MapValue): ApiGraph | null => {
    let mappings = 0;
    const ids = new Set<string>();
    for (const { key, value } of map.entries) {
      if (value.kind !== 'map') continue;
      mappings += 1;
      if (nodeParts(value)) ids.add(key.text);
    }
    return ids.size * 2 > mappings ? new ApiGraph(map) : null;
  },
);

function graphOf(map: MapValue): ApiGraph {
  return graphIn(map) ?? new ApiGraph(map);
}

/** The graph in a mapping. */
class ApiGraph extends LiveGraph {
  #isBuilt = false;
  #revision: number;
  readonly #map: MapValue;
  readonly #children: Value[];

  constructor(map: MapValue) {
    super();
    this.#map = map;
    this.#revision = map.revision;
    this.#children = map.entries.map(({ value }) => value);
  }

  /** Makes the nodes, unless they are there, pausing now and then. */
  *build(): Work<void> {
    if (this.#isBuilt) return;
    this.nodes.clear();
    const isDue = slicesOf('nodes');
    for (const { key, value } of this.#map.entries) {
      const node = value.kind === 'map' ? makeNode(key.text, value) : null;
      if (node) this.nodes.set(key.text, node);
      if (isDue()) yield;
    }
    this.#isBuilt = true;
  }

  /** Brings the graph up to date; false when it must be made anew. */
  update(): boolean {
    const { entries, revision } = this.#map;
    if (revision === this.#revision) return true;
    if (!this.#isBuilt || entries.length !== this.#children.length) return false;
    for (let index = 0; index < entries.length; index += 1) {
      const { key, value } = entries[index];
      if (value !== this.#children[index]) return false;
      if (value.kind !== 'map' || value.revision <= this.#revision) continue;
      const before = this.nodes.get(key.text);
      const after = makeNode(key.text, value);
      if (!before && !after) continue;
      // A node that comes or goes, or one of two that share an id.
      if (before?.map !== value || !after) return false;
      this.replace(before, after);
    }
    this.#revision = revision;
    return true;
  }
}

/** The type and inputs of a node; `null` for a mapping that is none. */
function nodeParts(map: MapValue): { readonly type: string; readonly inputs: MapValue } | null {
  const written = get(map, 'class_type')?.value;
  const type = written && scalarOf(written);
  const inputs = typeof type === 'string' ? get(map, 'inputs')?.value : undefined;
  return typeof type === 'string' && inputs?.kind === 'map' ? { type, inputs } : null;
}

function makeNode(id: string, map: MapValue): GraphNode | null {
  const parts = nodeParts(map);
  return parts && { id, type: parts.type, map, inputs: inputsOf(parts.inputs) };
}

function inputsOf(map: MapValue): Map<string, Input> {
  const inputs = new Map<string, Input>();
  for (const { key, value } of map.entries)
    inputs.set(key.text, { name: key.text, keyRange: key, literal: value, link: linkIn(value) });
  return inputs;
}

/** A link; `null` for anything else. */
function linkIn(value: Value): Link | null {
  const target = resolve(value);
  if (target?.kind !== 'list' || target.items.length !== 2) return null;
  const id = scalarOf(target.items[0]);
  const output = scalarOf(target.items[1]);
  if ((typeof id !== 'string' && typeof id !== 'number') || typeof output !== 'number') return null;
  return { from: String(id), output, at: value };
}
