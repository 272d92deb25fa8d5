/** Nodes that only pass on one of their inputs: switches whose choice is written down, and conversions of numbers. */
import { remembered } from '../../common/memory.ts';
import { own } from '../../knowledge/own.ts';
import type { GraphRules } from '../../knowledge/schema.ts';
import { asNumber } from './computed.ts';
import {
  type End,
  type Followed,
  firstInput,
  type Graph,
  type GraphNode,
  type Input,
  type Link,
  literalOf,
} from './graph.ts';
import type { Maths } from './maths.ts';

/**
 * The input that a node passes on; `null` for a node that does anything else, or where the choice is worked out as it runs. Without
 * graphs to look for choices in, no node chooses.
 */
export interface PassedBy {
  (node: GraphNode, graphs: { readonly all: Graph; readonly plain: Followed } | null): Input | null;
  /** Whether it is such a node, by the names of its inputs. */
  may(node: GraphNode): boolean;
}

/** Nodes followed from one link, at most. */
const MAX_HOPS = 64;

/** Makes the finder of one format. Nodes are known by the names of their inputs, so that those of any pack are followed. */
export function createPassedBy({ switches, maths, ...rules }: GraphRules, mathsOf: Maths): PassedBy {
  const converting = new RegExp(rules.converting_types);
  const computing = new RegExp(rules.computing_types, 'i');
  const numbered = new RegExp(switches.numbered);
  const byNumber = new RegExp(switches.chosen ?? '(?!)');
  const gates = new Set(rules.gated_inputs);
  const eitherWay = new Set([...switches.on_true, ...switches.on_false]);
  /** Most nodes are none, and each is asked for many links. */
  const mayPass = remembered(
    (node: GraphNode) =>
      own(maths?.held, node.type) === undefined &&
      (passesAnyway(node) ||
        [...node.inputs.keys()].some((name) => eitherWay.has(name) || numbered.test(name)) ||
        (firstInput(node, switches.choice) !== null && [...node.inputs.keys()].some((name) => byNumber.test(name)))),
  );

  return Object.assign(passed, { may: mayPass });

  function passed(...[node, graphs]: Parameters<PassedBy>): Input | null {
    if (!mayPass(node)) return null;
    if (passesAnyway(node)) return only([...node.inputs.values()].filter(({ link }) => link));
    if (!graphs) return null;
    const choice = firstInput(node, switches.choice);
    const chosen = (choice && choiceIn(choice, graphs.all)) ?? null;
    const either = chosen ?? (choice?.link ? workedOut(node, choice.link, graphs.plain) : null);
    if (typeof either === 'boolean') return firstInput(node, either ? switches.on_true : switches.on_false);
    if (typeof either === 'number')
      return [...node.inputs.values()].find(({ name }) => Number(byNumber.exec(name)?.[1] ?? -1) === either) ?? null;
    const inputs = [...node.inputs.values()].filter(({ name }) => numbered.test(name));
    // Without a choice, the first that holds anything.
    return choice ? null : (inputs.find(({ link }) => link?.from != null) ?? null);
  }

  function passesAnyway(node: GraphNode): boolean {
    return converting.test(node.type) || isReroute(node);
  }

  /** A choice that other nodes make of written values: a number, or whether it is any. */
  function workedOut(node: GraphNode, link: Link, plain: Followed): number | boolean | null {
    const number = asNumber(mathsOf(link, plain));
    const isEither = [...node.inputs.keys()].some((name) => eitherWay.has(name));
    return number !== null && isEither ? number !== 0 : number;
  }

  /** A node that has nothing but the one thing it is given. */
  function isReroute({ type, inputs }: GraphNode): boolean {
    const held = [...inputs.values()].filter((input) => input.link || literalOf(input) !== null);
    const gated = held.filter((input) => typeof literalOf(input) !== 'boolean');
    const input = only(gated.some(({ name }) => gates.has(name)) ? gated : held);
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
export function followed(
  nodes: Graph,
  passedBy: PassedBy,
  { maths, whole_types }: Pick<GraphRules, 'maths' | 'whole_types'>,
): Followed {
  const toWhole = new RegExp(whole_types);
  const plain = follow((node) => passedBy(node, null));
  return follow((node, all) => passedBy(node, { all, plain }));

  function follow(passed: (node: GraphNode, graph: Graph) => Input | null): Followed {
    const ends = new Map<string, End>();
    const graph: Followed = { get: (id) => endFrom(id)?.node, values: () => nodes.values(), end };
    return graph;

    function end({ from, output }: Link): End | null {
      const node = from === null ? undefined : nodes.get(from);
      const found = from === null ? undefined : endFrom(from);
      if (!node || !found) return null;
      if (found.node === node) return { node, output, isWhole: false };
      return { ...found, isWhole: found.isWhole || isWhole(node, output) };
    }

    function endFrom(id: string): End | undefined {
      const node = nodes.get(id);
      if (!node) return undefined;
      // Most pass nothing on: of them there is nothing to remember.
      if (!passedBy.may(node)) return { node, output: null, isWhole: false };
      const known = ends.get(id);
      if (known) return known;
      // A ring ends where it was entered.
      ends.set(id, { node, output: null, isWhole: false });
      const end = walked(node);
      ends.set(id, end);
      return end;
    }

    function walked(from: GraphNode): End {
      let end: End = { node: from, output: null, isWhole: false };
      for (let hops = 0; hops < MAX_HOPS; hops++) {
        const { node } = end;
        const input = passed(node, graph);
        if (!input) return end;
        if (!input.link) {
          const inputs = new Map([['value', { ...input, name: 'value' }]]);
          return { ...end, node: { ...node, inputs, type: '' }, output: null };
        }
        const { from: next, output } = input.link;
        const source = next === null ? undefined : nodes.get(next);
        if (!source) return end;
        end = { node: source, output, isWhole: end.isWhole || isWhole(source, output) };
      }
      return { node: from, output: null, isWhole: false };
    }
  }

  function isWhole({ type }: GraphNode, output: number | null): boolean {
    return output !== null && (own(maths?.whole_outputs, type) === output || toWhole.test(type));
  }
}

/** The one item of a list; `null` where there are none or several. */
function only<Item>(items: readonly Item[]): Item | null {
  return items.length === 1 ? items[0] : null;
}
