/** ComfyUI workflow: what the editor saves. `comfyui/workflow` says what runs; it becomes a graph whose values have places. */

import { t } from '@vscode/l10n';
import {
  itemsAt,
  type OpenWorkflow,
  openWorkflow,
  readNode,
  readWorkflow,
  type Scope,
  type WorkflowNode,
} from '../../comfyui/workflow/index.ts';
import { isSame, remembered } from '../../common/memory.ts';
import { finish, slicesOf, type Work } from '../../common/slices.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { WorkflowRules } from '../../knowledge/schema.ts';
import type { MapValue, SourceDocument, Value } from '../../syntax/document.ts';
import { entryOf, get, resolve } from '../../syntax/navigate.ts';
import type { Bounds } from '../bounds.ts';
import type { Generation } from '../generation.ts';
import { stateOf } from '../state.ts';
import { isApiGraph } from './comfyui-api.ts';
import { createInterpreter } from './generations.ts';
import type { GraphNode, Input } from './graph.ts';
import type { GraphReader } from './graph-reader.ts';
import { LiveGraph } from './reach.ts';
import { valueTree } from './value-tree.ts';
import { createWidgetReader, type WidgetReader } from './widgets.ts';

/** Makes the readers of workflows: of bare ones, and of those that SwarmUI keeps with its own parameters. */
export function createComfyWorkflowReaders(knowledge: Knowledge): GraphReader[] {
  const interpret = createInterpreter(
    knowledge.data.comfyNodes,
    { dialect: 'comfyui-workflow', program: 'comfyui' },
    knowledge,
  );
  const widgetsOf = createWidgetReader(knowledge);
  const graphOf = createGraphMaker(knowledge.data.comfyWorkflow, widgetsOf);
  function* read(workflow: MapValue, document: SourceDocument, bounds: Bounds): Work<readonly Generation[]> {
    return yield* interpret(yield* graphOf(workflow), workflow, document, bounds);
  }
  return [
    {
      dialect: 'swarmui-workflow',
      name: 'SwarmUI workflow',
      evidence: () => t`a ComfyUI workflow stands beside \`custom_params\``,
      key: 'workflow',
      recognises: (map) => swarmWorkflowOf(map) !== null,
      *read(map, document, bounds) {
        const workflow = swarmWorkflowOf(map);
        return workflow ? yield* read(workflow, document, bounds) : [];
      },
    },
    {
      dialect: 'comfyui-workflow',
      name: 'ComfyUI workflow',
      evidence: () => t`its \`nodes\` have a \`type\` and \`widgets_values\`, and there are \`links\``,
      key: 'nodes',
      recognises: isWorkflow,
      isCopy,
      read,
      open: (workflow) => ({ format: 'workflow', map: workflow, nodes: finish(graphOf(workflow)).nodes }),
    },
  ];
}

/** Makes what turns workflows into graphs, pausing now and then, and keeps those graphs. */
function createGraphMaker(rules: WorkflowRules, widgetsOf: WidgetReader): (workflow: MapValue) => Work<WorkflowGraph> {
  const madeOf = remembered((_: MapValue): { graph: WorkflowGraph | null } => ({ graph: null }));
  return function* graphOf(map) {
    const made = madeOf(map);
    if (made.graph?.update()) return made.graph;
    const workflow = yield* readWorkflow<Value>(map, valueTree, rules);
    const opened = yield* openWorkflow(workflow, rules, { tree: valueTree, controls: rules.controls, widgetsOf });
    const graph = new WorkflowGraph(map, opened, widgetsOf);
    yield* graph.build();
    made.graph = graph;
    return graph;
  };
}

/** The graph of a workflow. */
class WorkflowGraph extends LiveGraph {
  readonly #workflow: MapValue;
  readonly #opened: OpenWorkflow<Value>;
  readonly #widgetsOf: WidgetReader;
  /** The state of its entries but the nodes. */
  readonly #surroundings: readonly unknown[];
  readonly #items: readonly Value[];
  #revision: number;

  constructor(workflow: MapValue, opened: OpenWorkflow<Value>, widgetsOf: WidgetReader) {
    super();
    this.#workflow = workflow;
    this.#revision = workflow.revision;
    this.#opened = opened;
    this.#widgetsOf = widgetsOf;
    this.#surroundings = surroundingsOf(workflow);
    this.#items = [...nodesOf(workflow)];
  }

  /** Makes the nodes, pausing now and then. */
  *build(): Work<void> {
    const isDue = slicesOf('nodes');
    for (const scope of this.#opened.scopes) {
      for (const node of scope.graph.nodes.values()) {
        const made = this.#nodeOf(node, scope);
        if (made) this.nodes.set(made.id, made);
        if (isDue()) yield;
      }
    }
  }

