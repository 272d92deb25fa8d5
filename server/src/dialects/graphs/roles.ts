/** What a node is by itself: whether it counts steps, and which of its inputs hold which settings. */
import { rememberedText } from '../../common/memory.ts';
import { own } from '../../knowledge/own.ts';
import type { GraphRules, Settings } from '../../knowledge/schema.ts';
import { resolve } from '../../syntax/navigate.ts';
import { firstInput, type Graph, type GraphNode, type Input, literalOf, scalarOf, sourcesOf } from './graph.ts';
import type { Wires } from './reach.ts';
import { replacementsOf, sigmasOn } from './sigmas.ts';

const SIDES = ['width', 'height'];
/** Longer texts are no choice. */
const LONGEST_CHOICE = 60;

/** A graph, and who takes what from whom in it. */
export interface Wired extends Wires {
  readonly nodes: Graph;
}

export interface Roles {
  /** A node's step count. A node that takes no part in a picture has none, whatever its inputs are called. */
  stepsOf(node: GraphNode, wired: Wired): Input | null;
  /** The input of a node that holds a setting. */
  inputFor(setting: string, node: GraphNode): Input | null;
  /** The same, of a node that is asked for many settings. */
  inputsOf(node: GraphNode): (setting: string) => Input | null;
  /** The setting that an input of this name holds; nodes of some types have names of their own. */
  settingOf(name: string, type?: string): string | null;
  /** Settings that any node of a graph has an input for. */
  settingsIn(graph: Graph): Set<string>;
  /** Nodes that empty a prompt: what stands before them is not said to the model. */
  isBlank(node: GraphNode): boolean;
}

