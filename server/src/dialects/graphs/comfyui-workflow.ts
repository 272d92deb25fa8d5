/**
 * ComfyUI workflow: what the editor saves (formats 0.4 and 1). It becomes the graph that would run: subgraphs are opened, muted
 * and bypassed nodes leave, and wires are followed through everything that only passes them on.
 */
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { WorkflowRules } from '../../knowledge/schema.ts';
import type { MapValue, SourceDocument, Value } from '../../syntax/document.ts';
import { get, resolve } from '../../syntax/navigate.ts';
import { run } from '../../syntax/pauses.ts';
import type { Generation } from '../generation.ts';
import { isSame, stateOf } from '../state.ts';
import { isApiGraph } from './comfyui-api.ts';
import { createInterpreter, type Interpretation } from './generations.ts';
import type { GraphNode, Input } from './graph.ts';
import type { Change, LiveGraph } from './reach.ts';
import type { GraphReader, OpenGraph } from './readers.ts';
import { createWidgetReader, type WidgetReader } from './widgets.ts';
import { A_SLICE, describe, isPlacedAlike, itemsOf, nodeOf, type Scope, type WorkflowNode } from './workflow-nodes.ts';
import { createWiring, type Wiring } from './workflow-wiring.ts';

/** Makes the readers of workflows: of bare ones, and of those that SwarmUI keeps with its own parameters. */
export function createComfyWorkflowReaders(knowledge: Knowledge): GraphReader[] {
  const interpret = createInterpreter(knowledge.data.comfyNodes, { dialect: 'comfyui-workflow', tool: 'comfyui' });
  const widgetsOf = createWidgetReader(knowledge);
  const openWorkflow = createOpener(knowledge.data.comfyWorkflow, widgetsOf);
  const readings = new WeakMap<MapValue, Interpretation>();
  const open = (workflow: MapValue): OpenGraph => ({
    format: 'workflow',
    map: workflow,
    nodes: run(openWorkflow(workflow)).nodes,
  });
  function* read(workflow: MapValue, document: SourceDocument): Generator<void, readonly Generation[]> {
    const graph = yield* openWorkflow(workflow);
    const reading = yield* interpret(graph, workflow, document, readings.get(workflow));
    readings.set(workflow, reading);
    return reading.generations;
  }
  return [
    {
      dialect: 'swarmui-workflow',
      name: 'SwarmUI workflow',
      evidence: 'a ComfyUI workflow stands beside `custom_params`',
      key: 'workflow',
      recognises: (map) => swarmWorkflowOf(map) !== null,
      *read(map, document) {
        const workflow = swarmWorkflowOf(map);
        return workflow ? yield* read(workflow, document) : [];
      },
      open: (map) => open(swarmWorkflowOf(map) ?? map),
    },
    {
      dialect: 'comfyui-workflow',
      name: 'ComfyUI workflow',
      evidence: 'its `nodes` have a `type` and `widgets_values`, and there are `links`',
      key: 'nodes',
      recognises: isWorkflow,
      isCopy,
      read,
      open,
    },
  ];
}

/** Makes what turns workflows into graphs, pausing now and then, and keeps those graphs. */
function createOpener(
  rules: WorkflowRules,
  widgetsOf: WidgetReader,
): (workflow: MapValue) => Generator<void, WorkflowGraph> {
  const graphs = new WeakMap<MapValue, WorkflowGraph>();
  return function* openWorkflow(workflow) {
    const before = graphs.get(workflow);
    if (before?.update()) return before;
    const wiring = yield* createWiring(workflow, rules, widgetsOf);
    const graph = new WorkflowGraph(workflow, wiring, yield* graphOf(wiring, widgetsOf), widgetsOf);
    graphs.set(workflow, graph);
    return graph;
  };
}

/** The graph of a workflow: nodes that have not changed stay the same objects. */
class WorkflowGraph implements LiveGraph {
  readonly nodes: Map<string, GraphNode>;
  readonly #workflow: MapValue;
  readonly #wiring: Wiring;
  readonly #widgetsOf: WidgetReader;
  /** The state of its entries but the nodes. */
  readonly #surroundings: readonly unknown[];
  readonly #items: readonly Value[];
  #revision: number;
  #changes: Change[] | null = null;

  constructor(workflow: MapValue, wiring: Wiring, nodes: Map<string, GraphNode>, widgetsOf: WidgetReader) {
    this.#workflow = workflow;
    this.#revision = workflow.revision;
    this.#widgetsOf = widgetsOf;
    this.#wiring = wiring;
    this.nodes = nodes;
    this.#surroundings = surroundingsOf(workflow);
    this.#items = [...itemsOf(workflow, 'nodes')];
  }

