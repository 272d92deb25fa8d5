/**
 * The values of a node's widgets by name. The file writes them as a list without names; the node's definition gives the order,
 * and tells where the frontend puts values that are not sent: a control behind a seed, a filter behind a combo.
 */
import { type JsonNode, jsonTree } from '../../../../comfyui/workflow/index.ts';
import { isObject, own } from '../../../../knowledge/own.ts';
import type { ComfyFrontend, WorkflowRules } from '../../../../knowledge/schema.ts';
import { type InputDefinition, inputsOf, type NodeDefinition } from '../graph.ts';

/** What the frontend does with widgets. */
export type FrontendRules = ComfyFrontend & Pick<WorkflowRules, 'seeds' | 'controls'>;

export interface WidgetValues {
  readonly values: ReadonlyMap<string, unknown>;
  /** Values that can't be what their widget holds, by its name. */
  readonly misfits: ReadonlyMap<string, unknown>;
  /** There are texts, numbers or objects that no widget takes. */
  readonly hasMore: boolean;
}

/** How a list of values is laid out. */
interface Layout {
  /** `defined`: a control where the definition has one; `seen`: only where a control's word stands. */
  readonly controls: 'defined' | 'seen';
  /** Frontends before 1.16 kept a value for inputs that are sockets only (`forceInput`). */
  readonly dummies: boolean;
}

const DYNAMIC_COMBO = 'COMFY_DYNAMICCOMBO_V3';
const AUTOGROW = 'COMFY_AUTOGROW_V3';

/** Type by which an input is known as a widget. */
function widgetTypeOf({ type, options }: InputDefinition): string {
  return typeof options.widgetType === 'string' ? options.widgetType : type;
}

/** Whether the frontend makes a widget of an input; types that packs add are known from files, or by having no socket. */
export function isWidgetOf(input: InputDefinition, rules: FrontendRules): boolean {
  const type = widgetTypeOf(input);
  const isKnown = [rules.widgets, rules.views].some((types) => Object.hasOwn(types, type));
  return input.options.forceInput !== true && (type === DYNAMIC_COMBO || isKnown || input.options.socketless === true);
}

/**
 * Reads a node's widgets as the frontend would. Where that can't be right (a word for a number), values that are there or not
 * by the frontend's age are tried the other way round, and the reading with the fewest misfits is taken.
 */
export function readWidgets(node: JsonNode, definition: NodeDefinition, rules: FrontendRules): WidgetValues {
  if (jsonTree.isMap(node.values)) return readNamed(node, definition, rules, recordOf(node.values));
  const list = jsonTree.items(node.values);
  const plain = readList(node, definition, rules, list, { controls: 'defined', dummies: false });
  const withDummies = readList(node, definition, rules, list, { controls: 'defined', dummies: true });
  const hasDummies = withDummies.length === list.length && plain.length !== list.length;
  const readings = [
    ...(hasDummies ? [withDummies, plain] : [plain, withDummies]),
    ...[false, true].map((dummies) => readList(node, definition, rules, list, { controls: 'seen', dummies })),
  ];
  const best = readings.reduce((one, other) => (other.misplaced < one.misplaced ? other : one));
  // The frontend goes by position too; people who edit the list by hand forget the names.
  return best.misplaced > 0 && jsonTree.isMap(node.named)
    ? readNamed(node, definition, rules, recordOf(node.named))
    : best;
}

/** Reads an object by name. What the definition doesn't have belongs to widgets that the pack adds (VideoHelperSuite), or to buttons. */
function readNamed(
  node: JsonNode,
  definition: NodeDefinition,
  rules: FrontendRules,
  record: Readonly<Record<string, unknown>>,
): WidgetValues {
  const values = new Map<string, unknown>();
  const misfits = new Map<string, unknown>();
  walk(definition.inputs, '', node, rules, (name, input, isWidget) => {
    if (!isWidget && !Object.hasOwn(record, name)) return undefined;
    const value = Object.hasOwn(record, name) ? own(record, name) : defaultOf(input, rules);
    return keep(name, input, value, values, misfits);
  });
  const known = new Set(definition.inputs.map(({ name }) => name));
  const button = new RegExp(rules.button_names, 'i');
  if (record !== node.named)
    for (const [name, value] of Object.entries(record))
      if (!known.has(name) && typeof value !== 'object' && !button.test(name)) values.set(name, value);
  return { values, misfits, hasMore: false };
}

interface Reading extends WidgetValues {
  /** Values that the layout has a place for. */
  readonly length: number;
  /** Values that can't be what the layout takes them for. */
  readonly misplaced: number;
}

