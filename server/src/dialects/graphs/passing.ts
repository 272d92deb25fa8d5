/** Nodes that only pass on one of their inputs: switches whose choice is written down, and conversions of numbers. */
import { remembered } from '../../common/memory.ts';
import type { GraphRules } from '../../knowledge/schema.ts';
import { type Graph, type GraphNode, type Input, literalOf } from './graph.ts';

/** The input that a node passes on; `null` for a node that does anything else, or where the choice is worked out as it runs. */
export type PassedBy = (node: GraphNode, graph: Graph) => Input | null;

/** `model2`, `value_2`: what a node with a numbered choice chooses from. */
const ENDS_IN_NUMBER = /(?<!\d)(\d+)$/;
/** Nodes followed from one link, at most. */
const MAX_HOPS = 64;

/** Makes the finder of one format. Nodes are known by the names of their inputs, so that those of any pack are followed. */
export function createPassedBy({ switches, ...rules }: GraphRules): PassedBy {
  const converting = new RegExp(rules.converting_types);
  const computing = new RegExp(rules.computing_types, 'i');
  const numbered = new RegExp(switches.numbered);
  const eitherWay = new Set([...switches.on_true, ...switches.on_false]);
  /** Most nodes are none, and each is asked for many links. */
  const mayPass = remembered(
    (node: GraphNode) =>
      converting.test(node.type) ||
      isReroute(node) ||
      [...node.inputs.keys()].some((name) => eitherWay.has(name) || numbered.test(name)) ||
      (firstOf(node, switches.choice) !== null && [...node.inputs.keys()].some((name) => ENDS_IN_NUMBER.test(name))),
  );

  return (node, graph) => {
    if (!mayPass(node)) return null;
    if (converting.test(node.type) || isReroute(node))
      return only([...node.inputs.values()].filter(({ link }) => link));
    const choice = firstOf(node, switches.choice);
    const chosen = choice && choiceIn(choice, graph);
    if (typeof chosen === 'boolean') return firstOf(node, chosen ? switches.on_true : switches.on_false);
    if (typeof chosen === 'number')
      return (
        [...node.inputs.values()].find(({ name }) => Number(ENDS_IN_NUMBER.exec(name)?.[1] ?? -1) === chosen) ?? null
      );
    const inputs = [...node.inputs.values()].filter(({ name }) => numbered.test(name));
    // Without a choice, the first that holds anything.
    return choice ? null : (inputs.find(({ link }) => link?.from != null) ?? null);
  };

  /** A node that has nothing but the one thing it is given. */
  function isReroute({ type, inputs }: GraphNode): boolean {
    const held = [...inputs.values()].filter((input) => input.link || literalOf(input) !== null);
    const input = only(held);
    return input?.link != null && rules.passing_inputs.includes(input.name) && !computing.test(type);
  }

  /** What a choice says, on the node or on the node of a plain value that it is linked to. */
  function choiceIn(choice: Input, graph: Graph): unknown {
    if (!choice.link) return literalOf(choice);
    const source = choice.link.from === null ? undefined : graph.get(choice.link.from);
    if (!source || computing.test(source.type)) return undefined;
    const inputs = [...source.inputs.values()];
    return inputs.every(({ link }) => !link) ? only(inputs.map(literalOf).filter((value) => value != null)) : undefined;
  }
}

/** The graph with such nodes followed: asked for one, it gives the node whose value it passes on, or a node that holds just this. */
export function followed(nodes: Graph, passedBy: PassedBy): Graph {
  const ends = new Map<string, GraphNode>();
  const graph: Graph = { get, values: () => nodes.values() };
  return graph;

  function get(id: string): GraphNode | undefined {
    const node = nodes.get(id);
    if (!node) return undefined;
    const known = ends.get(id);
    if (known) return known;
    // A ring ends where it was entered.
    ends.set(id, node);
    const end = endOf(node);
    if (end === node) ends.delete(id);
    else ends.set(id, end);
    return end;
  }

  function endOf(from: GraphNode): GraphNode {
    let node = from;
    for (let hops = 0; hops < MAX_HOPS; hops++) {
      const passed = passedBy(node, graph);
      if (!passed) return node;
      if (!passed.link) return { ...node, inputs: new Map([['value', { ...passed, name: 'value' }]]), type: '' };
      const source = passed.link.from === null ? undefined : nodes.get(passed.link.from);
      if (!source) return node;
      node = source;
    }
    return from;
  }
}

function firstOf(node: GraphNode, names: readonly string[]): Input | null {
  for (const name of names) {
    const input = node.inputs.get(name);
    if (input) return input;
  }
  return null;
}

/** The one item of a list; `null` where there are none or several. */
function only<Item>(items: readonly Item[]): Item | null {
  return items.length === 1 ? items[0] : null;
}
