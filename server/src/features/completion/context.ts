/** What a place in a config belongs to: which generation, and which of its settings. */
import type { Generation, Lora } from '../../dialects/generation.ts';
import { type Knowledge, normaliseKey } from '../../knowledge/knowledge.ts';
import { own } from '../../knowledge/own.ts';
import type { MapValue, Place, Value } from '../../syntax/document.ts';
import { get, isValue, resolve } from '../../syntax/navigate.ts';
import { type Analysis, generationsOn, occurrenceAt } from '../analysis.ts';
import type { KeyPlace, ValuePlace } from './place.ts';

/** Reads a text anew: for a generation that a config would have with a step count. */
export type Analyse = (text: string, languageId?: string) => Analysis;

/** Characters of a text that is read as it would be with a step count in it. */
export const SHORT = 16_000;
/** Entries of a map that are asked for their generation. */
const MANY = 40;
/** Needs evidence beside it, so that a stranger's file does not become ours by it. */
export const PROBE = 'steps';

/** The generation that is written in a map, or that would be if it had a step count; `null` for strangers' maps. */
export function generationIn(place: KeyPlace | ValuePlace, analysis: Analysis, analyse: Analyse): Generation | null {
  const map = place.kind === 'key' ? place.map : place.entry && place.value.parent;
  if (map?.kind !== 'map') return null;
  return writtenIn(map, analysis) ?? probed(place, map, analysis, analyse);
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

/** Of a short text: what is read of it with a step count in the place of what is being written. */
function probed(
  place: KeyPlace | ValuePlace,
  map: MapValue,
  { document, reading }: Analysis,
  analyse: Analyse,
): Generation | null {
  if (document.text.length > SHORT || reading.generations.length > 0) return null;
  const { text: source } = document;
  const text = source.toString();
  const quote = place.form === 'json' ? '"' : '';
  const steps = `${quote}${PROBE}${quote}: 20`;
  const at = place.kind === 'key' ? place.range.start : (place.entry?.key.start ?? map.start);
  let written: string;
  if (place.kind === 'key') {
    const behind = place.commaBehind ? ',' : '';
    const rest = text.slice(place.range.end);
    if (place.hasColon) return null;
    written = `${text.slice(0, at)}${place.commaBefore === null ? '' : ','}${steps}${behind}${rest}`;
  } else {
    const column = source.position(at).character;
    const next = place.form === 'block' ? `\n${' '.repeat(column)}` : ', ';
    written = `${text.slice(0, at)}${steps}${next}${text.slice(at)}`;
  }
  const { reading: found } = analyse(written, place.form === 'json' ? 'json' : 'yaml');
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
  place: ValuePlace,
  analysis: Analysis,
  knowledge: Knowledge,
  analyse: Analyse,
): Meaning | null {
  const { value, entry } = place;
  const found = occurrenceAt(analysis, value.start);
  if (found?.on === 'value') return { setting: found.occurrence.setting, generation: found.generation };
  for (const generation of generationsOn(value, analysis)) {
    const setting = nameAt(generation, value);
    if (setting) return { setting, generation };
  }
  if (!entry) return null;
  const generation = generationIn(place, analysis, analyse);
  const setting = generation && settingOfKey(entry.key.text, generation, knowledge);
  return generation && setting ? { setting, generation } : null;
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
  if (comfyNodes.lora_inputs.includes(input.replace(/_?\d+/, ''))) return 'lora';
  return normaliseKey(input) === 'vaename' ? 'vae' : null;
}

/** The class of the node whose inputs a map holds; `null` for any other map. */
export function nodeClass(map: MapValue): string | null {
  const node = map.key === 'inputs' && map.parent?.kind === 'map' ? map.parent : null;
  const written = node && get(node, 'class_type');
  const value = written && resolve(written.value);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : null;
}
