/** Nodes and their links: a workflow, and the subgraphs in it. */
import type { WorkflowNode } from './node.ts';

/** Where a link begins, and in a list of links, where it ends. */
export interface WorkflowLink<Leaf> {
  readonly origin: string;
  readonly originSlot: number;
  readonly target: string;
  readonly at: Leaf;
}

/** A link that the Use Everywhere pack draws when the workflow is queued (`extra.ue_links`, cg-use-everywhere). */
export interface DrawnLink<Leaf> extends WorkflowLink<Leaf> {
  readonly targetSlot: number;
}

/** Nodes by id. One that was edited may be put in the place of what it was. */
export type WorkflowNodes<Leaf> = Map<string, WorkflowNode<Leaf>>;

/** Nodes that can be linked to each other: the whole workflow, or the inside of a subgraph. */
export interface WorkflowGraph<Leaf> {
  readonly nodes: WorkflowNodes<Leaf>;
  readonly links: ReadonlyMap<string, WorkflowLink<Leaf>>;
  readonly drawnLinks: readonly DrawnLink<Leaf>[];
}

/** An input or output of a subgraph, with the ids of its links inside. */
export interface Terminal {
  readonly name: string;
  readonly type: string;
  readonly links: readonly string[];
}

/** A subgraph: what the nodes whose type is `id` stand for. */
export interface Definition<Leaf> extends WorkflowGraph<Leaf> {
  readonly id: string;
  readonly inputs: readonly Terminal[];
  readonly outputs: readonly Terminal[];
  /** A group node, which ComfyUI had before subgraphs: it shows every widget inside that nothing is linked to. */
  readonly isGroup?: true;
}

export interface Workflow<Leaf> extends WorkflowGraph<Leaf> {
  readonly definitions: ReadonlyMap<string, Definition<Leaf>>;
}
