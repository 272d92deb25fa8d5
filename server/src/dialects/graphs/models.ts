/** The model that a node names: a loader's file or repository, whatever pack the loader is of. */
import { remembered } from '../../common/memory.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { GraphRules } from '../../knowledge/schema.ts';
import type { SourceDocument } from '../../syntax/document.ts';
import { resolve } from '../../syntax/navigate.ts';
import type { Name } from '../generation.ts';
import type { Fits, Sent } from './everywhere.ts';
import { type Graph, type GraphNode, type Input, literalOf, sourcesOf } from './graph.ts';
import { nameAt, nameIn } from './names.ts';
import type { Tracer } from './trace.ts';

export interface ModelReader {
  /** The nodes that may bring a node its model, in order of preference. */
  towards(node: GraphNode, graph: Graph, document: SourceDocument): GraphNode[];
  /** The model that a node names, and in which input; `null` for a node that a model is linked to. */
  nameOn(node: GraphNode, graph: Graph, document: SourceDocument): { name: Name; input: string } | null;
  /** The nodes on the way to a model, and on from the last of them, where something is sent to it without a wire. */
  withSent(way: readonly GraphNode[], sampler: GraphNode, sent: Sent | null, models: Ways): readonly GraphNode[];
  /** Tells of the nodes on the way to a model whether one of them mixes it with one of another family. */
  mixing(graph: Graph, document: SourceDocument, toModel: Tracer): (chain: readonly GraphNode[]) => boolean;
}

/** How a graph is followed to its models. */
interface Ways {
  readonly toModel: Tracer;
  readonly modelOf: (node: GraphNode) => unknown;
}

/** Nodes between a switch and a model, at most. */
const MAX_HOPS = 64;
/** Prompts are longer, and so is whatever else is no name. */
const LONGEST_NAME = 200;