/** Tells the roles of nodes by the rules of one format. */
export function createRoles(rules: GraphRules, { words, graphs }: Settings): Roles {
  const notInference = new RegExp(rules.not_inference.map(({ match }) => match).join('|') || '(?!)');
  const samplingTypes = new RegExp(rules.sampling_types, 'i');
  const scheduleTypes = new RegExp(rules.schedule_types, 'i');
  const sizeChoices = new RegExp(rules.size_choices);
  const { links } = rules;
  const stepsInputs = new Set(rules.steps_inputs);
  /** The settings that inputs hold by their names: for nodes of most types, and of those that have names of their own. */
  const usual = settingsBy({});
  const byType = new Map(Object.entries(rules.own_names ?? {}).map(([type, names]) => [type, settingsBy(names)]));
  const settingsOf = (type: string) => byType.get(type) ?? usual;
  const texts = new Set([...rules.prompt_inputs, ...rules.negative_prompt_inputs]);
  const sampling = [...links.sampled, ...links.prompt, ...links.guider];
  const ofPicture = new Set([...links.model, ...links.sampled, ...links.prompt, ...links.through]);
  return { stepsOf, inputFor, inputsOf, settingOf, settingsIn, isBlank };

  function stepsOf(node: GraphNode, wired: Wired): Input | null {
    const counted = firstInput(node, rules.steps_inputs);
    const named = own(rules.own_names, node.type) && inputFor('inference_steps', node);
    const steps = counted ?? named ?? (wired.consumers.has(node.id) ? sigmasOn(node) : null);
    if (!steps || notInference.test(node.type)) return null;
    if (!steps.link && (!steps.literal || resolve(steps.literal)?.kind !== 'scalar')) return null;
    const isOther =
      givesSteps(node, wired) || isIdle(node, wired) || isHelper(node, wired) || isCountedElsewhere(node, wired.nodes);
    return takesPart(node, steps, wired) && !isOther ? steps : null;
  }

  /** A sampler whose schedule another node makes, by a count of that node. */
  function isCountedElsewhere(node: GraphNode, nodes: Graph): boolean {
    const makers = new Set(replacementsOf(node, rules, nodes));
    for (const maker of makers) {
      if (rules.steps_inputs.some((name) => maker.inputs.has(name)) || sigmasOn(maker)) return true;
      for (const source of sourcesOf(maker, links.steps, nodes)) makers.add(source);
    }
    return false;
  }

  /** A schedule that nobody takes is never made. */
  function isIdle({ id, type }: GraphNode, { users, leftOut }: Wired): boolean {
    return scheduleTypes.test(type) && (!users().has(id) || leftOut.has(id));
  }

  /** By its type or its links. A node with other settings does, too, unless it is only told its count: it records the picture. */
  function takesPart(node: GraphNode, steps: Input, { consumers }: Wired): boolean {
    const inputs = [...node.inputs.values()];
    return (
      samplingTypes.test(node.type) ||
      consumers.has(node.id) ||
      inputs.some(({ name, link }) => link !== null && ofPicture.has(name)) ||
      (!steps.link && inputs.some(({ name }) => graphs.evidence.includes(settingOf(name, node.type) ?? '')))
    );
  }

  /** Told the count for the model that it changes, or for the numbers that it makes (guidance for each step): what samples comes behind it. */
  function isHelper({ id, inputs }: GraphNode, { nodes, users }: Wired): boolean {
    if (sampling.some((name) => inputs.has(name))) return false;
    const taken = (users().get(id) ?? []).flatMap((taker) =>
      [...(nodes.get(taker)?.inputs.values() ?? [])].filter(({ link }) => link?.from === id),
    );
    return taken.length > 0 && taken.every(({ name }) => links.model.includes(name) || isOtherNumber(settingOf(name)));
  }

  function isOtherNumber(setting: string | null): boolean {
    return setting !== null && setting !== 'inference_steps' && !words.includes(setting);
  }

  /** A node of plain values, one of which is the count of others. */
  function givesSteps({ id, inputs }: GraphNode, { nodes, users }: Wired): boolean {
    if ([...inputs.values()].some(({ link }) => link !== null)) return false;
    const takers = (users().get(id) ?? []).flatMap((taker) => nodes.get(taker) ?? []);
    return takers.some((taker) => rules.steps_inputs.some((name) => taker.inputs.get(name)?.link?.from === id));
  }

  function inputFor(setting: string, node: GraphNode): Input | null {
    const settingOn = settingsOf(node.type);
    for (const input of node.inputs.values())
      if (settingOn(input.name) === setting && isSetting(setting, input)) return unlessChosen(setting, input, node);
    return null;
  }

  function inputsOf(node: GraphNode): (setting: string) => Input | null {
    const settingOn = settingsOf(node.type);
    const found = new Map<string, Input>();
    for (const input of node.inputs.values()) {
      const setting = settingOn(input.name);
      if (setting !== null && !found.has(setting) && isSetting(setting, input)) found.set(setting, input);
    }
    return (setting) => {
      const input = found.get(setting);
      return input ? unlessChosen(setting, input, node) : null;
    };
  }

  function unlessChosen(setting: string, input: Input, node: GraphNode): Input | null {
    return SIDES.includes(setting) && isChosenElsewhere(input, node) ? null : input;
  }

  /** Whether a size that the node lets people choose from a list (`4:3 landscape 1152x896`) stands in the place of its numbers. */
  function isChosenElsewhere(side: Input, node: GraphNode): boolean {
    return [...node.inputs.values()].some((input) => {
      const text = texts.has(input.name) ? null : literalOf(input);
      const sides = typeof text === 'string' && text.length < LONGEST_CHOICE ? sizeChoices.exec(text)?.slice(1) : null;
      return sides != null && !sides.includes(String(literalOf(side)));
    });
  }

  /** `sampler` is a name on one node and a link to a sampler node on another: only the name is a setting. */
  function isSetting(setting: string, { name, link, literal }: Input): boolean {
    if (link) return !links.sampler.includes(name);
    const scalar = literal && scalarOf(literal);
    return scalar !== undefined && scalar !== null && (!words.includes(setting) || typeof scalar === 'string');
  }

  function settingOf(name: string, type = ''): string | null {
    return settingsOf(type)(name);
  }

  function settingsBy(names: Readonly<Record<string, string>>) {
    return rememberedText(
      (name) => own(names, name) ?? (stepsInputs.has(name) ? 'inference_steps' : (own(rules.inputs, name) ?? null)),
    );
  }

  function settingsIn(graph: Graph): Set<string> {
    const found = new Set<string>();
    for (const { inputs, type } of graph.values()) {
      const settingOn = settingsOf(type);
      for (const name of inputs.keys()) {
        const setting = settingOn(name);
        if (setting !== null) found.add(setting);
      }
    }
    return found;
  }

  function isBlank(node: GraphNode): boolean {
    return rules.blank_types.includes(node.type);
  }
}
