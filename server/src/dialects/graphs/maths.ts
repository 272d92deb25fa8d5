/** Nodes that work a number out of others: an expression with names for what is linked, or one operation on two numbers. */
import { own } from '../../knowledge/own.ts';
import type { GraphRules } from '../../knowledge/schema.ts';
import type { ConstantOf } from './constants.ts';
import { calculated } from './expression.ts';
import { type Graph, type GraphNode, type Input, literalOf, scalarOf, sourceOf } from './graph.ts';

/** The number that a node gives at an output; `null` for one that works none out, or of numbers that are known only when it runs. */
export type Maths = (node: GraphNode, output: number | null, graph: Graph) => number | null;

/** Nodes behind each other, at most. */
const MOST_NODES = 16;

/** Makes the calculator of one format. Nodes are known by the names of their inputs, so that those of any pack are read. */
export function createMaths({ maths, computing_types }: GraphRules, constantOf: ConstantOf): Maths {
  if (!maths) return () => null;
  const computing = new RegExp(computing_types, 'i');
  const { expressions, operations, operators, whole_outputs } = maths;
  return (node, output, graph) => given(node, output, graph, MOST_NODES);

  function given(node: GraphNode, output: number | null, graph: Graph, left: number): number | null {
    if (left === 0 || !computing.test(node.type)) return null;
    const value = worked(node, (input) => numberIn(input, graph, left - 1));
    return value !== null && output === own(whole_outputs, node.type) ? Math.trunc(value) : value;
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

  /** A number that stands on a node, is linked from a node of plain values, or worked out before. */
  function numberIn(input: Input, graph: Graph, left: number): number | null {
    if (!input.link) return asNumber(literalOf(input));
    const source = sourceOf(input, graph);
    const constant = source && constantOf(source, '');
    if (constant) return asNumber(scalarOf(constant));
    return source && given(source, input.link.output, graph, left);
  }
}

function textIn(inputs: GraphNode['inputs'], names: readonly string[]): string | null {
  for (const name of names) {
    const text = literalOf(inputs.get(name));
    if (typeof text === 'string') return text;
  }
  return null;
}

function asNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : null;
}
