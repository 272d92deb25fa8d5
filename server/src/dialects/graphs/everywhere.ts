/**
 * Nodes without wires (Use Everywhere): in the editor they connect what is not connected. The editor writes those links down
 * (`comfyui/workflow`); an API graph that another program made of its file may lack them, and they are made here.
 */
import { DRAWN_LINKS } from '../../comfyui/workflow/index.ts';
import type { GraphRules } from '../../knowledge/schema.ts';
import type { MapValue, Value } from '../../syntax/document.ts';
import { get, resolve } from '../../syntax/navigate.ts';
import { type Graph, type GraphNode, literalOf, scalarOf, sourceOf } from './graph.ts';

/**
 * The node that sends to an input which nothing is linked to. `fits`: whether a node gives what the input takes, by what it is sent
 * under; one function for all who ask the same. `null` where none does, or several may: then nothing is connected.
 */
export type Sent = (taker: GraphNode, input: string, fits: Fits) => GraphNode | null;
export type Fits = (source: GraphNode, name: string) => boolean;

type Wireless = NonNullable<GraphRules['wireless']>;

interface Sender {
  readonly source: GraphNode;
  readonly name: string;
  readonly node: GraphNode;
}

/** Of what fits one input, the senders that are asked for whether they reach it: of more nothing is connected. */
const MOST_FITTING = 64;
/** Patterns that let everything through. */
const ANY = ['', '.*'];
/** Other patterns are not run: they are a stranger's, and may take for ever. */
const WORDS = /^\w+( \w+)*(\|\w+( \w+)*)*$/;

/**
 * `sends`: whether a node is of that kind. `sentBy`: the finder of what all of them in a graph send; `null` for none, or where the
 * links are written down.
 */
export function createEverywhere({ wireless, negative_prompt_inputs: negatives }: GraphRules) {
  const sending = new RegExp(wireless?.types ?? '(?!)');
  const blocked = new Set(negatives);
  return { sends: ({ type }: GraphNode): boolean => sending.test(type), sentBy };

  function sentBy(all: readonly GraphNode[], root: MapValue, graph: Graph): Sent | null {
    if (!wireless || all.length === 0 || hasDrawn(root)) return null;
    const senders = all.flatMap((node) => sendersOn(node, graph));
    /** Thousands of nodes may send to thousands: what fits an input is the same for all who have it. */
    const known = new Map<Fits, Map<string, readonly Sender[]>>();
    const fittingFor = (input: string, fits: Fits): readonly Sender[] => {
      const byInput = known.get(fits) ?? new Map<string, readonly Sender[]>();
      known.set(fits, byInput);
      const isNegative = blocked.has(input);
      const fitting =
        byInput.get(input) ??
        senders.filter((each) => isMeant(each.name, isNegative, wireless) && fits(each.source, each.name));
      byInput.set(input, fitting);
      return fitting;
    };
    return (taker, input, fits) => {
      const fitting = fittingFor(input, fits);
      if (fitting.length > MOST_FITTING) return null;
      let found: GraphNode | null = null;
      for (const { source, node } of fitting) {
        if (source === taker || source === found) continue;
        const isReached = reaches(node, taker, input, wireless);
        if (isReached === null || (isReached && found)) return null;
        if (isReached) found = source;
      }
      return found;
    };
  }

  /** What is sent as a negative prompt goes to such inputs only, and what is sent as a positive one to none. */
  function isMeant(name: string, isNegative: boolean, { positive }: Wireless): boolean {
    return blocked.has(name) ? isNegative : name !== positive || !isNegative;
  }
}

/** What a node is linked to; one with a number of its own sends that. */
function sendersOn(node: GraphNode, graph: Graph): Sender[] {
  return [...node.inputs.values()].flatMap((input) => {
    const { name, link } = input;
    if (!link) return typeof literalOf(input) === 'number' ? [{ source: node, name, node }] : [];
    // A loader of several things gives its model first; what it gives behind that has no name.
    const source = (link.output ?? 0) === 0 ? sourceOf({ link }, graph) : null;
    return source ? [{ source, name, node }] : [];
  });
}

/** Whether a node may send to an input, by its patterns; `null` where that can't be told, as of groups and colours. */
function reaches({ inputs, map }: GraphNode, taker: GraphNode, input: string, names: Wireless): boolean | null {
  const properties = get(map, 'properties')?.value;
  if (properties?.kind === 'map' && names.restricts.some((name) => isOn(get(properties, name)?.value))) return null;
  const title = get(taker.map, '_meta')?.value;
  const named = title?.kind === 'map' ? resolve(get(title, 'title')?.value ?? title) : undefined;
  const looked: [string, string | null][] = [
    [names.title, named?.kind === 'scalar' ? String(named.value) : taker.type],
    [names.input, input],
    ...names.untold.map((name): [string, null] => [name, null]),
  ];
  const told = looked.map(([name, text]) => {
    const pattern = literalOf(inputs.get(name)) ?? '';
    if (typeof pattern !== 'string') return null;
    if (ANY.includes(pattern)) return true;
    return text === null || !WORDS.test(pattern) ? null : pattern.split('|').some((word) => text.includes(word));
  });
  return told.includes(false) ? false : told.includes(null) ? null : true;
}

function isOn(value: Value | undefined): boolean {
  return value !== undefined && Boolean(scalarOf(value));
}

/** Whether the editor has written down which links are made. */
function hasDrawn(root: MapValue): boolean {
  const extra = get(root, 'extra')?.value;
  return extra?.kind === 'map' && get(extra, DRAWN_LINKS) !== null;
}
