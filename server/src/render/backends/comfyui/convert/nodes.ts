/** What the server's definitions say of a workflow's nodes: the names of their values, and the order of their inputs. */

import { type JsonNode, jsonTree, type Reading, type Slot, type Workflow } from '../../../../comfyui/workflow/index.ts';
import { remembered } from '../../../../common/memory.ts';
import type { GraphOverride } from '../../../backend.ts';
import type { ObjectInfo } from '../graph.ts';
import { type FrontendRules, isWidgetOf, readWidgets, type WidgetValues } from './widgets.ts';

export interface Nodes extends Reading<unknown> {
  /** The node's own values, before others give it theirs. Empty for nodes the server doesn't know. */
  heldBy(node: JsonNode): WidgetValues;
  /** A value by the name of its node in file names: `Node name for S&R`, else the title. Undefined when there is none. */
  widgetByName(name: string, widget: string): unknown | undefined;
  /** Overrides that no PrimitiveNode and no node around a subgraph has taken. */
  unappliedOverrides(): readonly GraphOverride[];
}

const NO_WIDGETS: WidgetValues = { values: new Map(), misfits: new Map(), hasMore: false };

export function createNodes(
  workflow: Workflow<unknown>,
  objectInfo: ObjectInfo,
  overrides: readonly GraphOverride[],
  rules: FrontendRules,
): Nodes {
  const heldBy = remembered((node: JsonNode): WidgetValues => {
    const definition = objectInfo.get(node.type);
    return definition ? readWidgets(node, definition, rules) : NO_WIDGETS;
  });
  const applied = new Set<GraphOverride>();
  return {
    tree: jsonTree,
    controls: rules.controls,
    widgetsOf: (node) => heldBy(node).values,
    heldBy,
    widgetByName,
    slotsOf,
    given,
    unappliedOverrides: () => overrides.filter((override) => !applied.has(override)),
  };

  function given(node: string, input: string): unknown | undefined {
    const override = overrides.find((candidate) => candidate.node === node && candidate.input === input);
    if (override) applied.add(override);
    return override?.value;
  }

  function widgetByName(name: string, widget: string): unknown | undefined {
    const all = [workflow, ...workflow.definitions.values()].flatMap(({ nodes }) => [...nodes.values()]);
    const node =
      all.find((candidate) => propertyOf(candidate, 'Node name for S&R') === name) ??
      all.find((candidate) => titleOf(candidate) === name);
    return node && heldBy(node).values.get(widget);
  }

  /** The frontend puts sockets before widgets, and behind both what the file has beyond the definition. */
  function slotsOf(node: JsonNode): Slot<unknown>[] {
    const inputs = objectInfo.get(node.type)?.inputs ?? [];
    const ordered = [false, true].flatMap((wanted) => inputs.filter((input) => isWidgetOf(input, rules) === wanted));
    const names = new Set(ordered.map(({ name }) => name));
    return [
      ...ordered.map(({ name, type }): Slot<unknown> => {
        const slot = node.inputs.find((candidate) => candidate.name === name);
        return { link: null, at: null, widget: null, ...slot, name, type };
      }),
      ...node.inputs.filter(({ name }) => !names.has(name)),
    ];
  }
}

/** The node's title; null where it has none of its own. */
export function titleOf({ leaf }: JsonNode): string | null {
  const title = jsonTree.at(leaf, 'title');
  return typeof title === 'string' ? title : null;
}

/** What the frontend and its packs note about a node. */
export function propertyOf({ leaf }: JsonNode, name: string): unknown {
  return jsonTree.at(jsonTree.at(leaf, 'properties'), name);
}
