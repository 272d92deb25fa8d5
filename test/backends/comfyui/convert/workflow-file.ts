/** Writes workflow files as the frontend does, in either format, from a short description. */

export interface MadeNode {
  readonly id: number;
  readonly type: string;
  readonly values?: unknown;
  readonly named?: Record<string, unknown>;
  /** By name: `[node, output]` for a link, `null` for an input without one. Sockets and converted widgets. */
  readonly inputs?: Record<string, readonly [number, number] | null>;
  /** Names of inputs that stand for widgets. */
  readonly widgets?: readonly string[];
  /** Types of inputs, where they matter. */
  readonly types?: Record<string, string>;
  readonly outputs?: readonly string[];
  readonly mode?: number;
  readonly title?: string;
  readonly properties?: Record<string, unknown>;
}

export interface MadeSubgraph {
  readonly id: string;
  readonly nodes: readonly MadeNode[];
  /** Names and types. Inside, `[-10, k]` is a link from the k-th input. */
  readonly inputs: readonly (readonly [string, string])[];
  /** Where each output comes from. */
  readonly outputs: readonly {
    readonly name: string;
    readonly type: string;
    readonly from: readonly [number, number];
  }[];
}

export type Format = 0.4 | 1;

/** A whole workflow. */
export function workflowFile(
  nodes: readonly MadeNode[],
  subgraphs: readonly MadeSubgraph[] = [],
  format: Format = 0.4,
) {
  const { links, ...graph } = graphJson(nodes);
  return {
    version: format,
    ...graph,
    links:
      format === 1
        ? links
        : links.map((link) => [link.id, link.origin_id, link.origin_slot, link.target_id, link.target_slot, link.type]),
    definitions: { subgraphs: subgraphs.map(subgraphJson) },
    groups: [],
    extra: {} as Record<string, unknown>,
  };
}

function subgraphJson({ id, nodes, inputs, outputs }: MadeSubgraph) {
  const graph = graphJson(nodes);
  let next = 1000;
  const exits = outputs.map(({ from, type }, slot) => ({
    id: next++,
    origin_id: from[0],
    origin_slot: from[1],
    target_id: -20,
    target_slot: slot,
    type,
  }));
  return {
    ...graph,
    id,
    name: id,
    version: 1,
    inputNode: { id: -10 },
    outputNode: { id: -20 },
    links: [...graph.links, ...exits],
    inputs: inputs.map(([name, type], slot) => ({
      id: `in-${slot}`,
      name,
      type,
      linkIds: graph.links.filter((link) => link.origin_id === -10 && link.origin_slot === slot).map((link) => link.id),
    })),
    outputs: outputs.map(({ name, type }, slot) => ({ id: `out-${slot}`, name, type, linkIds: [exits[slot].id] })),
  };
}

function graphJson(nodes: readonly MadeNode[]) {
  const links: {
    id: number;
    origin_id: number;
    origin_slot: number;
    target_id: number;
    target_slot: number;
    type: string;
  }[] = [];
  const written = nodes.map((node) => ({
    id: node.id,
    type: node.type,
    mode: node.mode ?? 0,
    ...(node.title === undefined ? {} : { title: node.title }),
    inputs: Object.entries(node.inputs ?? {}).map(([name, origin], slot) => {
      const type = node.types?.[name] ?? '*';
      const widget = node.widgets?.includes(name) ? { widget: { name } } : {};
      if (!origin) return { name, type, link: null, ...widget };
      const id = links.length + 1;
      links.push({ id, origin_id: origin[0], origin_slot: origin[1], target_id: node.id, target_slot: slot, type });
      return { name, type, link: id, ...widget };
    }),
    outputs: (node.outputs ?? []).map((type) => ({ name: type, type })),
    properties: node.properties ?? {},
    ...(node.values === undefined ? {} : { widgets_values: node.values }),
    ...(node.named === undefined ? {} : { widgets_values_named: node.named }),
  }));
  return { nodes: written, links };
}
