/**
 * The names of a node's `widgets_values` in a ComfyUI workflow, which writes values without names. They come, in this order, from
 * the node itself (`widgets_values_named`, and frontends since 2025 list every widget among the inputs), from
 * data/dialects/comfyui-workflow.yaml, and for custom nodes nobody listed, from the shape of the values.
 */

import { namesOf, type WorkflowNode } from '../../comfyui/workflow/index.ts';
import { grouped } from '../../common/grouped.ts';
import { remembered } from '../../common/memory.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { own } from '../../knowledge/own.ts';
import type { Value } from '../../syntax/document.ts';
import { isPlaceholder } from '../generation.ts';
import { scalarOf } from './graph.ts';
import { valueTree } from './value-tree.ts';

/** The values of a node's widgets by name, as far as they are known. */
export type WidgetReader = (node: WorkflowNode<Value>) => ReadonlyMap<string, Value>;

/** The widget that ComfyUI puts behind a seed; layouts name it, node definitions don't. */
const CONTROL = 'control_after_generate';
/** What is larger and has no name is a seed or a size, whatever node it stands on. */
const MOST_STEPS = 150;
/** Stands in layouts for a widget that nothing is read from. */
const UNREAD = '_';

/** Makes the reader of widgets. A layout that does not fit the kinds of the values is not used: a wrong number is worse than none. */
export function createWidgetReader(knowledge: Knowledge): WidgetReader {
  const { layouts, seeds, controls } = knowledge.data.comfyWorkflow;
  const controlWords: ReadonlySet<unknown> = new Set(controls);
  /** The control behind a number is no input: core nodes name it by its first word (`fixed`). */
  const unread = new Set([UNREAD, CONTROL, ...controls]);
  const { inputs, steps_inputs: stepsInputs, prompt_inputs: promptInputs, ...nodeRules } = knowledge.data.comfyNodes;
  const modelFile = new RegExp(nodeRules.model_files, 'i');
  const layoutsOf = layouts.flatMap(({ nodes, widgets }) => nodes.map((type) => ({ type, widgets })));
  const byType = grouped(layoutsOf, ({ type }) => type);

  return remembered((node) => new Map(namedOf(node)));

  function namedOf(node: WorkflowNode<Value>): (readonly [string, Value])[] {
    const { type, values } = node;
    if (values === null) return [];
    if (valueTree.isMap(values)) return valueTree.keys(values).flatMap((key) => pairOf(key, valueTree.at(values, key)));
    const items = valueTree.items(values);
    const named = namesOf(items, node, valueTree)?.flatMap((name, index) => pairOf(name, items[index]));
    const listed = node.inputs.flatMap(({ widget }) => widget ?? []);
    const makesSigmas = node.outputs.includes('SIGMAS') && !node.inputs.some(({ type }) => type === 'SIGMAS');
    const pairs =
      named ??
      assign(listed, items, 'all') ??
      firstFit(byType.get(type)?.map(({ widgets }) => widgets) ?? [], items) ??
      lorasByShape(node, items) ??
      byShape(items, { makesSigmas, takesModel: node.inputs.some(({ type }) => /model/i.test(type)) });
    return pairs.filter(([name]) => !unread.has(name));
  }

  function firstFit(candidates: readonly string[][], items: readonly Value[]) {
    for (const names of candidates) {
      const named = assign(names, items, 'all');
      if (named) return named;
    }
    for (const names of candidates) {
      const named = assign(names, items, 'some');
      if (named) return named;
    }
    return null;
  }

  /** Pairs names with values from left to right; `null` when the kinds differ or, for `all`, when values or names are left over. */
  function assign(names: readonly string[], items: readonly Value[], which: 'all' | 'some'): [string, Value][] | null {
    const pairs: [string, Value][] = [];
    let index = 0;
    for (const name of names) {
      if (name === CONTROL) {
        if (index < items.length && isControl(items[index])) index++;
        continue;
      }
      // Nodes that list their own widgets leave the control out.
      if (seeds.includes(pairs.at(-1)?.[0] ?? '') && index < items.length && controlWords.has(scalarOf(items[index])))
        index++;
      if (index >= items.length) {
        if (which === 'all') return null;
        break;
      }
      if (!mayBe(name, items[index])) return null;
      pairs.push([name, items[index++]]);
    }
    if (index < items.length && controlWords.has(scalarOf(items[index]))) index++;
    return pairs.length === 0 || (which === 'all' && index < items.length) ? null : pairs;
  }

  /** Whether a value is of the kind that its name stands for; names that mean no setting take any. */
  function mayBe(name: string, value: Value): boolean {
    const scalar = scalarOf(value);
    if (scalar === null || isPlaceholder(scalar)) return true;
    if (stepsInputs.includes(name)) return Number.isInteger(scalar);
    if (promptInputs.includes(name)) return typeof scalar === 'string';
    const setting = own(inputs, name) ?? null;
    if (setting === null) return true;
    return typeof scalar === (setting === 'sampler' || setting === 'scheduler' ? 'string' : 'number');
  }

  function isControl(value: Value): boolean {
    const scalar = scalarOf(value);
    // Old frontends wrote true or false ("new seed each time"), some packs nothing.
    return controlWords.has(scalar) || typeof scalar === 'boolean' || scalar === null;
  }

  /** Numbers are samplers in other programs. */
  function isSampler(value: Value): boolean {
    const scalar = scalarOf(value);
    return typeof scalar === 'string' && Number.isNaN(Number(scalar)) && knowledge.sampler(scalar) !== null;
  }

  function isSchedule(value: Value): boolean {
    const scalar = scalarOf(value);
    return typeof scalar === 'string' && knowledge.schedule(scalar) !== null;
  }

  /** Of a node that calls itself a loader of LoRAs: its files, and the number behind each. `null` for any other. */
  function lorasByShape({ type }: WorkflowNode<Value>, items: readonly Value[]): [string, Value][] | null {
    if (!nodeRules.lora_types.some((word) => type.includes(word))) return null;
    const isFile = (item: Value | undefined) => item !== undefined && modelFile.test(String(scalarOf(item)));
    if (!items.some(isFile)) return null;
    return items.map((item, index) => {
      if (isFile(item)) return [`lora_name_${index}`, item];
      return [isNumber(item) && isFile(items[index - 1]) ? `lora_wt_${index - 1}` : `#${index}`, item];
    });
  }

  /**
   * Names by what the values look like: `…, steps, cfg, sampler, scheduler, …` is the order of nearly every sampler node, and a
   * node that makes a schedule counts its steps first. Nodes that are given a model write `seed, steps, cfg, scheduler` or
   * `scheduler, steps`, too. The rest is numbered.
   */
  function byShape(
    items: readonly Value[],
    { makesSigmas, takesModel }: { readonly makesSigmas: boolean; readonly takesModel: boolean },
  ): [string, Value][] {
    const names = items.map((_, index) => `#${index}`);
    const sampler = items.findIndex(
      (item, index) =>
        index >= 2 &&
        isSampler(item) &&
        isWord(items[index + 1]) &&
        isNumber(items[index - 1]) &&
        isCount(items[index - 2]) &&
        Number(scalarOf(items[index - 2])) <= MOST_STEPS &&
        !isOneOfMany(items, index - 2),
    );
    if (sampler > 0) names.splice(sampler - 2, 4, 'steps', 'cfg', 'sampler_name', 'scheduler');
    // Of several shares in a row any may be it.
    if (sampler > 0 && isShare(items[sampler + 2]) && !isShare(items[sampler + 3])) names[sampler + 2] = 'denoise';
    const control = items.findIndex(
      (item, index) => index > 0 && controlWords.has(scalarOf(item)) && isCount(items[index - 1], 0),
    );
    if (control > 0) names[control - 1] = 'seed';
    if (takesModel && !items.some(isSampler)) {
      const schedule = items.findIndex(
        (item, index) => isSchedule(item) && isCount(items[index + 1]) && isNumber(items[index + 2]),
      );
      if (control > 0 && isCount(items[control + 1]) && isNumber(items[control + 2]) && isWord(items[control + 3]))
        names.splice(control + 1, 3, 'steps', 'cfg', 'scheduler');
      else if (control > 0 && schedule >= 0) names.splice(schedule, 2, 'scheduler', 'steps');
    }
    if (makesSigmas && sampler < 0) {
      const steps = items.findIndex((item) => isCount(item));
      if (steps >= 0) names[steps] = 'steps';
    }
    return items.map((item, index) => [names[index], item]);
  }
}

function pairOf(name: string, value: Value | undefined): [string, Value][] {
  return value === undefined ? [] : [[name, value]];
}

function isWord(value: Value | undefined): boolean {
  return value !== undefined && typeof scalarOf(value) === 'string';
}

function isNumber(value: Value | undefined): boolean {
  return value !== undefined && typeof scalarOf(value) === 'number';
}

/** Whether a small number stands before, so that any of them may be the count; what a node begins with is its seed. */
function isOneOfMany(items: readonly Value[], index: number): boolean {
  return index > 1 && isNumber(items[index - 1]) && Number(scalarOf(items[index - 1])) <= MOST_STEPS;
}

function isShare(value: Value | undefined): boolean {
  return isNumber(value) && Number(value && scalarOf(value)) <= 1;
}

function isCount(value: Value | undefined, from = 1): boolean {
  const scalar = value && scalarOf(value);
  return Number.isInteger(scalar) && Number(scalar) >= from;
}