/** Makes the reader of one format's loaders. */
export function createModelReader(rules: GraphRules, knowledge: Knowledge): ModelReader {
  const [file, like, other, choosing, notModel] = [
    rules.model_files,
    rules.model_like.links,
    rules.model_like.not_links,
    rules.model_like.not_types,
    rules.not_models,
  ].map((pattern) => new RegExp(pattern, 'i'));
  const loading = new RegExp(rules.loading_types, 'i');
  const merging = new RegExp(rules.merging_types ?? '(?!)', 'i');
  const { model: modelLinks, through } = rules.links;
  /** What a node of any type may be given its model by. */
  const usual = [...modelLinks, ...through];
  const texts = new Set([...rules.prompt_inputs, ...rules.negative_prompt_inputs]);
  /** Whether what is sent leads to a model. */
  const givesModel = remembered(
    ({ toModel, modelOf }: Ways): Fits =>
      (source, name) => {
        const end = toModel.end(source) ?? source;
        return !other.test(name) && modelOf(end) !== null;
      },
  );
  return { towards, nameOn, withSent, mixing };

  function linksOf({ type, inputs }: GraphNode): readonly string[] {
    const alike: string[] = [];
    for (const { name, link } of inputs.values()) if (link && isModelLike(name)) alike.push(name);
    return alike.length === 0 || choosing.test(type) ? usual : [...modelLinks, ...alike, ...through];
  }

  /** Of a switch whose choice can't be read, any way will do where all lead to one model without another LoRA. */
  function towards(node: GraphNode, graph: Graph, document: SourceDocument): GraphNode[] {
    const sources = sourcesOf(node, linksOf(node), graph);
    return sources.length > 0 || !choosing.test(node.type) ? sources : commonTo(node, graph, document);
  }

  /** The first node that all ways from a switch have in common; none where they don't lead to the same. */
  function commonTo(node: GraphNode, graph: Graph, document: SourceDocument): GraphNode[] {
    const ways = sourcesOf(node, [...node.inputs.keys()], graph).map((source) => wayFrom(source, graph, document));
    const led = ways.filter((way) => way.length > 0);
    const [first, ...others] = led;
    const isOne = first && others.length > 0 && others.every((way) => way.at(-1) === first.at(-1));
    const shared = isOne ? first.filter((each) => others.every((way) => way.includes(each))) : [];
    const isPlain = led.every((way) => way.every((each) => shared.includes(each) || !isLora(each)));
    return isPlain ? shared.slice(0, 1) : [];
  }

  /** The nodes from one to a model, that one last; none where it leads to none. */
  function wayFrom(from: GraphNode, graph: Graph, document: SourceDocument): GraphNode[] {
    const way: GraphNode[] = [];
    for (let node: GraphNode | undefined = from; node && way.length < MAX_HOPS && !way.includes(node); ) {
      way.push(node);
      if (nameOn(node, graph, document)) return way;
      [node] = sourcesOf(node, linksOf(node), graph);
    }
    return [];
  }

  function isLora({ type }: GraphNode): boolean {
    return rules.lora_types.some((word) => type.includes(word));
  }

  /** Packs of their own name it `funmodels`, `pipeline`, `model1`. */
  function isModelLike(name: string): boolean {
    return !modelLinks.includes(name) && like.test(name) && !other.test(name);
  }

  function mixing(graph: Graph, document: SourceDocument, toModel: Tracer) {
    const familyFrom = (node: GraphNode): string | null => {
      const end = toModel.end(node);
      const found = nameOn(node, graph, document) ?? (end && nameOn(end, graph, document));
      return found && (knowledge.model(found.name.text, 'model')?.id ?? found.name.text);
    };
    const mixes = remembered((node: GraphNode) => {
      const [first, ...others] = sourcesOf(node, linksOf(node), graph).map(familyFrom);
      return others.some((other) => other !== first);
    });
    return remembered((chain: readonly GraphNode[]) => chain.some((node) => merging.test(node.type) && mixes(node)));
  }

  function withSent(way: readonly GraphNode[], sampler: GraphNode, sent: Sent | null, ways: Ways) {
    const { toModel, modelOf } = ways;
    const last = way.at(-1) ?? sampler;
    if (!sent || modelOf(last) || usual.some((name) => last.inputs.has(name))) return way;
    // What loads something is given no model, whatever it is that it loads.
    if (loading.test(last.type) && !isLora(last)) return way;
    const source = sent(last, 'model', givesModel(ways));
    return source ? [...way, source, ...toModel.path(source)] : way;
  }

  function nameOn(node: GraphNode, graph: Graph, document: SourceDocument) {
    if (sourcesOf(node, modelLinks, graph).length > 0) return null;
    const fields = rules.model_inputs.flatMap((name) => node.inputs.get(name) ?? []);
    for (const input of [...fields, ...guessesOn(node, graph)]) {
      const named = input.link ? null : nameIn(input.literal && resolve(input.literal), rules);
      if (named) return { name: nameAt(named, document), input: input.name };
    }
    return null;
  }

  /**
   * Inputs of other names that may hold it: those of known models first, then those of model files. What a bundle is linked to adds
   * to the model in the bundle.
   */
  function guessesOn(node: GraphNode, graph: Graph): Input[] {
    if (isLora(node)) return [];
    if (sourcesOf(node, linksOf(node), graph).length > 0) return [];
    const textOf = (input: Input) => String(literalOf(input) ?? '');
    const named = [...node.inputs.values()].filter(
      (input) => !texts.has(input.name) && !other.test(input.name) && !notModel.test(textOf(input)),
    );
    const known = named.filter((input) => isKnown(textOf(input)));
    return [...known, ...named.filter((input) => file.test(textOf(input)))];
  }

  function isKnown(text: string): boolean {
    return text !== '' && text.length <= LONGEST_NAME && !/\s/.test(text) && knowledge.model(text, 'model') !== null;
  }
}
