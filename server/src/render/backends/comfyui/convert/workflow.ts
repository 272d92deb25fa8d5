/**
 * Workflows as the ComfyUI frontend saves them, in both of its formats: 0.4 writes links as lists, 1 as objects, subgraphs
 * always as objects (ComfyUI_frontend, src/platform/workflow/validation/schemas/workflowSchema.ts). Whatever has the wrong type
 * counts as absent.
 */
import * as v from 'valibot';

/** An input of a node. */
export interface Slot {
  readonly name: string;
  readonly type: string;
  /** Id of the link that ends here. */
  readonly link: string | null;
  /** Name of the widget that the input stands for. */
  readonly widget: string | null;
}

export interface WorkflowNode {
  /** Within its graph. */
  readonly id: string;
  /** A class of the server, the id of a subgraph, or a node that only the frontend has. */
  readonly type: string;
  readonly title: string | null;
  readonly mode: 'runs' | 'muted' | 'bypassed';
  readonly inputs: readonly Slot[];
  /** Types by index. */
  readonly outputs: readonly string[];
  /** `widgets_values`: a list in the order of the widgets, or an object by name. */
  readonly values: readonly unknown[] | Readonly<Record<string, unknown>> | null;
  /** `widgets_values_named`, which frontends since 1.5x add. */
  readonly named: Readonly<Record<string, unknown>> | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface WorkflowLink {
  readonly origin: string;
  readonly originSlot: number;
  readonly target: string;
}

/** Nodes that can be linked to each other: the whole workflow, or the inside of a subgraph. */
export interface WorkflowGraph {
  readonly nodes: ReadonlyMap<string, WorkflowNode>;
  readonly links: ReadonlyMap<string, WorkflowLink>;
  /** Links that the Use Everywhere pack draws when the workflow is queued (`extra.ue_links`, cg-use-everywhere). */
  readonly drawnLinks: readonly DrawnLink[];
}

/** An input or output of a subgraph, with the ids of its links inside. */
export interface Terminal {
  readonly name: string;
  readonly type: string;
  readonly links: readonly string[];
}

/** A subgraph: what the nodes whose type is `id` stand for. */
export interface Definition extends WorkflowGraph {
  readonly id: string;
  readonly name: string;
  readonly inputs: readonly Terminal[];
  readonly outputs: readonly Terminal[];
}

export interface Workflow extends WorkflowGraph {
  readonly definitions: ReadonlyMap<string, Definition>;
}

export interface DrawnLink {
  readonly target: string;
  readonly targetSlot: number;
  readonly origin: string;
  readonly originSlot: number;
}

/** The node id that stands for the inputs of a subgraph in its links. */
export const SUBGRAPH_INPUTS = '-10';

const id = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => String(value)),
);
const orNull = <S extends v.GenericSchema>(schema: S) => v.fallback(v.nullable(schema), null);
const text = v.fallback(v.string(), '');
/** Old files hold types of combos as lists of their choices. */
const type = v.pipe(
  v.unknown(),
  v.transform((value) =>
    Array.isArray(value) ? 'COMBO' : ['string', 'number'].includes(typeof value) ? `${value}` : '',
  ),
);
const record = v.record(v.string(), v.unknown());

/** Keeps what is valid of a list; anything else is an empty one. */
const listOf = <S extends v.GenericSchema>(item: S) =>
  v.optional(
    v.pipe(
      v.unknown(),
      v.transform((value): v.InferOutput<S>[] =>
        (Array.isArray(value) ? value : []).flatMap((entry) => {
          const parsed = v.safeParse(item, entry);
          return parsed.success ? [parsed.output] : [];
        }),
      ),
    ),
    [],
  );

const SlotSchema = v.pipe(
  v.object({
    name: text,
    type: v.optional(type, ''),
    link: orNull(id),
    widget: orNull(v.object({ name: v.string() })),
  }),
  v.transform((slot): Slot => ({ ...slot, widget: slot.widget?.name ?? null })),
);

