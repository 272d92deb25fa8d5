/**
 * ComfyUI API graph: an object of nodes, each with `class_type` and `inputs`; a link is `["node id", output index]`.
 * Every node with a step count is a generation. Its model, sampler, seed, size and prompts are traced through links,
 * by the input names declared in data/dialects/comfyui-api.yaml, so that unknown custom nodes are followed like known ones.
 */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Entry, MapValue, SourceDocument, Value } from '../syntax/document.ts';
import { get, pointerOf, resolve, walk } from '../syntax/navigate.ts';
import { type Generation, isPlaceholder, type Lora, type Name, type Occurrence } from './generation.ts';

interface Node {
  readonly id: string;
  readonly type: string;
  readonly map: MapValue;
  readonly inputs: MapValue;
}
type Graph = ReadonlyMap<string, Node>;

export interface ComfyReader {
  /** The graphs of a document, wherever they lie in it (bare, or wrapped in a request). */
  find(document: SourceDocument): MapValue[];
  read(graph: MapValue, document: SourceDocument): Generation[];
}

export function createComfyReader(knowledge: Knowledge): ComfyReader {
  const rules = knowledge.data.comfyNodes;
  const notInference = rules.not_inference.map(({ match }) => new RegExp(match));
  const { links } = rules;

  return { find, read };

  function find(document: SourceDocument): MapValue[] {
    const graphs: MapValue[] = [];
    walk(document, (value) => {
      if (value.kind !== 'map' || nodesOf(value).size === 0) return true;
      graphs.push(value);
      return false;
    });
    return graphs;
  }

  function read(root: MapValue, document: SourceDocument): Generation[] {
    const graph = nodesOf(root);
    return [...graph.values()].flatMap((node) => {
      const entry = stepsEntry(node);
      if (!entry || notInference.some((pattern) => pattern.test(node.type))) return [];
      return [generationOf(node, entry, graph, document)];
    });
  }

  /** The step count of a node, if it is a number or a link to one. A node without links takes part in no picture. */
  function stepsEntry(node: Node): Entry | undefined {
    if (!node.inputs.entries.some(({ value }) => linkOf(value)) && !/sampler|scheduler/i.test(node.type))
      return undefined;
    return node.inputs.entries.find(({ key }) => rules.steps_inputs.includes(key.text));
  }

  function generationOf(counter: Node, steps: Entry, graph: Graph, document: SourceDocument): Generation {
    // A scheduler node only makes the schedule: what is rendered is the sampler node it feeds.
    const sampler = consumerOf(counter, graph) ?? counter;
    const settings: Occurrence[] = [countOccurrence(steps, graph, document)];
    const add = (setting: string, node: Node | null) => {
      if (!node || settings.some((present) => present.setting === setting)) return;
      for (const entry of node.inputs.entries) {
        if (rules.inputs[entry.key.text] !== setting) continue;
        const occurrence = occurrenceOf(setting, entry, graph, document);
        if (occurrence) settings.push(occurrence);
        return;
      }
    };
    const has = (setting: string) => (node: Node) =>
      node.inputs.entries.some(({ key }) => rules.inputs[key.text] === setting);
    const find = (setting: string, via: readonly string[]) => add(setting, trace(sampler, via, graph, has(setting)));
    for (const setting of ['guidance_scale', 'seed', 'sampler', 'scheduler', 'strength', 'start_step', 'end_step']) {
      add(setting, sampler);
      add(setting, counter);
    }
    find('guidance_scale', links.guidance);
    find('seed', links.seed);
    find('sampler', links.sampler);
    find('width', links.size);
    find('height', links.size);
    find('frames', links.size);
    addPrompt('prompt', links.prompt);
    addPrompt('negative_prompt', links.negative_prompt);

    const loras: Lora[] = [];
    const loader =
      trace(
        counter,
        links.model,
        graph,
        (node) => modelOf(node) !== null,
        (node) => loras.push(...lorasOf(node, document)),
      ) ??
      trace(
        sampler,
        links.model,
        graph,
        (node) => modelOf(node) !== null,
        (node) => loras.push(...lorasOf(node, document)),
      );
    const model = loader && modelOf(loader);
    return {
      dialect: 'comfyui-api',
      tool: 'comfyui',
      id: counter.id,
      pointer: pointerOf(counter.map, document),
      range: { start: counter.map.start, end: counter.map.end },
      model: model ? nameOf(model, document) : null,
      loras,
      settings,
    };

    function addPrompt(setting: 'prompt' | 'negative_prompt', via: readonly string[]): void {
      const node = trace(sampler, via, graph, (candidate) => promptOf(candidate) !== null);
      const entry = node && promptOf(node);
      const occurrence = entry && occurrenceOf(setting, entry, graph, document);
      if (occurrence) settings.push(occurrence);
    }
  }

  /** The node whose `sigmas` come from this one, directly or through nodes that cut or shift sigmas. */
  function consumerOf(node: Node, graph: Graph): Node | null {
    for (let current = node, hops = 0; hops < 8; hops++) {
      const next: Node | undefined = [...graph.values()].find((other) =>
        other.inputs.entries.some(({ key, value }) => links.steps.includes(key.text) && linkOf(value) === current.id),
      );
      if (!next) return null;
      if (next.inputs.entries.some(({ key }) => ['latent_image', 'noise', 'sampler'].includes(key.text))) return next;
      current = next;
    }
    return null;
  }

  /**
   * Walks links backwards from a node, preferred inputs first, then bundles ("pipes"), to the nearest node that `wanted` accepts.
   * Once a preferred link was taken, the same names lead on (a LoRA's `model` is the next `model`).
   */
  function trace(
    from: Node,
    via: readonly string[],
    graph: Graph,
    wanted: (node: Node) => boolean,
    passing: (node: Node) => void = () => {},
  ): Node | null {
    const seen = new Set([from.id]);
    const queue = sources(from);
    for (let node = queue.shift(); node; node = queue.shift()) {
      if (seen.has(node.id)) continue;
      seen.add(node.id);
      passing(node);
      if (wanted(node)) return node;
      queue.push(...sources(node));
    }
    return null;

    function sources(node: Node): Node[] {
      return [...via, ...links.through].flatMap((name) => {
        const value = get(node.inputs, name)?.entry.value;
        const target = value && graph.get(linkOf(value) ?? '');
        return target ? [target] : [];
      });
    }
  }

  function modelOf(node: Node): Entry | null {
    for (const name of rules.model_inputs) {
      const entry = node.inputs.entries.find(({ key }) => key.text === name);
      if (entry && typeof scalarOf(entry.value) === 'string') return entry;
    }
    return null;
  }

  function lorasOf(node: Node, document: SourceDocument): Lora[] {
    const weight = node.inputs.entries.find(
      ({ key, value }) => rules.lora_weight_inputs.includes(key.text) && typeof scalarOf(value) === 'number',
    );
    return node.inputs.entries
      .filter(
        ({ key, value }) =>
          rules.lora_inputs.includes(key.text) && typeof scalarOf(value) === 'string' && scalarOf(value) !== 'None',
      )
      .map((entry) => ({
        ...nameOf(entry, document),
        weight: weight ? Number(scalarOf(weight.value)) : null,
        weightRange: weight ? { start: weight.value.start, end: weight.value.end } : null,
      }));
  }

  function promptOf(node: Node): Entry | null {
    return (
      node.inputs.entries.find(
        ({ key, value }) => rules.prompt_inputs.includes(key.text) && typeof scalarOf(value) === 'string',
      ) ?? null
    );
  }

  function countOccurrence(entry: Entry, graph: Graph, document: SourceDocument): Occurrence {
    return (
      occurrenceOf('inference_steps', entry, graph, document) ?? {
        ...occurrence('inference_steps', entry, entry.value, document),
        value: null,
        via: 'link',
      }
    );
  }

  /** A setting written on the node, or on the node a link leads to (one hop; anything further is computed). */
  function occurrenceOf(setting: string, entry: Entry, graph: Graph, document: SourceDocument): Occurrence | null {
    const link = linkOf(entry.value);
    if (link === null)
      return scalarOf(entry.value) === undefined ? null : occurrence(setting, entry, entry.value, document);
    const source = graph.get(link);
    const literal = source && literalOf(source, setting);
    return literal ? { ...occurrence(setting, entry, literal.value, document), via: 'link' } : null;
  }
}

