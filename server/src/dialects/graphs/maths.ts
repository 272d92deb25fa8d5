/**
 * Nodes that work a value out of written ones: an expression with names for what is linked, one operation on two numbers, a size of
 * a shape and an area, a part of a text.
 */
import { remembered } from '../../common/memory.ts';
import { own } from '../../knowledge/own.ts';
import type { GraphRules } from '../../knowledge/schema.ts';
import { asNumber, type Computed, sideOf, textOf } from './computed.ts';
import type { ConstantOf } from './constants.ts';
import { calculated } from './expression.ts';
import { type End, type Followed, type GraphNode, type Input, type Link, literalOf, scalarOf } from './graph.ts';

/** What comes through a link; `null` where no node works it out, or of values that are known only when it runs. */
export type Maths = (link: Link, graph: Followed) => Computed | null;

/** Nodes behind each other, at most. */
const MOST_NODES = 16;

/** Makes the calculator of one format. Nodes are known by the names of their inputs, so that those of any pack are read. */
export function createMaths({ maths, computing_types }: GraphRules, constantOf: ConstantOf): Maths {
  if (!maths) return () => null;
  const computing = new RegExp(computing_types, 'i');
  const { expressions, operations, operators, whole_outputs, held, sizes, texts } = maths;
  /** However often a node is named, it is asked once. */
  const askedIn = remembered((_: Followed) => new Map<string, Computed | null>());
  return (link, graph) => throughLink(link, graph, MOST_NODES);

  function throughLink(link: Link, graph: Followed, left: number): Computed | null {
    const end = left === 0 ? null : graph.end(link);
    if (!end) return null;
    const known = askedIn(graph);
    const key = `${left} ${end.output} ${end.isWhole} ${end.node.id}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = given(end, (input) => valueIn(input, graph, left - 1)) ?? (end.isWhole ? heldBy(end.node) : null);
    const whole = end.isWhole && value !== null ? asWhole(value) : value;
    known.set(key, whole);
    return whole;
  }

  function given({ node, output }: End, valueIn: (input: Input | undefined) => Computed | null): Computed | null {
    const { type, inputs } = node;
    const holds = own(held, type)?.[output ?? 0];
    if (holds !== undefined) return valueIn(inputs.get(holds));
    const of = (name: string) => valueIn(inputs.get(name));
    const size = own(sizes, type);
    if (size) {
      const multiple = inputs.has(size.multiple) ? of(size.multiple) : size.otherwise;
      return sideOf(of(size.shape), of(size.megapixels), multiple, output ?? 0);
    }
    const made = Object.entries(texts ?? {}).find(([, names]) => names.every((name) => inputs.has(name)));
    if (made) return textOf(made[0], made[1].map(of));
    if (!computing.test(type)) return null;
    const value = worked(node, (input) => asNumber(valueIn(input)));
    return value !== null && output === own(whole_outputs, type) ? Math.trunc(value) : value;
  }

  function worked({ inputs }: GraphNode, numberIn: (input: Input) => number | null): number | null {
    const all = [...inputs.values()];
    // `a` of an expression is the input `a`, or `values.a`.
    const named = (name: string) => {
      const input = all.find((each) => each.name.replace(/^.*\./, '') === name);
      return input ? numberIn(input) : null;
    };
    const text = textIn(inputs, expressions);
    if (text !== null) return calculated(text, named);
    const word = textIn(inputs, operations)?.toLowerCase();
    const operator = word === undefined ? undefined : own(operators, word);
    const two = all.filter(({ name }) => !operations.includes(name));
    if (operator === undefined || two.length !== 2) return null;
    return calculated(`a ${operator} b`, (name) => numberIn(two[name === 'a' ? 0 : 1]));
  }

  /** What stands on a node, is linked from a node of plain values, or worked out before. */
  function valueIn(input: Input | undefined, graph: Followed, left: number): Computed | null {
    if (!input?.link) return asValue(literalOf(input));
    const end = graph.end(input.link);
    const value = end && heldBy(end.node);
    if (value === null) return throughLink(input.link, graph, left);
    return end?.isWhole ? asWhole(value) : value;
  }

  function heldBy(node: GraphNode): Computed | null {
    const constant = constantOf(node, '') ?? constantOf(node, 'prompt');
    return constant && asValue(scalarOf(constant));
  }
}

function asWhole(value: Computed): number | null {
  const number = asNumber(value);
  return number === null ? null : Math.trunc(number);
}

function asValue(value: unknown): Computed | null {
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

function textIn(inputs: GraphNode['inputs'], names: readonly string[]): string | null {
  for (const name of names) {
    const text = literalOf(inputs.get(name));
    if (typeof text === 'string') return text;
  }
  return null;
}
