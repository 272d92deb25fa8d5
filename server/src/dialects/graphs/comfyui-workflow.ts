/**
 * ComfyUI workflow: what the editor saves (formats 0.4 and 1). It becomes the graph that would run: subgraphs are opened, muted
 * and bypassed nodes leave, and wires are followed through everything that only passes them on.
 */
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { MapValue, SourceDocument, Value } from '../../syntax/document.ts';
import { get, resolve, walk } from '../../syntax/navigate.ts';
import { isApiGraph } from './comfyui-api.ts';
import { createInterpreter } from './generations.ts';
import type { Graph, GraphNode, Input } from './graph.ts';
import type { GraphReader, OpenGraph } from './readers.ts';
import { createWidgetReader, type WidgetReader } from './widgets.ts';
import { describe, itemsOf, type Scope, type WorkflowNode } from './workflow-nodes.ts';
import { createWiring, type Wiring } from './workflow-wiring.ts';

/** Makes the readers of workflows: of bare ones, and of those that SwarmUI keeps with its own parameters. */
export function createComfyWorkflowReaders(knowledge: Knowledge): GraphReader[] {
  const interpret = createInterpreter(knowledge.data.comfyNodes, { dialect: 'comfyui-workflow', tool: 'comfyui' });
  const widgetsOf = createWidgetReader(knowledge);
  const wiringRules = knowledge.data.comfyWorkflow;
  const open = (workflow: MapValue): OpenGraph => ({
    format: 'workflow',
    map: workflow,
    nodes: graphOf(createWiring(workflow, wiringRules, widgetsOf), widgetsOf),
  });
  const read = (workflow: MapValue, document: SourceDocument) => interpret(open(workflow).nodes, workflow, document);
  return [
    {
      dialect: 'swarmui-workflow',
      name: 'SwarmUI workflow',
      evidence: 'a ComfyUI workflow stands beside `custom_params`',
      find: (document, taken) => findMaps(document, taken, (map) => swarmWorkflowOf(map) !== null),
      read: (map, document) => {
        const workflow = swarmWorkflowOf(map);
        return workflow ? read(workflow, document) : [];
      },
      open: (map) => open(swarmWorkflowOf(map) ?? map),
    },
    {
      dialect: 'comfyui-workflow',
      name: 'ComfyUI workflow',
      evidence: 'its `nodes` have a `type` and `widgets_values`, and there are `links`',
      find: (document, taken) => findMaps(document, taken, (map) => isWorkflow(map) && !isCopy(map)),
      read,
      open,
    },
  ];
}

function graphOf(wiring: Wiring, widgetsOf: WidgetReader): Graph {
  const graph = new Map<string, GraphNode>();
  for (const scope of wiring.scopes) {
    for (const node of scope.nodes.values()) {
      if (node.mode !== 'runs' || wiring.onlyPasses(node, scope)) continue;
      const id = scope.prefix + node.id;
      graph.set(id, { id, type: node.type, map: node.map, inputs: inputsOf(node, scope, wiring, widgetsOf) });
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

function findMaps(document: SourceDocument, taken: ReadonlySet<Value>, wanted: (map: MapValue) => boolean): MapValue[] {
  const found: MapValue[] = [];
  walk(document, (value) => {
    if (taken.has(value)) return false;
    if (value.kind !== 'map' || !wanted(value)) return true;
    found.push(value);
    return false;
  });
  return found;
}
