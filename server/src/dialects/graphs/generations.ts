/**
 * A graph to generations. Every node with a step count is one; its model, sampler, seed, size and prompts are traced through
 * links by the input names that data/dialects declares, so that unknown custom nodes are followed like known ones.
 */
import { once, remembered } from '../../common/memory.ts';
import { slicesOf, type Work } from '../../common/slices.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { put } from '../../knowledge/own.ts';
import type { GraphRules } from '../../knowledge/schema.ts';
import type { MapValue, SourceDocument } from '../../syntax/document.ts';
import { pointerOf } from '../../syntax/navigate.ts';
import type { Bounds } from '../bounds.ts';
import type { Generation, GraphPart, Occurrence } from '../generation.ts';
import { createConstants } from './constants.ts';
import { createCounters } from './counters.ts';
import { createDownstream, usersOf } from './downstream.ts';
import { createEverywhere, type Fits } from './everywhere.ts';
import { type GraphNode, type Input, sourcesOf } from './graph.ts';
import { createHandoverReader, handsOn, openIn } from './handover.ts';
import { createLoraReader } from './loras.ts';
import { createMaths } from './maths.ts';
import { createModelReader } from './models.ts';
import { createOccurrences } from './occurrences.ts';
import { createPassedBy, followed } from './passing.ts';
import { isWiredAlike, type LiveGraph, staleIn } from './reach.ts';
import { createRoles } from './roles.ts';
import { createFeeder, createScheduleFinder } from './schedules.ts';
import { replacementsOf } from './sigmas.ts';
import { createSwitchReader } from './switches.ts';
import { createTracer, createWalk, type Tracer } from './trace.ts';

/**
 * Reads the generations off a graph within the document's bounds; `root` is the value it was built from. Of a graph that was read
 * before, only what has changed since can reach is read again.
 */
export type Interpreter = (
  graph: LiveGraph,
  root: MapValue,
  document: SourceDocument,
  bounds: Bounds,
) => Work<readonly Generation[]>;

/** Leads nowhere. */
const NO_WAY: Tracer = { end: () => null, path: () => [] };