  /** Brings the graph up to date; false when more than values of nodes have changed, and it must be made anew. */
  update(): boolean {
    const { revision } = this.#workflow;
    if (revision === this.#revision) return true;
    const items = nodesOf(this.#workflow);
    if (!isSame(this.#surroundings, surroundingsOf(this.#workflow)) || !isSame(this.#items, items)) return false;
    const [scope] = this.#opened.scopes;
    const { nodes } = scope.graph;
    for (const item of items) {
      if (item.kind !== 'map' || item.revision <= this.#revision) continue;
      const node = readNode<Value>(item, valueTree);
      const was = node && nodes.get(node.id);
      if (!node || was?.leaf !== item || !isPlacedAlike(was, node)) return false;
      // What others are given by it, and they are not made again.
      if ((node.mode === 'runs' || this.#opened.isPrimitive(node)) && !this.#isRead(node)) return false;
      nodes.set(node.id, node);
      const before = this.nodes.get(node.id);
      if (!before) continue;
      const after = this.#nodeOf(node, scope);
      if (!after) return false;
      this.replace(before, after);
    }
    this.#revision = revision;
    return true;
  }

  /** What is sent, and the nodes of plain values, which are read like those of packs. */
  #isRead(node: WorkflowNode<Value>): boolean {
    return this.#opened.isSent(node) || (node.mode === 'runs' && this.#opened.isPrimitive(node));
  }

  #nodeOf(node: WorkflowNode<Value>, scope: Scope<Value>): GraphNode | null {
    const map = resolve(node.leaf);
    if (map?.kind !== 'map' || !this.#isRead(node)) return null;
    return { id: scope.prefix + node.id, type: node.type, map, inputs: this.#inputsOf(node, scope) };
  }

  /** A node's widgets, and what its links bring in their place or beside them. */
  #inputsOf(node: WorkflowNode<Value>, scope: Scope<Value>): Map<string, Input> {
    const inputs = new Map<string, Input>();
    for (const [name, own] of this.#widgetsOf(node)) {
      const literal = this.#opened.shownFor(scope, node, name)?.value ?? own;
      inputs.set(name, { name, keyRange: entryOf(own)?.key ?? null, literal, link: null });
    }
    for (const slot of node.inputs) {
      const at = slot.at ?? this.#opened.linkTo(scope, node, slot)?.at;
      if (!at) continue;
      const name = slot.widget ?? slot.name;
      const written = inputs.get(name) ?? { name, keyRange: null, literal: null, link: null };
      const source = this.#opened.sourceOf(scope, node, slot);
      if (source?.kind === 'own') continue;
      if (source?.kind === 'output')
        inputs.set(name, { ...written, link: { from: source.node, output: source.output, at } });
      else if (source?.kind === 'value' && (!source.from || !this.#isRead(source.from.node)))
        inputs.set(name, { ...written, literal: source.value });
      else
        inputs.set(name, {
          ...written,
          link: { from: source?.kind === 'value' ? (source.from?.id ?? null) : null, output: 0, at },
        });
    }
    return inputs;
  }
}

function nodesOf(workflow: MapValue): readonly Value[] {
  return itemsAt(valueTree, workflow, 'nodes');
}

function surroundingsOf(workflow: MapValue): unknown[] {
  const states: unknown[] = [];
  for (const { key, value } of workflow.entries) {
    if (key.text === 'nodes') continue;
    states.push(...stateOf(value));
  }
  return states;
}

/** Whether two states of a node take the same part in the wiring. */
function isPlacedAlike(before: WorkflowNode<Value>, after: WorkflowNode<Value>): boolean {
  const shape = ({ id, type, mode, inputs, outputs }: WorkflowNode<Value>) =>
    JSON.stringify([id, type, mode, outputs, inputs.map(({ at, ...slot }) => slot)]);
  return shape(before) === shape(after);
}

/** Nodes of the editor's kind, not of InvokeAI's or of a flow chart's: a type, and values, inputs or outputs of their own. */
function isWorkflow(map: MapValue): boolean {
  if (get(map, 'edges')) return false;
  const has = (node: Value, key: string) => valueTree.at(node, key) !== undefined;
  return nodesOf(map).some(
    (node) =>
      ['type', 'id'].every((key) => has(node, key)) &&
      !has(node, 'data') &&
      ['widgets_values', 'outputs', 'inputs'].some((key) => has(node, key)),
  );
}

/** The workflow beside SwarmUI's own parameters; `prompt` next to it is a copy with places to fill in. */
function swarmWorkflowOf(map: MapValue): MapValue | null {
  const workflow = get(map, 'workflow')?.value;
  return workflow?.kind === 'map' && get(map, 'custom_params') && isWorkflow(workflow) ? workflow : null;
}

/** True for the workflow that travels with the API graph it was turned into: the server runs the latter. */
function isCopy(map: MapValue): boolean {
  for (let value: Value = map, parent = map.parent; parent; value = parent, parent = parent.parent) {
    if (parent.kind !== 'map' || value.kind !== 'map') return false;
    const prompt = get(parent, 'prompt')?.value;
    if (prompt && prompt !== value && isApiGraph(prompt)) return true;
  }
  return false;
}
