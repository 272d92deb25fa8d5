/** The arguments of a generation as a mapping spells them: what plain and declared dialects share. */

import { kept, remembered } from '../common/memory.ts';
import { type Alias, type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import {
  type Entry,
  type ListValue,
  type MapValue,
  type Place,
  type ScalarValue,
  type SourceDocument,
  type Value,
  ValueSpan,
} from '../syntax/document.ts';
import { entriesOf, pointerOf, resolve } from '../syntax/navigate.ts';
import {
  isPlaceholder,
  type Lora,
  MOST_LORAS,
  type Name,
  type Occurrence,
  plainOccurrence,
  type Via,
} from './generation.ts';

/** An entry that is a setting, with the value it holds (behind an alias, if that is how it is written). */
export interface Argument {
  readonly entry: Entry;
  readonly alias: Alias;
  readonly value: Value;
}

export interface ArgumentReader {
  /** The entries of a mapping that are settings, merged-in ones included. */
  argumentsOf(map: MapValue): readonly Argument[];
  /** The model among arguments: the spelling listed first in data wins; a section (`model: {name_or_path: …}`) is looked into. */
  modelIn(found: readonly Argument[], document: SourceDocument): Name | null;
  /** Whether a name is that of a model of another kind (a language model, …). */
  isForeign(name: string): boolean;
  /** The LoRAs among arguments. */
  lorasIn(found: readonly Argument[], document: SourceDocument): Lora[];
  /** Those of a value: names, lists of names, `{path, weight}` mappings, `[enabled, name, weight]` rows, `{name: weight}` tables. */
  lorasOf(value: Value, document: SourceDocument): Lora[];
  /** Text scalars that can be names: the value itself, list items, and the `path`, `name` or `model`-like entry of a mapping. */
  namesIn(value: Value): ScalarValue[];
  /** True when a value is of the kind its setting takes, so that a path under `cfg` does not pass for evidence. */
  isPlausible(setting: string, value: Value): boolean;
  /** True for an argument that is a number where its setting takes one. */
  isNumeric(argument: Argument): boolean;
}

/** Arguments of one mapping, and entries of one that describes a model: what real files have is a tenth of it. */
const MOST_ARGUMENTS = 300;
const MOST_DESCRIBED = 300;

/** Keys that name models and LoRAs; they become names, not occurrences. */
const NAMES = new Set(['model', 'model_family', 'lora', 'lora_file']);

export function createArgumentReader(knowledge: Knowledge): ArgumentReader {
  const { keys, described } = knowledge.data.plainArguments;
  const numbers = new Set(knowledge.data.settings.numbers);
  const [nameKeys, weightKeys, none] = [described.names, described.weights, described.none].map((all) => new Set(all));
  const modelKeys = ['model', 'model_family'].flatMap((setting) => own(keys, setting) ?? []).map(normaliseKey);

  const foreign = knowledge.data.plainArguments.never_models.map(({ match }) => new RegExp(match, 'i'));
  /** One for all mappings that merge it in. */
  const mergedArgument = remembered(argumentOf, { until: ({ value }) => resolve(value) });

  return { argumentsOf, modelIn, isForeign, lorasIn, lorasOf, namesIn, isPlausible, isNumeric };

  function isForeign(name: string): boolean {
    return foreign.some((pattern) => pattern.test(name));
  }

  function argumentsOf(map: MapValue): readonly Argument[] {
    const found: Argument[] = [];
    for (const entry of entriesOf(map)) {
      const argument = entry.value.parent === map ? argumentOf(entry) : mergedArgument(entry);
      if (argument) found.push(argument);
      if (found.length === MOST_ARGUMENTS) break;
    }
    return kept(found);
  }

  function argumentOf(entry: Entry): Argument | null {
    const alias = knowledge.alias(entry.key.text);
    const value = alias && resolve(entry.value);
    return alias && value ? { entry, alias, value } : null;
  }

  function modelIn(found: readonly Argument[], document: SourceDocument): Name | null {
    const rank = ({ entry }: Argument) => modelKeys.indexOf(normaliseKey(entry.key.text));
    const named: Argument[] = [];
    for (const argument of found) {
      const { setting } = argument.alias;
      if (setting === 'model' || setting === 'model_family') named.push(argument);
    }
    if (named.length > 1) named.sort((a, b) => rank(a) - rank(b));
    for (const { value } of named) {
      const [scalar] = namesIn(value);
      if (scalar && !isForeign(String(scalar.value))) return nameOf(scalar, document);
    }
    return null;
  }

  function lorasIn(found: readonly Argument[], document: SourceDocument): Lora[] {
    const loras: Lora[] = [];
    let file: ScalarValue | undefined;
    for (const { alias, value } of found) {
      if (alias.setting === 'lora') loras.push(...lorasOf(value, document));
      if (alias.setting === 'lora_file') file ??= namesIn(value)[0];
    }
    return file && loras.length === 1 ? [inRepository(loras[0], file)] : loras;
  }

  function lorasOf(value: Value, document: SourceDocument): Lora[] {
    const target = resolve(value);
    if (target?.kind === 'list')
      return isRow(target)
        ? row(target, document)
        : target.items.slice(0, MOST_LORAS).flatMap((item) => lorasOf(item, document));
    if (target?.kind === 'map') {
      const [name] = namesIn(target);
      if (name) {
        const lora = { ...nameOf(name, document), ...weightOf(target) };
        const file = target.entries.find(({ key }) => knowledge.alias(key.text)?.setting === 'lora_file');
        const [found] = file ? namesIn(file.value) : [];
        return [found ? inRepository(lora, found) : lora];
      }
      return target.entries.slice(0, MOST_LORAS).flatMap(({ key, value: weight }) =>
        isNumber(weight)
          ? [
              {
                text: key.text,
                pointer: pointerOf(weight, document),
                range: key,
                weight: Number(weight.value),
                weightRange: weight,
              },
            ]
          : [],
      );
    }
    return namesIn(value).map((scalar) => ({ ...nameOf(scalar, document), weight: null, weightRange: null }));
  }

  /** A LoRA that is named by its repository and its file there: what it is, the file says best. */
  function inRepository(lora: Lora, { value }: ScalarValue): Lora {
    return { ...lora, detail: String(value) };
  }

  function row({ items }: ListValue, document: SourceDocument): Lora[] {
    const off = items.some((item) => item.kind === 'scalar' && item.value === false);
    const name = items.find((item): item is ScalarValue => item.kind === 'scalar' && typeof item.value === 'string');
    const weight = items.find(isNumber);
    if (off || !name || name.value === 'None' || !weight) return [];
    return [{ ...nameOf(name, document), weight: Number(weight.value), weightRange: weight }];
  }

  function weightOf(map: MapValue): Pick<Lora, 'weight' | 'weightRange'> {
    const entry = map.entries.find(({ key, value }) => weightKeys.has(key.text.toLowerCase()) && isNumber(value));
    return entry?.value.kind === 'scalar'
      ? { weight: Number(entry.value.value), weightRange: entry.value }
      : { weight: null, weightRange: null };
  }

  function namesIn(value: Value): ScalarValue[] {
    const target = resolve(value);
    if (!target) return [];
    if (target.kind === 'scalar') return isName(target) ? [target] : [];
    if (target.kind === 'list')
      return target.items.slice(0, 16).flatMap((item) => (resolve(item)?.kind === 'list' ? [] : namesIn(item)));
    const described = target.entries.length > MOST_DESCRIBED ? target.entries.slice(0, MOST_DESCRIBED) : target.entries;
    const named = described.find(({ key }) => nameKeys.has(key.text.toLowerCase()));
    return named && resolve(named.value)?.kind === 'scalar' ? namesIn(named.value) : [];
  }

  function isName({ value }: ScalarValue): boolean {
    return typeof value === 'string' && value.trim() !== '' && !none.has(value.toLowerCase()) && !isPlaceholder(value);
  }

  function isPlausible(setting: string, value: Value): boolean {
    if (setting === 'prompt' || setting === 'negative_prompt')
      return value.kind !== 'scalar' || typeof value.value === 'string';
    if (value.kind !== 'scalar') return setting === 'size' && value.kind === 'list';
    if (!numbers.has(setting)) return typeof value.value === 'string' || typeof value.value === 'number';
    return (
      typeof value.value === 'number' || (typeof value.value === 'string' && /^-?\d+(\.\d+)?$/.test(value.value.trim()))
    );
  }

  function isNumeric({ alias, value }: Argument): boolean {
    return numbers.has(alias.setting) && isPlausible(alias.setting, value);
  }
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
/** Several numbers in one text, as YAML has what Python calls a tuple. */
const NUMBERS = new RegExp(`^["']?\\s*[[(]?\\s*${NUMBER}(?:\\s*,\\s*${NUMBER})+\\s*[\\])]?\\s*["']?$`);
const EACH = new RegExp(NUMBER, 'g');
/** Longer texts are none. */
const LONGEST_NUMBERS = 60;
const NONE: readonly Occurrence[] = [];

/** The settings that an argument is: several where its key takes a list, which is one value for each of two experts, or the sides of a picture. */
export function occurrencesOf(argument: Argument, document: SourceDocument): readonly Occurrence[] {
  const { list, onlyList } = argument.alias;
  const several = list && severalOf(argument, list, document);
  if (several) return several;
  if (onlyList && typeof (argument.value.kind === 'scalar' && argument.value.value) === 'number') return NONE;
  const one = occurrenceOf(argument, document);
  return one ? [one] : NONE;
}

/** Each of several numbers; `null` for anything else, and for more or fewer than the key takes. */
function severalOf(
  { entry, value, alias }: Argument,
  list: readonly string[],
  document: SourceDocument,
): readonly Occurrence[] | null {
  const { key } = entry;
  const at = { key: key.text, keyRange: key, pass: alias.pass, sentinel: false };
  const occurrence = (found: { range: Place; of: Value; source: string; via: Via }, index: number): Occurrence => {
    const { range, of, source, via } = found;
    return { ...at, setting: list[index], range, pointer: pointerOf(of, document), value: Number(source), source, via };
  };
  if (value.kind === 'list') {
    if (value.items.length !== list.length || !value.items.every(isNumber)) return null;
    const via = entry.value.kind === 'alias' ? 'link' : null;
    return value.items.map((item, index) =>
      occurrence({ range: item, of: item, source: String(item.value), via }, index),
    );
  }
  const isText = value.kind === 'scalar' && typeof value.value === 'string' && value.source.length < LONGEST_NUMBERS;
  if (!isText || !NUMBERS.test(value.source)) return null;
  const found = [...value.source.matchAll(EACH)];
  if (found.length !== list.length) return null;
  return found.map(({ 0: source, index }, which) =>
    occurrence({ range: new ValueSpan(value, index, source.length), of: entry.value, source, via: 'embedded' }, which),
  );
}

/** An argument as an occurrence; `null` for names and for values that are no scalar (of a list of prompts, the first counts). */
function occurrenceOf({ entry, alias, value }: Argument, document: SourceDocument): Occurrence | null {
  if (NAMES.has(alias.setting)) return null;
  if (alias.setting === 'custom_schedule') return scheduleOf({ entry, alias, value }, document);
  const isList = value.kind === 'list' && (alias.setting === 'prompt' || alias.setting === 'negative_prompt');
  const scalar = isList && value.items.length > 0 ? resolve(value.items[0]) : value;
  if (scalar?.kind !== 'scalar') return null;
  return {
    setting: alias.setting,
    key: entry.key.text,
    keyRange: entry.key,
    range: isList ? scalar : entry.value,
    pointer: pointerOf(isList ? scalar : entry.value, document),
    value: scalar.value,
    source: scalar.source,
    via: isPlaceholder(scalar.value) ? 'placeholder' : entry.value.kind === 'alias' ? 'link' : null,
    pass: alias.pass,
    sentinel: typeof scalar.value === 'number' && alias.sentinels.includes(scalar.value),
  };
}

/** A list of numbers that stands for the whole schedule; anything else under these keys is something else. */
function scheduleOf({ entry, value }: Argument, document: SourceDocument): Occurrence | null {
  if (value.kind !== 'list' || value.items.length === 0 || !value.items.every(isNumber)) return null;
  const { key } = entry;
  const pointer = pointerOf(value, document);
  return plainOccurrence({
    ...{ setting: 'custom_schedule', key: key.text, keyRange: key, range: value, pointer, value: null, source: '' },
  });
}

/** A row of a table such as Fooocus writes: an optional switch, a name and a number. */
function isRow(list: ListValue): boolean {
  const kinds = list.items.map((item) => (item.kind === 'scalar' ? typeof item.value : item.kind)).join(' ');
  return kinds === 'boolean string number' || kinds === 'string number';
}

function isNumber(value: Value): value is ScalarValue {
  return value.kind === 'scalar' && typeof value.value === 'number';
}

/** The name that a scalar holds, with its place. */
export function nameOf(scalar: ScalarValue, document: SourceDocument): Name {
  return { text: String(scalar.value), pointer: pointerOf(scalar, document), range: scalar };
}

/** The number a value holds, also in quotes; not a number for anything else. */
export function numberIn(value: Value): number {
  return value.kind === 'scalar' ? Number(value.value) : Number.NaN;
}