function readList(
  node: JsonNode,
  definition: NodeDefinition,
  rules: FrontendRules,
  list: readonly unknown[],
  layout: Layout,
): Reading {
  const values = new Map<string, unknown>();
  const misfits = new Map<string, unknown>();
  let misplaced = 0;
  let next = 0;
  const isWord = (value: unknown) => typeof value === 'string' && rules.controls.includes(value);
  const take = (name: string, input: InputDefinition, isWidget: boolean): unknown => {
    if (!isWidget) {
      if (layout.dummies && input.options.forceInput === true) next++;
      return undefined;
    }
    while (rules.buttons.some((word) => word === list[next])) next++;
    const value = own(rules.views, input.type) ?? (next < list.length ? list[next] : defaultOf(input, rules));
    next++;
    if (!canHold(input, value)) misplaced++;
    for (const kind of controlsOf(name, input, rules)) {
      const control = list[next];
      const isControl =
        kind === 'filter'
          ? typeof control === 'string' && !isWord(control)
          : isWord(control) || control == null || typeof control === 'boolean';
      if (layout.controls === 'seen' && (kind === 'filter' ? !isControl : !isWord(control))) continue;
      if (next < list.length && !isControl) misplaced++;
      next++;
    }
    return keep(name, input, value, values, misfits);
  };
  walk(definition.inputs, '', node, rules, take);
  const added = rules.added.find(({ nodes }) => nodes.includes(node.type));
  const described = added ? list.map(recordOf).filter((value) => Object.hasOwn(value, added.key)) : [];
  for (const [index, value] of described.entries()) {
    const given = Object.entries(value).filter(([, held]) => held !== null);
    values.set(`${added?.name}${index + 1}`, Object.fromEntries(given));
  }
  const behind = rules.behind.find(({ nodes }) => nodes.includes(node.type));
  for (const [index, value] of (behind ? list.slice(next) : []).entries())
    values.set(behind?.names[index] ?? `${behind?.rest}${index - (behind?.names.length ?? 0) + 1}`, value);
  // What stands behind an upload is its button; on a node without widgets, a result that was shown there.
  const hasButton = definition.inputs.some(({ options }) =>
    Object.keys(options).some((key) => key.endsWith('_upload')),
  );
  const left = values.size === 0 || added || behind ? [] : list.slice(hasButton ? next + 1 : next);
  const hasMore = left.some((value) => value !== null && value !== '' && typeof value !== 'boolean' && !isWord(value));
  return { values, misfits, hasMore, length: next, misplaced };
}

type Take = (name: string, input: InputDefinition, isWidget: boolean) => unknown;

/** Goes through a node's inputs in the order of its widgets; what a choice opens up comes right behind the choice. */
function walk(
  inputs: readonly InputDefinition[],
  prefix: string,
  node: JsonNode,
  rules: FrontendRules,
  take: Take,
): void {
  const isShown = (name: string) => node.inputs.some((slot) => slot.name === name && slot.widget !== null);
  for (const input of inputs) {
    const name = prefix + input.name;
    const type = widgetTypeOf(input);
    if (type === DYNAMIC_COMBO) {
      const chosen = take(name, { ...input, type, choices: optionsOf(input).map(({ key }) => key) }, true);
      const option = optionsOf(input).find(({ key }) => key === chosen);
      if (option) walk(option.inputs, `${name}.`, node, rules, take);
    } else if (type === AUTOGROW) {
      const [item] = templateOf(input);
      for (const slot of node.inputs)
        if (item && slot.name.startsWith(`${name}.`) && slot.widget !== null)
          take(slot.name, item, isWidgetOf(item, rules));
    } else {
      take(name, input, isWidgetOf(input, rules) || (input.options.forceInput !== true && isShown(name)));
    }
  }
}

/** What the frontend puts behind a widget. */
function controlsOf(name: string, input: InputDefinition, rules: FrontendRules): readonly ('control' | 'filter')[] {
  const control = input.options.control_after_generate;
  const type = widgetTypeOf(input);
  if (type === 'INT' && (control ?? rules.seeds.includes(name))) return ['control'];
  return type === 'COMBO' && control ? ['control', 'filter'] : [];
}

function keep(
  name: string,
  input: InputDefinition,
  value: unknown,
  values: Map<string, unknown>,
  misfits: Map<string, unknown>,
): unknown {
  // The frontend shows the first choice where a file says null.
  const kept = value === null && input.choices?.length ? input.choices[0] : value;
  if (kept !== undefined) values.set(name, kept);
  if (!canHold(input, kept)) misfits.set(name, kept);
  return kept;
}

function defaultOf(input: InputDefinition, rules: FrontendRules): unknown {
  const type = widgetTypeOf(input);
  if (input.choices) return input.options.default || input.choices[0];
  // What a pack's own widget holds is not known; without any value the server would refuse the node.
  const unknown =
    input.required && input.options.socketless === true && !Object.hasOwn(rules.widgets, type) ? '' : undefined;
  return input.options.default ?? own(rules.widgets, type) ?? unknown;
}

/** False for a value that no widget of this kind can hold. A combo's value may be missing on this server alone. */
function canHold(input: InputDefinition, value: unknown): boolean {
  const kind = typeof value;
  if (value === undefined || value === null) return true;
  switch (widgetTypeOf(input)) {
    case 'INT':
    case 'FLOAT':
      return (
        kind === 'number' || kind === 'bigint' || (kind === 'string' && value !== '' && !Number.isNaN(Number(value)))
      );
    case 'BOOLEAN':
      return (
        kind === 'boolean' || value === 0 || value === 1 || (kind === 'string' && /^(true|false)$/i.test(`${value}`))
      );
    case 'COMBO':
    case DYNAMIC_COMBO:
      return !input.choices?.length || kind === 'object' || input.choices.some((choice) => typeof choice === kind);
    default:
      return true;
  }
}

/** The choices of a dynamic combo, with the inputs that each opens up. */
function optionsOf(input: InputDefinition): { key: string; inputs: InputDefinition[] }[] {
  const options = Array.isArray(input.options.options) ? (input.options.options as unknown[]) : [];
  return options.flatMap((option) => {
    const { key, inputs } = recordOf(option);
    return typeof key === 'string' ? { key, inputs: inputsIn(inputs) } : [];
  });
}

/** What an input that grows repeats. */
function templateOf(input: InputDefinition): InputDefinition[] {
  return inputsIn(recordOf(input.options.template).input);
}

function inputsIn(specs: unknown): InputDefinition[] {
  const { required, optional } = recordOf(specs);
  return [...inputsOf(recordOf(required), [], true), ...inputsOf(recordOf(optional), [], false)];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
