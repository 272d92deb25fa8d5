/** Nodes that stand for one plain value: primitives, constants and sliders of any pack. */
import { own } from '../../knowledge/own.ts';
import type { GraphRules, Settings } from '../../knowledge/schema.ts';
import type { Value } from '../../syntax/document.ts';
import { type GraphNode, type Input, literalOf } from './graph.ts';

/** The one value that a node stands for; `null` where it computes one, of what is linked to it or of other words and numbers. */
export type ConstantOf = (node: GraphNode, setting: string) => Value | null;

const NUMBER_IN_TEXT = /^\d+(\.\d+)?$/;

/** Makes the finder of one format. `settingOf`: the setting that an input of a name holds. */
export function createConstants(
  rules: GraphRules,
  { words }: Settings,
  settingOf: (name: string) => string | null,
): ConstantOf {
  const computing = new RegExp(rules.computing_types, 'i');

  return (node, setting) => {
    if (computing.test(node.type)) return null;
    const inputs = [...node.inputs.values()];
    const fits = inputs.filter((input) => kindOf(input) === (words.includes(setting) ? 'string' : 'number'));
    const named =
      fits.find(({ name }) => settingOf(name) === setting) ??
      fits.find(({ name }) => rules.constant_inputs.includes(name.toLowerCase()) && !isAnother(name, setting));
    if (named) return named.literal;
    if (inputs.some(({ link }) => link)) return null;
    const literals = inputs.filter((input) => ['string', 'number'].includes(kindOf(input)));
    return (fits.length === 1 && literals.length === 1 ? fits[0].literal : null) ?? sliderIn(node);
  };

  /** A slider keeps its number twice, whole and with a fraction, and a flag that says which it gives. */
  function sliderIn({ type, inputs }: GraphNode): Value | null {
    const slider = own(rules.sliders, type);
    const flag = slider && inputs.get(slider.flag);
    const given = flag && inputs.get(Number(literalOf(flag)) > 0 ? slider.fraction : slider.whole);
    return given?.literal ?? null;
  }

  /** Whether an input of this name holds another setting than the one that is asked for: a count is no guidance. */
  function isAnother(name: string, setting: string): boolean {
    const held = setting === '' ? null : settingOf(name);
    return held !== null && held !== setting;
  }

  /** Text counts as a number where it is one, on a node that has nothing else to say. */
  function kindOf(input: Input): string {
    const literal = literalOf(input);
    const isNumber = typeof literal === 'string' && rules.constant_inputs.includes(input.name.toLowerCase());
    return isNumber && NUMBER_IN_TEXT.test(literal) ? 'number' : typeof literal;
  }
}
