/** What a place in a config belongs to: which generation, and which of its settings. */
import type { Generation, Lora } from '../../dialects/generation.ts';
import { numbered } from '../../dialects/graphs/loras.ts';
import { select } from '../../dialects/paths.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { own } from '../../knowledge/own.ts';
import type { Entry, MapValue, Place, Value } from '../../syntax/document.ts';
import { entryOf, get, isValue, resolve } from '../../syntax/navigate.ts';
import { type Analysis, generationsOn, occurrenceAt } from '../analysis.ts';
import type { KeyPlace, TagPlace, ValuePlace } from './place.ts';

/** Reads a text anew: for a generation that a config would have with a step count. */
export type Analyse = (text: string, languageId?: string) => Analysis;

/** Characters of a text that is read as it would be with a step count in it. */
export const SHORT = 16_000;
/** Entries of a map that are asked for their generation. */
const MANY = 40;
/** Needs evidence beside it, so that a stranger's file does not become ours by it. */
export const PROBE = 'steps';

/** The generation that a new key of a map would belong to, or that there would be with a step count; `null` for strangers' maps. */
export function generationOf(place: KeyPlace, analysis: Analysis, analyse: Analyse): Generation | null {
  return writtenIn(place.map, analysis) ?? probed(place, place, analysis, analyse);
}

function writtenIn(map: MapValue, analysis: Analysis): Generation | null {
  const candidates = new Set(generationsOn(map, analysis));
  for (const { value } of map.entries.slice(0, MANY))
    for (const generation of generationsOn(value, analysis)) candidates.add(generation);
  const isHere = (range: Place): boolean => isValue(range) && range.parent === map;
  for (const generation of candidates) {
    const { settings, model, loras, range } = generation;
    if (range === map || settings.some((each) => isHere(each.range))) return generation;
    if ((model && isHere(model.range)) || loras.some((each) => isHere(each.range))) return generation;
  }
  // A node that is not linked yet belongs to the graph.
  return nodeClass(map) === null ? null : (analysis.reading.generations.find(({ graph }) => graph) ?? null);
}

/** Of a short text: what is read of it with a step count in the place of a new key, or beside the entry that is being written. */
function probed(
  place: KeyPlace | ValuePlace | TagPlace,
  { map, entry }: { readonly map: MapValue; readonly entry: Entry | null },
  { document, reading }: Analysis,
  analyse: Analyse,
): Generation | null {
  const key = place.kind === 'key' ? place : null;
  if (document.text.length > SHORT || reading.generations.length > 0 || key?.hasColon) return null;
  const { text: source } = document;
  const text = source.toString();
  const isJson = place.form === 'json';
  const quote = isJson ? '"' : '';
  const steps = `${quote}${PROBE}${quote}: 20`;
  const at = key ? key.range.start : (entry?.key.start ?? map.start);
  const isBlock = !isJson && text[map.start] !== '{';
  const next = isBlock ? `\n${' '.repeat(source.position(at).character)}` : ', ';
  const written = key
    ? `${text.slice(0, at)}${key.commaBefore === null ? '' : ','}${steps}${key.commaBehind ? ',' : ''}${text.slice(key.range.end)}`
    : `${text.slice(0, at)}${steps}${next}${text.slice(at)}`;
  const { reading: found } = analyse(written, isJson ? 'json' : 'yaml');
  return (
    found.generations.find(({ settings }) =>
      settings.some(({ key, range }) => key === PROBE && range.start >= at && range.start <= at + steps.length + 1),
    ) ?? null
  );
}

/** What a value is: a setting, or a name of a model or of what goes with one. */
export interface Meaning {
  readonly setting: string;
  readonly generation: Generation;
}

/** The meaning of a value; `null` where it is none of ours. */
export function meaningOf(
  place: ValuePlace | TagPlace,
  analysis: Analysis,
  knowledge: Knowledge,
  analyse: Analyse,
): Meaning | null {
  const { value } = place;
  const found = value && occurrenceAt(analysis, value.start);
  if (found?.on === 'value') return { setting: found.occurrence.setting, generation: found.generation };
  if (value) {
    for (const generation of generationsOn(value, analysis)) {
      const setting = nameAt(generation, value);
      if (setting) return { setting, generation };
    }
  }
  for (const level of around(place)) {
    const isOwn = level.below.length === 0;
    const mayBeName = isOwn || nameBelow(level, null, knowledge) !== null;
    const generation = writtenIn(level.map, analysis) ?? (mayBeName ? probed(place, level, analysis, analyse) : null);
    if (!generation) continue;
    const setting = isOwn
      ? settingOfKey(level.entry.key.text, generation, knowledge)
      : nameBelow(level, generation, knowledge);
    return setting ? { setting, generation } : null;
  }
  return null;
}

