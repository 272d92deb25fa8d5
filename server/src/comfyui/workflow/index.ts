/**
 * A ComfyUI workflow as it runs: its subgraphs are opened, and each input is followed to where its value comes from, as ComfyUI's
 * own frontend does it when a person presses Run (ComfyUI_frontend, src/utils/executionUtil.ts, `graphToPrompt`). The one home of
 * what nodes, links, bypass and mute, nodes without wires, drawn links and promoted widgets mean: hovers and findings read it with
 * values that have places in a text, a render with parsed JSON and the server's definitions.
 *
 *     file     what the file says: nodes, links, subgraphs
 *     groups   group nodes, which are older, as subgraphs
 *     scopes   the subgraphs that run, opened
 *     shown    values that a subgraph's node shows for the widgets in it
 *     sources  where the value of an input comes from
 */
import { remembered } from '../../common/memory.ts';
import type { Work } from '../../common/slices.ts';
import type { WorkflowRules } from '../../knowledge/schema.ts';
import type { Definition, Workflow } from './graph.ts';
import { groupValues } from './group-values.ts';
import { type Slot, valuesOf, type WorkflowNode } from './node.ts';
import type { Reading } from './reading.ts';
import { type InnerScope, isInner, openScopes, type Scope, type Scopes, slotsOfHost } from './scopes.ts';
import { shownBy } from './shown.ts';
import { createSources, type Sources } from './sources.ts';
import { textOf } from './tree.ts';
import { type Shown, widgetKey } from './widget-values.ts';

export { DRAWN_LINKS, type JsonNode, parseWorkflow, readWorkflow } from './file.ts';
export type { Workflow } from './graph.ts';
export { readNode, type Slot, type WorkflowNode } from './node.ts';
export type { Reading } from './reading.ts';
export type { Scope } from './scopes.ts';
export { namesOf } from './shown.ts';
export type { Source } from './sources.ts';
export * from './tree.ts';

/** `scopes` and `unopened`: see `Scopes`; `linkTo` and `sourceOf`: see `Sources`. */
export interface OpenWorkflow<Leaf> extends Scopes<Leaf>, Sources<Leaf> {
  /** Whether the server is sent a node: it runs, and is no subgraph's and none that only the frontend has. */
  isSent(node: WorkflowNode<Leaf>): boolean;
  /** A node of the frontend whose value goes to the widgets it is linked to. */
  isPrimitive(node: WorkflowNode<Leaf>): boolean;
  /** For a widget that the node around a subgraph shows: the value there, undefined where its own is in force. Else `null`. */
  shownFor(scope: Scope<Leaf>, node: WorkflowNode<Leaf>, widget: string): { readonly value: Leaf | undefined } | null;
}

/** Name of the one widget of a PrimitiveNode. */
const PRIMITIVE_WIDGET = 'value';

/** Opens a workflow, pausing now and then. */
export function* openWorkflow<Leaf>(
  file: Workflow<Leaf>,
  rules: WorkflowRules,
  reading: Reading<Leaf>,
): Work<OpenWorkflow<Leaf>> {
  const { tree } = reading;
  const workflow = { ...file, definitions: readable(file, reading) };
  const { primitive, reroutes, wireless } = rules;
  const virtual = new Set([primitive, ...rules.virtual, ...reroutes, ...wireless.get, ...wireless.set]);
  const shownOf: (scope: InnerScope<Leaf>) => Shown<Leaf> = remembered((scope) => shownBy(scope, reading, shownOf));
  const isPrimitive = ({ type }: WorkflowNode<Leaf>) => type === primitive;
  const nameAmong = (types: readonly string[]) => (node: WorkflowNode<Leaf>) =>
    types.includes(node.type) ? wireName(node) : null;

  return {
    ...(yield* openScopes(workflow)),
    ...createSources<Leaf>({
      slotsOf,
      primitiveValue,
      isVirtual: ({ type }) => virtual.has(type),
      getterName: nameAmong(wireless.get),
      setterName: nameAmong(wireless.set),
      shownOf,
    }),
    isPrimitive,
    isSent: ({ type, mode }) => mode === 'runs' && !workflow.definitions.has(type) && !virtual.has(type),
    shownFor,
  };

  function shownFor(scope: Scope<Leaf>, node: WorkflowNode<Leaf>, widget: string) {
    const among = isInner(scope) ? shownOf(scope).byWidget : null;
    const key = widgetKey(node.id, widget);
    return among?.has(key) ? { value: among.get(key) } : null;
  }

  function primitiveValue(node: WorkflowNode<Leaf>, scope: Scope<Leaf>): Leaf | undefined {
    if (!isPrimitive(node)) return undefined;
    return (
      reading.given?.(scope.prefix + node.id, PRIMITIVE_WIDGET) ??
      shownFor(scope, node, PRIMITIVE_WIDGET)?.value ??
      valuesOf(node, tree)[0]
    );
  }

  function slotsOf(node: WorkflowNode<Leaf>): readonly Slot<Leaf>[] {
    const subgraph = workflow.definitions.get(node.type);
    if (!subgraph) return reading.slotsOf?.(node) ?? node.inputs;
    const slots = slotsOfHost(node, subgraph.inputs);
    return subgraph.inputs.map(
      ({ name, type }, index) => slots[index] ?? { name, type, link: null, at: null, widget: null },
    );
  }

  /** The name that nodes without wires share: the first of their values. */
  function wireName(node: WorkflowNode<Leaf>): string {
    const [name] = valuesOf(node, tree);
    return name === undefined ? '' : textOf(tree.scalar(name));
  }
}

/** Without groups that have a node whose values can't be told apart: such nodes stay what they are in the file. */
function readable<Leaf>({ nodes, definitions }: Workflow<Leaf>, reading: Reading<Leaf>): Workflow<Leaf>['definitions'] {
  if (![...definitions.values()].some(({ isGroup }) => isGroup)) return definitions;
  const all = [nodes, ...[...definitions.values()].map((definition) => definition.nodes)].flatMap((each) => [
    ...each.values(),
  ]);
  const isReadable = ([type, definition]: readonly [string, Definition<Leaf>]) =>
    !definition.isGroup || all.every((node) => node.type !== type || groupValues(definition, node, reading) !== null);
  return new Map([...definitions].filter(isReadable));
}
