/** What a reader brings to a workflow: how to look into its leaves, and what it knows of nodes beyond the file. */
import type { Slot, WorkflowNode } from './node.ts';
import type { Tree } from './tree.ts';

export interface Reading<Leaf> {
  readonly tree: Tree<Leaf>;
  /** Words that the frontend's control of a seed holds. */
  readonly controls: readonly unknown[];
  /** The values of a node's widgets by name, before others give it theirs. */
  readonly widgetsOf: (node: WorkflowNode<Leaf>) => ReadonlyMap<string, Leaf>;
  /** Inputs in the order of the node's definition; left out where only the file is known. */
  readonly slotsOf?: (node: WorkflowNode<Leaf>) => readonly Slot<Leaf>[];
  /** A value in place of the file's, for a widget of a PrimitiveNode or a subgraph's node by its execution id. */
  readonly given?: (node: string, widget: string) => Leaf | undefined;
}