const MODES: Readonly<Record<number, WorkflowNode['mode']>> = { 2: 'muted', 4: 'bypassed' };

const NodeSchema = v.pipe(
  v.object({
    id,
    type: v.string(),
    title: orNull(v.string()),
    mode: v.fallback(v.number(), 0),
    inputs: listOf(SlotSchema),
    outputs: listOf(v.object({ type: v.optional(type, '') })),
    widgets_values: orNull(v.union([v.array(v.unknown()), record])),
    widgets_values_named: orNull(record),
    properties: v.fallback(record, {}),
  }),
  v.transform(
    ({ widgets_values, widgets_values_named, outputs, mode, ...node }): WorkflowNode => ({
      ...node,
      mode: MODES[mode] ?? 'runs',
      outputs: outputs.map((output) => output.type),
      values: widgets_values,
      named: widgets_values_named,
    }),
  ),
);

const LinkSchema = v.union([
  v.pipe(
    v.looseTuple([id, id, v.number(), id]),
    v.transform(([id, origin, originSlot, target]) => ({ id, origin, originSlot, target })),
  ),
  v.pipe(
    v.object({ id, origin_id: id, origin_slot: v.number(), target_id: id }),
    v.transform((link) => ({
      id: link.id,
      origin: link.origin_id,
      originSlot: link.origin_slot,
      target: link.target_id,
    })),
  ),
]);

const TerminalSchema = v.pipe(
  v.object({ name: text, type: v.optional(type, ''), linkIds: listOf(id) }),
  v.transform(({ linkIds, ...terminal }): Terminal => ({ ...terminal, links: linkIds })),
);

const DrawnLinkSchema = v.pipe(
  v.object({ downstream: id, downstream_slot: v.number(), upstream: id, upstream_slot: v.number() }),
  v.transform((link) => ({
    target: link.downstream,
    targetSlot: link.downstream_slot,
    origin: link.upstream,
    originSlot: link.upstream_slot,
  })),
);

const GraphSchema = v.pipe(
  v.object({
    nodes: listOf(NodeSchema),
    links: listOf(LinkSchema),
    extra: v.fallback(v.object({ ue_links: listOf(DrawnLinkSchema) }), { ue_links: [] }),
  }),
  v.transform(
    ({ nodes, links, extra }): WorkflowGraph => ({
      nodes: new Map(nodes.map((node) => [node.id, node])),
      links: new Map(links.map(({ id, ...link }) => [id, link])),
      drawnLinks: extra.ue_links,
    }),
  ),
);

const InterfaceSchema = v.object({
  id: v.string(),
  name: text,
  inputs: listOf(TerminalSchema),
  outputs: listOf(TerminalSchema),
});

/** The workflow in some JSON; `null` when it is none. */
export function parseWorkflow(json: unknown): Workflow | null {
  if (!v.is(v.object({ nodes: v.array(v.unknown()) }), json)) return null;
  return { ...v.parse(GraphSchema, json), definitions: definitionsOf(json) };
}

const NestedSchema = v.object({ definitions: v.object({ subgraphs: v.array(v.unknown()) }) });

/** Every definition, also those that definitions hold. The first of an id counts. */
function definitionsOf(json: unknown): Map<string, Definition> {
  const found = new Map<string, Definition>();
  const pending = [json];
  for (const holder of pending) {
    const nested = v.safeParse(NestedSchema, holder);
    if (!nested.success) continue;
    for (const subgraph of nested.output.definitions.subgraphs) {
      pending.push(subgraph);
      const parsed = v.safeParse(InterfaceSchema, subgraph);
      if (!parsed.success || found.has(parsed.output.id)) continue;
      found.set(parsed.output.id, { ...parsed.output, ...v.parse(GraphSchema, subgraph) });
    }
  }
  return found;
}
