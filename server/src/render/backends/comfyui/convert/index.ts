/**
 * From a workflow as the ComfyUI frontend saves it to the API graph that the server runs: `comfyui/workflow` says what runs and
 * where values come from, the server's definitions what they are called.
 */
import { t } from '@vscode/l10n';
import { HELD, type JsonNode, openWorkflow, parseWorkflow, type Scope } from '../../../../comfyui/workflow/index.ts';
import { remembered } from '../../../../common/memory.ts';
import { finish } from '../../../../common/slices.ts';
import type { Knowledge } from '../../../../knowledge/knowledge.ts';
import { own, put } from '../../../../knowledge/own.ts';
import type { GraphOverride } from '../../../backend.ts';
import type { GraphPlace } from '../../../problem.ts';
import { stringifyJson } from '../../shared/json.ts';
import {
  type ApiNode,
  type ConvertedWorkflow,
  inputOf,
  linkOf,
  type NodeDefinition,
  type ObjectInfo,
} from '../graph.ts';
import { circleIn } from '../walk.ts';
import { createNodes, propertyOf, titleOf } from './nodes.ts';
import { createPick, expandFileName, expandPrompt } from './text.ts';

/**
 * Makes an API graph from a workflow as the ComfyUI frontend saves it (`nodes` and `links`), with the overrides applied:
 * they name nodes as the workflow has them, which may not exist in the result (a PrimitiveNode, a subgraph's instance).
 * Never throws. `problems`: what keeps the graph from running (an unknown class, widgets that don't fit their definition),
 * by the workflow's execution id; `warnings`: sentences for people about what the conversion had to choose. `now`: the time that
 * file names may hold.
 */
