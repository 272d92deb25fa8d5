/** Values that a node shows for the widgets of nodes inside. */

export interface Shown<Leaf> {
  /** By index of the subgraph's inputs that are widgets; undefined where nothing says what one holds. */
  readonly byInput: ReadonlyMap<number, Leaf | undefined>;
  /** By `widgetKey`; undefined where the inner value is in force. */
  readonly byWidget: ReadonlyMap<string, Leaf | undefined>;
}

/** Names a widget of a node in a subgraph. */
export function widgetKey(node: string, widget: string): string {
  return `${node} ${widget}`;
}