/** The one value a primitive node holds: an entry named like a value, else its only scalar of the right kind. */
function literalOf(node: Node, setting: string): Entry | null {
  const numeric = !['prompt', 'negative_prompt', 'sampler', 'scheduler'].includes(setting);
  const fits = ({ value }: Entry) => typeof scalarOf(value) === (numeric ? 'number' : 'string');
  const candidates = node.inputs.entries.filter(fits);
  const named = candidates.find(({ key }) =>
    /^(value|default|number|int|float|seed|steps|sampler_name|scheduler|text|string)$/i.test(key.text),
  );
  return named ?? (candidates.length === 1 ? candidates[0] : null);
}

function occurrence(setting: string, entry: Entry, value: Value, document: SourceDocument): Occurrence {
  const scalar = value.kind === 'scalar' ? value : null;
  return {
    setting,
    key: entry.key.text,
    keyRange: { start: entry.key.start, end: entry.key.end },
    range: { start: value.start, end: value.end },
    pointer: pointerOf(value, document),
    value: scalar?.value ?? null,
    source: scalar?.source ?? '',
    via: isPlaceholder(scalar?.value) ? 'placeholder' : null,
    pass: null,
    sentinel: false,
  };
}

function nameOf(entry: Entry, document: SourceDocument): Name {
  return {
    text: String(scalarOf(entry.value)),
    pointer: pointerOf(entry.value, document),
    range: { start: entry.value.start, end: entry.value.end },
  };
}

/** The nodes of a graph; empty when the mapping is none. Half its mappings must be nodes, so that one stray look-alike makes no graph. */
function nodesOf(map: MapValue): Graph {
  const nodes = new Map<string, Node>();
  let others = 0;
  for (const { key, value } of map.entries) {
    if (value.kind !== 'map') continue;
    const type = get(value, 'class_type')?.entry.value;
    const inputs = get(value, 'inputs')?.entry.value;
    if (type && inputs?.kind === 'map' && typeof scalarOf(type) === 'string')
      nodes.set(key.text, { id: key.text, type: String(scalarOf(type)), map: value, inputs });
    else others++;
  }
  return nodes.size > others ? nodes : new Map();
}

/** The node id of a link (`["4", 0]`), `null` for anything else. */
function linkOf(value: Value): string | null {
  if (value.kind !== 'list' || value.items.length !== 2) return null;
  const [id, output] = value.items.map(scalarOf);
  return (typeof id === 'string' || typeof id === 'number') && typeof output === 'number' ? String(id) : null;
}

function scalarOf(value: Value): string | number | boolean | null | undefined {
  const target = resolve(value);
  return target?.kind === 'scalar' ? target.value : undefined;
}