/** Makes the interpreter of one format's graphs. */
export function createInterpreter(
  rules: GraphRules,
  format: { dialect: string; program: string },
  knowledge: Knowledge,
): Interpreter {
  const { links } = rules;
  const { graphs } = knowledge.data.settings;
  const ownFirst = [...graphs.evidence, ...graphs.own_first];
  const roles = createRoles(rules, knowledge.data.settings);
  const { inputFor, inputsOf, settingOf, settingsIn, isBlank } = roles;
  const lorasOn = createLoraReader(rules);
  const models = createModelReader(rules, knowledge);
  const constantOf = createConstants(rules, knowledge.data.settings, settingOf);
  const countersOf = createCounters(rules, roles, constantOf);
  const mathsOf = createMaths(rules, constantOf);
  const occurrencesIn = createOccurrences(rules, knowledge, { inputFor }, constantOf, mathsOf);
  const passedBy = createPassedBy(rules, mathsOf);
  const schedulesOf = createScheduleFinder(rules, passedBy);
  const fedBy = createFeeder(rules);
  const switchesOf = createSwitchReader(rules);
  const { sends, sentBy } = createEverywhere(rules);

  return function* interpret(live, root, document, bounds) {
    const { nodes, reading: before } = live;
    /** Whoever follows a link finds what is passed on; nodes themselves, and what takes from them, are those of the file. */
    const graph = followed(nodes, passedBy, rules);
    const { countOccurrence, occurrenceOf } = occurrencesIn(graph, document);
    const changed = before && live.changes;
    const areNone = before?.hasSenders === false && changed?.every(({ after }) => !sends(after));
    const senders = areNone ? [] : [...nodes.values()].filter(sends);
    const sent = sentBy(senders, root, graph);
    const alike = changed?.every(({ before, after }) => isWiredAlike(before, after)) === true;
    const present = before && alike ? before.present : settingsIn(nodes);
    const users = before && alike ? before.users : once(() => usersOf(nodes));
    const schedules = before && alike && !before.areSwitched ? before : schedulesOf(nodes, graph, users);
    const { consumers, leftOut, areSwitched } = schedules;
    const wires = { consumers, leftOut, areSwitched, users };
    /** Ids of what must be read again; `null` for all. */
    const stale = before && changed && !sent && !before.isSent ? staleIn(before, nodes, changed, wires) : null;
    const counters = countersOf(
      { nodes, ...wires },
      sent,
      before && stale !== null ? { known: before.counters, stale } : null,
    );
    const tracer = (wires: readonly string[], wanted: (node: GraphNode) => boolean) => {
      const names = [...wires, ...links.through];
      return createTracer((node) => sourcesOf(node, names, graph).filter((source) => !isBlank(source)), wanted);
    };
    const carrying = (setting: string, names: readonly string[]) =>
      present.has(setting) ? tracer(names, (node) => inputFor(setting, node) !== null) : NO_WAY;
    const linked = Object.entries(graphs.linked).map(([setting, kind]) => ({
      setting,
      names: links[kind],
      trace: carrying(setting, links[kind]),
      fits: (source: GraphNode) => inputFor(setting, source) !== null,
    }));
    // The frame rate is decided after the sampler, where frames become a video.
    const toVideo = present.has('fps')
      ? createDownstream(nodes, users, (node) => inputFor('fps', node) !== null)
      : NO_WAY.end;
    const toClip = carrying('clip_skip', [...links.clip, ...links.prompt, ...links.conditioning]);
    // Thousands of samplers may stand behind one node with thousands of inputs.
    const modelOf = remembered((node: GraphNode) => models.nameOn(node, graph, document));
    const towardsModel = remembered((node: GraphNode) => models.towards(node, graph, document));
    const toModel = createTracer(
      (node) => [...towardsModel(node)],
      (node) => modelOf(node) !== null || towardsModel(node).length === 0,
    );
    const ways = { toModel, modelOf };
    const isMixed = models.mixing(graph, document, toModel);
    const toText = (setting: 'prompt' | 'negative_prompt') =>
      tracer([...links[setting], ...links.conditioning], (node) => promptIn(node, setting) !== null);
    const toPrompt = { prompt: toText('prompt'), negative_prompt: toText('negative_prompt') };
    const headOf = { prompt: toHead('prompt'), negative_prompt: toHead('negative_prompt') };
    const prefix = root.parent ? `${pointerOf(root, document)}#` : '';
    const handoverOf = createHandoverReader(rules, ({ id }) => prefix + id);
    const generations: Generation[] = [];
    const isDue = slicesOf('generations');
    for (const [id, counter] of counters) {
      const { node, steps, generation: known } = counter;
      const sampler = known?.graph?.sampler;
      // What is rendered is read from its sampler, which may be another node than the one with the count.
      const stays = known && stale !== null && !stale.has(id) && (sampler === undefined || !stale.has(sampler));
      counter.generation = bounds.takes(node.map) ? (stays ? known : generationOf(node, steps)) : null;
      if (counter.generation) generations.push(counter.generation);
      if (!stays && isDue()) yield;
    }
    live.wasRead({ ...wires, counters, present, hasSenders: senders.length > 0, isSent: sent !== null });
    return generations;

    function generationOf(counter: GraphNode, steps: Input): Generation {
      // A scheduler node only makes the schedule: what is rendered is the sampler node it feeds.
      const fed = fedBy(counter, { nodes, ...wires });
      const sampler = fed?.sampler ?? counter;
      const both = sampler === counter ? [sampler] : [sampler, counter];
      const isReplaced = replacementsOf(counter, rules, graph).length > 0;
      const counted = fed?.isResampled ? ('resampled' as const) : isReplaced ? ('replaced' as const) : null;
      const count = countOccurrence(steps, counter);
      const settings: Occurrence[] = count ? [count] : [];
      const given = new Set(settings.map(({ setting }) => setting));
      const inputs: Record<string, GraphPart['inputs'][string]> = {};
      if (count?.via !== 'list') inputs.inference_steps = { node: counter.id, input: steps.name };
      const addFrom = (setting: string, node: GraphNode | null, input: Input | null) => {
        const occurrence = node && input && occurrenceOf(setting, input, node);
        if (!node || !occurrence) return;
        settings.push(occurrence);
        given.add(setting);
        put(inputs, setting, { node: node.id, input: input.name });
      };
      const add = (setting: string, node: GraphNode | null) => {
        if (node && !given.has(setting)) addFrom(setting, node, inputFor(setting, node));
      };
      if (fed?.cut) addFrom(fed.cut.setting, fed.cut.node, fed.cut.input);
      const asked = both.map((node) => ({ node, inputOf: inputsOf(node) }));
      const addOwn = (wanted: readonly string[]) => {
        for (const setting of wanted)
          for (const { node, inputOf } of asked) if (!given.has(setting)) addFrom(setting, node, inputOf(setting));
      };
      addOwn(ownFirst);
      for (const { setting, names, trace, fits } of linked)
        add(setting, trace.end(sampler) ?? sentTo(sampler, names, fits));
      add('fps', toVideo(sampler));
      addOwn(graphs.own_last);
      for (const setting of ['prompt', 'negative_prompt'] as const) {
        const head = headOf[setting](sampler);
        const node = head && (promptIn(head, setting) ? head : toPrompt[setting].end(head));
        addFrom(setting, node, node && promptIn(node, setting));
        if (node) add('clip_skip', toClip.end(node));
      }
      // A scheduler may be given the bare model, where the sampler has an acceleration LoRA on it.
      const samplersChain = toModel.path(sampler);
      const wired = samplersChain.length > 0 ? samplersChain : toModel.path(counter);
      const chain = models.withSent(wired, sampler, sent, ways);
      const modelNode = [chain.at(-1), ...both].find((node) => node && modelOf(node));
      const model = modelNode && !isMixed(chain) ? modelOf(modelNode) : null;
      if (modelNode && model) inputs.model = { node: modelNode.id, input: model.input };
      const open = [...openIn(both, settings, inputFor), ...(fed?.isCutOpen ? ['start_step'] : [])];
      const handover = handoverOf(sampler, { graph, users, counters });
      const switches = switchesOf([counter, sampler], chain, sourcesOf(sampler, links.size, graph));
      return {
        ...format,
        id: prefix + counter.id,
        pointer: pointerOf(counter.map, document),
        range: counter.map,
        model: model?.name ?? null,
        loras: lorasOn([counter, sampler], chain, graph, document),
        settings,
        ...(switches && { switches }),
        graph: {
          ...{ root, sampler: sampler.id, inputs },
          ...(handover && { handover }),
          ...(handsOn(sampler, links, { graph: nodes, users, counters }) && { handsOn: true }),
          ...(counted && { counted }),
          ...(open.length > 0 && { open }),
        },
      };
    }

    /** Finds the first node of the wiring that brings a prompt to a sampler, past the guiders and bundles on the way. */
    function toHead(setting: 'prompt' | 'negative_prompt') {
      const says = (node: GraphNode) => (promptIn(node, setting) ?? toPrompt[setting].end(node)) !== null;
      const onward = [...links.guider, ...links.through];
      return createWalk<GraphNode>((node) => {
        const [head] = sourcesOf(node, links[setting], graph);
        if (head) return { answer: isBlank(head) ? null : head };
        if (textIn(node, rules[`${setting}_inputs`])) return { answer: node };
        const [next] = sourcesOf(node, onward, graph);
        return next ? { next } : { answer: sentTo(node, links[setting], says) };
      });
    }

    /** What is sent without a wire to a node that has none of these inputs. */
    function sentTo(node: GraphNode, names: readonly string[], fits: Fits): GraphNode | null {
      return sent && !names.some((name) => node.inputs.has(name)) ? sent(node, names[0], fits) : null;
    }

    /** The text a node gives a prompt: a node with two gives the one that is asked for. */
    function promptIn(node: GraphNode, setting: 'prompt' | 'negative_prompt'): Input | null {
      const negative = setting === 'negative_prompt' ? textIn(node, rules.negative_prompt_inputs) : null;
      return negative ?? textIn(node, rules.prompt_inputs);
    }

    function textIn(node: GraphNode, names: readonly string[]): Input | null {
      const found = names.find((name) => {
        const input = node.inputs.get(name);
        return input && typeof occurrenceOf('prompt', input, node)?.value === 'string';
      });
      return (found !== undefined && node.inputs.get(found)) || null;
    }
  };
}