/** A map around a place, its entry that leads there, and the keys below that (of items, ''). */
interface Level {
  readonly map: MapValue;
  readonly entry: Entry;
  readonly below: readonly string[];
  readonly values: readonly Value[];
}

/** How far names lie below their generation: `loras: [{path: …}]`, `override_settings: {sd_model_checkpoint: …}`. */
const LEVELS = 4;

/** The maps around a place, the innermost first. */
function around(place: ValuePlace | TagPlace): Level[] {
  const levels: Level[] = [];
  const below: string[] = [];
  const values: Value[] = [];
  let node: Value | null = place.value;
  if (node === null && place.kind === 'value') {
    below.push('');
    node = place.within;
  }
  for (let depth = 0; node && depth < LEVELS; depth += 1, node = node.parent) {
    values.push(node);
    const entry = entryOf(node);
    if (node.parent?.kind === 'map' && entry)
      levels.push({ map: node.parent, entry, below: [...below], values: [...values] });
    below.unshift(entry?.key.text ?? '');
  }
  return levels;
}

/** Whether what stands below an entry is the name of a model or a LoRA, or its weight: by the format, else by the words for them. */
function nameBelow(
  { map, entry, below, values }: Level,
  generation: Generation | null,
  { data, alias }: Knowledge,
): string | null {
  const declared = data.dialects.find(({ id }) => id === generation?.dialect)?.generations ?? [];
  const leads = (path: string): boolean => select(map, path).includes(values[0]);
  if (declared.some(({ model = [] }) => model.some(leads))) return 'model';
  const isLora = (path: string): boolean => select(map, path).some((value) => values.includes(value));
  const isOfLoras = declared.some(({ loras = [] }) => loras.some(isLora));
  const setting = isOfLoras ? 'lora' : alias(entry.key.text)?.setting;
  if (setting !== 'model' && setting !== 'lora') return null;
  const last = below.findLast((key) => key !== '')?.toLowerCase();
  const { names, weights } = data.plainArguments.described;
  if (last === undefined || names.includes(last)) return setting;
  return setting === 'lora' && weights.includes(last) ? 'lora_weight' : null;
}

function nameAt({ model, loras }: Generation, value: Value): string | null {
  if (model?.range === value) return 'model';
  const lora: Lora | undefined = loras.find(({ range, weightRange }) => range === value || weightRange === value);
  if (!lora) return null;
  return lora.range === value ? 'lora' : 'lora_weight';
}

/** What a key means in a generation; in a graph by the names of its nodes' inputs. */
export function settingOfKey(key: string, generation: Generation, knowledge: Knowledge): string | null {
  if (generation.graph) return inputSetting(key, knowledge);
  const declared = knowledge.data.dialects.find(({ id }) => id === generation.dialect)?.generations ?? [];
  for (const { settings = {}, steps } of declared) {
    if (steps.some(({ path }) => path === key)) return 'inference_steps';
    for (const [setting, paths] of Object.entries(settings)) if (paths.includes(key)) return setting;
  }
  return knowledge.alias(key)?.setting ?? null;
}

/** What an input of a ComfyUI node is, by its name. */
export function inputSetting(input: string, { data: { comfyNodes } }: Knowledge): string | null {
  if (comfyNodes.steps_inputs.includes(input)) return 'inference_steps';
  const setting = own(comfyNodes.inputs, input);
  if (setting !== undefined) return setting;
  if (comfyNodes.model_inputs.includes(input)) return 'model';
  if (comfyNodes.lora_inputs.includes(numbered(input).base)) return 'lora';
  return comfyNodes.vae_inputs?.includes(input) ? 'vae' : null;
}

/** The class of the node whose inputs a map holds; `null` for any other map. */
export function nodeClass(map: MapValue): string | null {
  const node = map.key === 'inputs' && map.parent?.kind === 'map' ? map.parent : null;
  const written = node && get(node, 'class_type');
  const value = written && resolve(written.value);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : null;
}
