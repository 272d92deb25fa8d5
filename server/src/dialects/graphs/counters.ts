/** The nodes of a graph that have a step count: their own, or one that is sent to them without a wire. */
import type { GraphRules } from '../../knowledge/schema.ts';
import type { ConstantOf } from './constants.ts';
import type { Sent } from './everywhere.ts';
import { type GraphNode, scalarOf } from './graph.ts';
import type { Counter, Counters } from './reach.ts';
import type { Roles, Wired } from './roles.ts';

/** `known`: the counters of a reading before, of which only those that are `stale` may be others now. They are brought up to date. */
export type FindCounters = (
  wired: Wired,
  sent: Sent | null,
  before: { readonly known: Counters; readonly stale: ReadonlySet<string> } | null,
) => Counters;

/** Makes the finder of one format. */
export function createCounters(rules: GraphRules, roles: Roles, constantOf: ConstantOf): FindCounters {
  const { stepsOf, inputFor, settingOf } = roles;
  const [stepsName] = rules.steps_inputs;
  const sampling = new RegExp(rules.sampling_types, 'i');
  const fraction = new RegExp(rules.fraction_types ?? '(?!)', 'i');
  const countIn = (node: GraphNode) => constantOf(node, 'inference_steps');

  return (wired, sent, before) => {
    if (before && areRevised(wired, before.known, before.stale)) return before.known;
    const found = new Map<string, Counter>();
    for (const each of wired.nodes.values()) {
      const node = sent ? withSent(each, sent) : each;
      const steps = stepsOf(node, wired);
      if (steps) found.set(node.id, { node, steps, generation: before?.known.get(node.id)?.generation ?? null });
    }
    return found;
  };

  /** Brings what is stale up to date; false when another node has a count now, or one has none any more. */
  function areRevised(wired: Wired, known: Counters, stale: ReadonlySet<string>): boolean {
    for (const id of stale) {
      const node = wired.nodes.get(id);
      const steps = node ? stepsOf(node, wired) : null;
      const counter = known.get(id);
      if ((steps !== null) !== (counter !== undefined)) return false;
      if (counter && node && steps) [counter.node, counter.steps] = [node, steps];
    }
    return true;
  }

  /** A sampler that lacks a count and is sent one, as the node that it is run as. */
  function withSent(node: GraphNode, sent: Sent): GraphNode {
    const { inputs, type } = node;
    const lacksCount = sampling.test(type) && inputFor('scheduler', node) && !takesSchedule(node);
    if (!lacksCount || rules.steps_inputs.some((name) => inputs.has(name))) return node;
    const source = sent(node, stepsName, givesCount);
    const literal = source && countIn(source);
    if (!source || !literal) return node;
    const link = { from: source.id, output: 0, at: literal };
    return {
      ...node,
      inputs: new Map([...inputs, [stepsName, { name: stepsName, keyRange: null, literal: null, link }]]),
    };
  }

  function takesSchedule({ inputs }: GraphNode): boolean {
    return rules.links.steps.some((name) => inputs.has(name));
  }

  /** Any whole number may be one, and of two that are sent neither arrives; but for what is sent as something else. */
  function givesCount(source: GraphNode, name: string): boolean {
    const value = constantOf(source, '');
    const setting = settingOf(name);
    const isOther = fraction.test(source.type) || (setting !== null && setting !== 'inference_steps');
    return !isOther && value !== null && Number.isInteger(scalarOf(value));
  }
}
