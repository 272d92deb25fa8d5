/** The LoRAs that a chain of nodes loads: single loaders, stacks with numbered fields, lists of `{lora, strength, on}`. */
import { HELD } from '../../comfyui/workflow/index.ts';
import { remembered } from '../../common/memory.ts';
import type { GraphRules } from '../../knowledge/schema.ts';
import type { SourceDocument, Value } from '../../syntax/document.ts';
import { get, resolve } from '../../syntax/navigate.ts';
import { type Lora, MOST_LORAS } from '../generation.ts';
import { type Graph, type GraphNode, literalOf, scalarOf, sourcesOf } from './graph.ts';
import { nameAt, nameIn } from './names.ts';

/** Nodes that are looked at for the LoRAs of one sampler: those of real files are thirty. */
const MOST_NODES = 400;

/** LoRAs of a sampler's own nodes and of those on its way to the model, and of the stacks linked to them. */
export type LoraReader = (
  own: readonly GraphNode[],
  chain: readonly GraphNode[],
  graph: Graph,
  document: SourceDocument,
) => readonly Lora[];

/** Makes the reader of one format's LoRA fields. A LoRA that is switched off or has no strength does not count. */
export function createLoraReader(rules: GraphRules): LoraReader {
  const { lora_fields: fields } = rules;
  /** What each node loads: many samplers share a chain of loaders. */
  const ownOf = remembered((node: GraphNode, document: SourceDocument): Lora[] =>
    [...fieldsOf(node, document), ...listsOf(node, document)].filter(({ weight }) => weight !== 0),
  );
  /** A thousand samplers behind a thousand loaders share one list. */
  const onChain = remembered(lorasOn);
  return (own, chain, graph, document) => {
    const ofChain = onChain(chain, graph, document);
    return lorasOn(own, graph, document).length === 0 ? ofChain : lorasOn([...own, ...chain], graph, document);
  };

  function lorasOn(nodes: readonly GraphNode[], graph: Graph, document: SourceDocument): Lora[] {
    const pending = [...nodes].reverse();
    const seen = new Set<GraphNode>();
    const loras: Lora[] = [];
    for (let node = pending.pop(); node && loras.length < MOST_LORAS && seen.size < MOST_NODES; node = pending.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      loras.push(...ownOf(node, document));
      pending.push(...sourcesOf(node, rules.links.loras, graph));
    }
    return loras.slice(0, MOST_LORAS);
  }

  /** `lora_name` with `strength_model`; `lora_name_2` with `lora_wt_2`, where the node counts at least two. */
  function fieldsOf(node: GraphNode, document: SourceDocument): Lora[] {
    const inputs = [...node.inputs.values()].map((input) => ({ input, ...numbered(input.name) }));
    const limit = rules.lora_count_inputs.map((name) => literalOf(node.inputs.get(name))).find(isNumber) ?? Infinity;
    const naming = inputs.filter(({ base }) => rules.lora_inputs.includes(base)).slice(0, MOST_LORAS);
    return naming.flatMap(({ input, number }) => {
      const name = literalOf(input);
      if (!input.literal || Number(number) > limit) return [];
      const described = nameIn(name === undefined ? resolve(input.literal) : input.literal, rules);
      if (!described || input.link) return [];
      const off = inputs.some(
        (other) => other.number === number && other.base === fields?.switch && literalOf(other.input) === fields.off,
      );
      if (off) return [];
      const weight = inputs.find(
        (other) =>
          other.number === number && rules.lora_weight_inputs.includes(other.base) && isNumber(literalOf(other.input)),
      );
      return [loraOf(described, weight?.input.literal ?? null, document)];
    });
  }

  /** Values that describe a LoRA themselves, alone or in lists. */
  function listsOf(node: GraphNode, document: SourceDocument): Lora[] {
    return [...node.inputs.values()].flatMap(({ link, literal }) => {
      const value = literal && resolve(literal);
      if (link || !value || value.kind === 'scalar') return [];
      const list = value.kind === 'map' ? (resolve(get(value, HELD)?.value ?? value) ?? value) : value;
      const items = list.kind === 'list' ? list.items : [list];
      return items.flatMap((item) => describedLora(resolve(item), document) ?? []);
    });
  }

  function describedLora(value: Value | null, document: SourceDocument): Lora | null {
    if (value?.kind !== 'map') return null;
    const field = (names: readonly string[]) =>
      names.map((name) => get(value, name)?.value).find((found) => found !== undefined);
    const name = field(fields?.name ?? []);
    const weight = field(rules.lora_weight_inputs);
    const on = field(fields?.on ?? []);
    const described = name && weight && nameIn(name, rules);
    if (!described || (on && scalarOf(on) === false)) return null;
    return loraOf(described, weight, document);
  }
}

/** `lora_name_2` is the second `lora_name`; so are `lora_2_name` and `lora2_name`. */
export function numbered(name: string): { base: string; number: string } {
  return { base: name.replace(/_?\d+/, ''), number: /\d+/.exec(name)?.[0] ?? '' };
}

function loraOf(name: Value, weight: Value | null, document: SourceDocument): Lora {
  const strength = weight && scalarOf(weight);
  const known = weight && isNumber(strength) ? { weight: strength, weightRange: weight } : null;
  return { ...nameAt(name, document), ...(known ?? { weight: null, weightRange: null }) };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