export function convertWorkflow(
  json: unknown,
  objectInfo: ObjectInfo,
  overrides: readonly GraphOverride[],
  knowledge: Knowledge,
  now = new Date(),
): ConvertedWorkflow {
  const { comfyFrontend, comfyWorkflow } = knowledge.data;
  const workflow = parseWorkflow(json, comfyWorkflow);
  if (!workflow) return { graph: {}, warnings: [], problems: [problem('', null, t`This is no ComfyUI workflow.`)] };
  const warnings = new Set<string>();
  const problems: GraphPlace[] = [];
  const rules = { ...comfyFrontend, seeds: comfyWorkflow.seeds, controls: comfyWorkflow.controls };
  const nodes = createNodes(workflow, objectInfo, overrides, rules);
  const opened = finish(openWorkflow(workflow, comfyWorkflow, nodes));
  for (const id of opened.unopened)
    problems.push(
      problem(id, null, t`The subgraph of node ${id} holds itself, or too many others: it can't be opened.`),
    );

  const graph: Record<string, ApiNode> = {};
  for (const scope of opened.scopes) {
    if (scope.host?.definition.isGroup) {
      problems.push(problem(scope.prefix.slice(0, -1), null, unknownNode(scope.host.node)));
      continue;
    }
    for (const node of scope.graph.nodes.values()) {
      const id = scope.prefix + node.id;
      if (!opened.isSent(node)) continue;
      const definition = objectInfo.get(node.type);
      if (definition) put(graph, id, apiNode(scope, node, definition));
      else if (isUsed(scope, node)) problems.push(problem(id, null, unknownNode(node)));
      else
        warnings.add(
          t`Node ${id} (${node.type}) is unknown to the server. Nothing is linked to it, so it was left out.`,
        );
    }
  }
  dropDangling(graph);
  for (const { node, input, value } of nodes.unappliedOverrides()) {
    const old = own(graph, node);
    const isInput =
      old && (Object.hasOwn(old.inputs, input) || inputOf(objectInfo, old.class_type, input) !== undefined);
    if (isInput) put(graph, node, { ...old, inputs: { ...old.inputs, [input]: value } });
    else problems.push(problem(node, input, t`Nothing in the graph takes ${input} from node ${node}.`));
  }
  const circle = circleIn(graph);
  if (circle)
    problems.push(problem(circle[0], null, t`The links of ${[...circle, circle[0]].join(' → ')} run in a circle.`));
  return { graph, warnings: [...warnings], problems };

  function apiNode(scope: Scope<unknown>, node: JsonNode, definition: NodeDefinition): ApiNode {
    const id = scope.prefix + node.id;
    const { values, misfits, hasMore } = nodes.heldBy(node);
    if (hasMore)
      warnings.add(
        t`Node ${id} (${node.type}) holds values that this server's version of it has no place for: they were left out.`,
      );
    const inputs: Record<string, unknown> = {};
    const doubtful = new Map(misfits);
    for (const [name, value] of values) {
      const shown = opened.shownFor(scope, node, name);
      if (shown?.value !== undefined) doubtful.delete(name);
      // What a node around shows is sent as it stands: only a widget's own text has alternatives and placeholders.
      put(inputs, name, sent(shown ? (shown.value ?? value) : workedOut(id, definition, name, value)));
    }
    for (const slot of node.inputs) {
      const source = opened.sourceOf(scope, node, slot);
      if (!source || source.kind === 'own') continue;
      doubtful.delete(slot.name);
      if (source.kind === 'output') put(inputs, slot.name, [source.node, source.output]);
      else if (source.kind === 'value') {
        const { value, from } = source;
        put(inputs, slot.name, sent(from ? workedOut(id, definition, slot.name, held(from.node, value)) : value));
      } else problems.push(problem(id, slot.name, t`The links to ${slot.name} of node ${id} run in a circle.`));
    }
    for (const [name, value] of doubtful)
      problems.push(
        problem(
          id,
          name,
          t`${node.type} holds ${stringifyJson(value)} for ${name}: the file was saved with another version of this node.`,
        ),
      );
    return {
      class_type: node.type,
      inputs,
      _meta: { title: titleOf(node) || definition.displayName },
    };
  }

  /** What a PrimitiveNode gives of its value. */
  function held(node: JsonNode, value: unknown): unknown {
    const isExpanded = typeof value === 'string' && propertyOf(node, 'Run widget replace on values') === true;
    return isExpanded ? expandFileName(value, now, nodes.widgetByName) : value;
  }

  /** What the frontend makes of a widget's own value. */
  function workedOut(id: string, definition: NodeDefinition, name: string, value: unknown): unknown {
    const input = definition.inputs.find((candidate) => candidate.name === name);
    if (input?.type === 'CURVE' && value != null) return { __type__: 'CURVE', [HELD]: value };
    if (typeof value !== 'string') return value;
    if (input?.options.dynamicPrompts === true) {
      const expanded = expandPrompt(value, createPick(`${id} ${value}`));
      if (/\{[^{}]*\|/.test(value))
        warnings.add(t`Of the alternatives in ${name} of node ${id} this was picked: ${expanded}`);
      return expanded;
    }
    if (name === rules.previews.names_file && rules.saves.includes(definition.name))
      return expandFileName(value, now, nodes.widgetByName);
    return value;
  }

  /** Something is linked to a node, or it has something to work on: without it the graph would be another. */
  function isUsed({ graph: { links } }: Scope<unknown>, node: JsonNode): boolean {
    return originsOf(links).has(node.id) || node.inputs.some(({ link }) => link !== null && links.has(link));
  }
}

/** Nodes that something is linked to. */
const originsOf = remembered(
  (links: Scope<unknown>['graph']['links']) => new Set([...links.values()].map(({ origin }) => origin)),
);

/** Lists are wrapped, since the server takes a bare one for a link. */
function sent(value: unknown): unknown {
  return Array.isArray(value) ? { [HELD]: value } : value;
}

/** Takes out inputs that are linked to nodes which are not sent. */
function dropDangling(graph: Record<string, ApiNode>): void {
  for (const [id, node] of Object.entries(graph)) {
    const kept = Object.entries(node.inputs).filter(([, value]) => {
      const link = linkOf(value);
      return !link || Object.hasOwn(graph, link[0]);
    });
    put(graph, id, { ...node, inputs: Object.fromEntries(kept) });
  }
}

function unknownNode(node: JsonNode): string {
  const { type } = node;
  if (/^workflow[>/]/.test(type))
    return t`${type.slice('workflow/'.length)} is a group node, which ComfyUI has replaced. Open the workflow in ComfyUI, convert the node to a subgraph and save it.`;
  const pack = ['cnr_id', 'aux_id']
    .map((property) => propertyOf(node, property))
    .find((name) => typeof name === 'string' && name !== '');
  const where =
    pack === 'comfy-core'
      ? t`It is part of newer versions of ComfyUI: update it`
      : pack
        ? t`Install the pack ${String(pack)} in ComfyUI`
        : t`Install the pack it is from in ComfyUI`;
  return t`The server has no node ${type}. ${where}, then render again.`;
}

function problem(node: string, input: string | null, message: string): GraphPlace {
  return { node, input, message };
}