  /** Brings the graph up to date; false when more than values of nodes have changed, and it must be made anew. */
  update(): boolean {
    const { revision } = this.#workflow;
    if (revision === this.#revision) return true;
    const items = itemsOf(this.#workflow, 'nodes');
    if (!isSame(this.#surroundings, surroundingsOf(this.#workflow)) || !isSame(this.#items, items)) return false;
    const [scope] = this.#wiring.scopes;
    for (const item of items) {
      if (item.kind !== 'map' || item.revision <= this.#revision) continue;
      const node = nodeOf(item);
      const was = node && scope.nodes.get(node.id);
      if (!node || was?.map !== item || !isPlacedAlike(was, node) || this.#wiring.onlyPasses(node, scope)) return false;
      scope.nodes.set(node.id, node);
      const before = this.nodes.get(node.id);
      if (!before) continue;
      const inputs = inputsOf(node, scope, this.#wiring, this.#widgetsOf);
      const after = { id: node.id, type: node.type, map: item, inputs };
      this.nodes.set(node.id, after);
      this.#changes?.push({ before, after });
    }
    this.#revision = revision;
    return true;
  }

  get changes(): readonly Change[] | null {
    return this.#changes;
  }

  wasRead(): void {
    this.#changes = [];
  }
}

function surroundingsOf(workflow: MapValue): unknown[] {
  const states: unknown[] = [];
  for (const { key, value } of workflow.entries) {
    if (key.text === 'nodes') continue;
    states.push(...stateOf(value));
  }
  return states;
}

function* graphOf(wiring: Wiring, widgetsOf: WidgetReader): Generator<void, Map<string, GraphNode>> {
  const graph = new Map<string, GraphNode>();
  for (const scope of wiring.scopes) {
    for (const node of scope.nodes.values()) {
      if (node.mode !== 'runs' || wiring.onlyPasses(node, scope)) continue;
      const id = scope.prefix + node.id;
      graph.set(id, { id, type: node.type, map: node.map, inputs: inputsOf(node, scope, wiring, widgetsOf) });
      if (graph.size % A_SLICE === 0) yield;
    }
  }
  return graph;
}

/** A node's widgets, and what its wires bring in their place or beside them. */
function inputsOf(node: WorkflowNode, scope: Scope, wiring: Wiring, widgetsOf: WidgetReader): Map<string, Input> {
  const inputs = new Map<string, Input>();
  for (const { name, keyRange, value } of widgetsOf(describe(node)))
    inputs.set(name, { name, keyRange, literal: wiring.promotedValue(node, name, scope) ?? value, link: null });
  for (const slot of node.inputs) {
    const arriving = wiring.arrivingAt(slot, scope);
    if (!arriving) continue;
    const name = slot.widget ?? slot.name;
    const written = inputs.get(name) ?? { name, keyRange: null, literal: null, link: null };
    inputs.set(name, 'literal' in arriving ? { ...written, ...arriving } : { ...written, link: arriving });
  }
  return inputs;
}

/** Nodes of the editor's kind, not of InvokeAI's or of a flow chart's: a type, and values, inputs or outputs of their own. */
function isWorkflow(map: MapValue): boolean {
  const nodes = itemsOf(map, 'nodes');
  if (nodes.length === 0 || get(map, 'edges')) return false;
  return nodes.some((item) => {
    const node = resolve(item);
    return (
      node?.kind === 'map' &&
      get(node, 'type') !== null &&
      get(node, 'data') === null &&
      ['widgets_values', 'outputs', 'inputs'].some(
        (key) => resolvedKind(node, key) !== null && get(node, 'id') !== null,
      )
    );
  });
}

function resolvedKind(map: MapValue, key: string): string | null {
  const value = get(map, key)?.entry.value;
  return (value && resolve(value)?.kind) ?? null;
}

/** The workflow beside SwarmUI's own parameters; `prompt` next to it is a copy with places to fill in. */
function swarmWorkflowOf(map: MapValue): MapValue | null {
  const workflow = get(map, 'workflow')?.entry.value;
  return workflow?.kind === 'map' && get(map, 'custom_params') && isWorkflow(workflow) ? workflow : null;
}

/** True for the workflow that travels with the API graph it was turned into: the server runs the latter. */
function isCopy(map: MapValue): boolean {
  for (let value: Value = map, parent = map.parent; parent; value = parent, parent = parent.parent) {
    if (parent.kind !== 'map' || value.kind !== 'map') return false;
    const prompt = get(parent, 'prompt')?.entry.value;
    if (prompt && prompt !== value && isApiGraph(prompt)) return true;
  }
  return false;
}
