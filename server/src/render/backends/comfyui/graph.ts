/**
 * Graphs as ComfyUI takes them, and the definitions its nodes have on one server. `convert/` makes graphs from workflows,
 * `templates/` from requests that have none.
 */

import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { anyObject } from '../../../common/records.ts';
import { own, put } from '../../../knowledge/own.ts';
import { readAs } from '../../../knowledge/readable.ts';
import type { GraphOverride } from '../../backend.ts';
import { BackendError, type GraphPlace } from '../../problem.ts';

/** `["node id", output index]` in the place of a value. */
export type ApiLink = readonly [node: string, output: number];

export interface ApiNode {
  readonly class_type: string;
  /** By name: a literal or an `ApiLink`. Integers that a double can't hold are bigints. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly _meta?: { readonly title?: string };
}

/** What `POST /prompt` takes as `prompt`: nodes by execution id (`3`, in subgraphs `12:7`). */
export type ApiGraph = Readonly<Record<string, ApiNode>>;

/** The link in an input's value; `null` for a literal. ComfyUI takes any list of two for a link (execution.py, `is_link`). */
export function linkOf(value: unknown): ApiLink | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [node, output] = value as unknown[];
  const isId = typeof node === 'string' || typeof node === 'number';
  return isId && typeof output === 'number' ? [String(node), output] : null;
}

/** One input of a node's definition, whichever way the server writes it. */
export interface InputDefinition {
  readonly name: string;
  /** `INT`, `MODEL`, …; `COMBO` for both ways to write a list of choices. */
  readonly type: string;
  /** The values of a combo, as the server has them now; `null` for any other type. */
  readonly choices: readonly unknown[] | null;
  readonly required: boolean;
  /** `default`, `min`, `forceInput`, `control_after_generate`, … as sent. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface NodeDefinition {
  readonly name: string;
  readonly displayName: string;
  /** Required ones first, then optional ones, each in the order of the node's widgets. */
  readonly inputs: readonly InputDefinition[];
  /** Types by index. */
  readonly outputs: readonly string[];
  /** It ends a graph: something is run for its sake. */
  readonly isOutput: boolean;
  /** It comes with ComfyUI itself. */
  readonly isCore: boolean;
  /** It calls a service that costs credits. */
  readonly isPaid: boolean;
}

/** The definitions of a server's nodes by class (`GET /object_info`). */
export type ObjectInfo = ReadonlyMap<string, NodeDefinition>;

/** What an input of a node may be set to, where it has a list; undefined for any other. */
export function choicesIn(
  node: Pick<NodeDefinition, 'inputs'> | null | undefined,
  input: string,
): readonly unknown[] | undefined {
  return node?.inputs.find(({ name }) => name === input)?.choices ?? undefined;
}

/** Those of the choices that are names. */
export function namesIn(node: Pick<NodeDefinition, 'inputs'> | null | undefined, input: string): string[] {
  return (choicesIn(node, input) ?? []).filter((choice) => typeof choice === 'string');
}

/** The input of this name of a class; undefined when either is unknown. */
export function inputOf(objectInfo: ObjectInfo, className: string, input: string): InputDefinition | undefined {
  return objectInfo.get(className)?.inputs.find(({ name }) => name === input);
}

export interface ConvertedWorkflow {
  readonly graph: ApiGraph;
  readonly warnings: readonly string[];
  readonly problems: readonly GraphPlace[];
}

/** The graph with the values of the preview; overrides of nodes that are not there are problems. */
export function applyOverrides(
  graph: ApiGraph,
  overrides: readonly GraphOverride[],
): Pick<ConvertedWorkflow, 'graph' | 'problems'> {
  const changed: Record<string, ApiNode> = { ...graph };
  const problems: GraphPlace[] = [];
  for (const { node, input, value } of overrides) {
    const old = own(changed, node);
    if (old) put(changed, node, { ...old, inputs: { ...old.inputs, [input]: value } });
    else problems.push({ node, input, message: t`The graph has no node ${node}, whose ${input} the preview sets.` });
  }
  return { graph: changed, problems };
}

const ApiNodeSchema = v.looseObject({
  class_type: v.string(),
  inputs: v.optional(anyObject, {}),
});

/** The graph in some JSON. Entries that are no nodes are left out: ComfyUI refuses a whole graph for one of them. */
export function parseApiGraph(json: unknown): ApiGraph {
  const nodes = Object.entries(readAs(anyObject, json) ?? {}).flatMap(([id, value]): [string, ApiNode][] => {
    const node = readAs(ApiNodeSchema, value);
    return node ? [[id, node]] : [];
  });
  return Object.fromEntries(nodes);
}

const Names = v.fallback(v.array(v.string()), []);
const Specs = v.fallback(anyObject, {});
/** Anything that has the wrong type counts as absent: custom nodes write what they like. */
const DefinitionSchema = v.object({
  input: v.fallback(v.object({ required: Specs, optional: Specs }), { required: {}, optional: {} }),
  input_order: v.fallback(v.object({ required: Names, optional: Names }), { required: [], optional: [] }),
  output: v.fallback(v.array(v.unknown()), []),
  display_name: v.fallback(v.string(), ''),
  output_node: v.fallback(v.boolean(), false),
  api_node: v.fallback(v.boolean(), false),
  python_module: v.fallback(v.string(), ''),
});

/** The definitions in an answer of `GET /object_info`. Throws `BackendError` `protocol` when it is no such answer. */
export function parseObjectInfo(json: unknown): ObjectInfo {
  const classes = readAs(anyObject, json);
  if (!classes) throw new BackendError('protocol', t`The server describes no nodes: it may be another program.`);
  const definitions = new Map<string, NodeDefinition>();
  for (const [name, value] of Object.entries(classes)) {
    const definition = readAs(DefinitionSchema, value);
    if (!definition) continue;
    const { input, input_order, output, display_name, output_node, api_node, python_module } = definition;
    definitions.set(name, {
      name,
      displayName: display_name || name,
      inputs: [
        ...inputsOf(input.required, input_order.required, true),
        ...inputsOf(input.optional, input_order.optional, false),
      ],
      outputs: output.map((type) => (Array.isArray(type) ? 'COMBO' : String(type))),
      isOutput: output_node,
      isCore: /^(nodes$|comfy_extras\.)/.test(python_module),
      isPaid: api_node,
    });
  }
  return definitions;
}

/**
 * Inputs as a definition writes them, by name. `order` is newer than the definitions of old servers, whose objects are in order
 * themselves.
 */
export function inputsOf(
  specs: Readonly<Record<string, unknown>>,
  order: readonly string[],
  required: boolean,
): InputDefinition[] {
  const names = new Set([...order.filter((name) => Object.hasOwn(specs, name)), ...Object.keys(specs)]);
  return [...names].map((name) => {
    const spec = own(specs, name);
    const [type, options]: unknown[] = Array.isArray(spec) ? spec : [spec];
    const record = v.parse(Specs, options);
    const choices = Array.isArray(type)
      ? type
      : type === 'COMBO' && Array.isArray(record.options)
        ? record.options
        : null;
    return {
      name,
      type: Array.isArray(type) ? 'COMBO' : String(type),
      choices,
      required,
      options: record,
    };
  });
}
