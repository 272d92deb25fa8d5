/**
 * Plain arguments: mappings whose keys are the arguments of a generation, at any depth, single or in lists.
 * What counts as evidence is declared in data/dialects/plain-arguments.yaml; this file only applies it.
 */
import { type Alias, type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { Entry, MapValue, ScalarValue, SourceDocument, Value } from '../syntax/document.ts';
import { entriesOf, pointerOf, resolve, walk } from '../syntax/navigate.ts';
import { type Generation, isPlaceholder, type Lora, type Name, type Occurrence } from './generation.ts';

/** An entry that means something to us, with the scalar it holds (through an alias, if that is how it is written). */
interface Argument {
  readonly entry: Entry;
  readonly alias: Alias;
  readonly value: Value;
  readonly linked: boolean;
}

/** Longest text taken for a mistyped count; anything longer is prose under a key that happens to be called "steps". */
const LONGEST_COUNT_TEXT = 24;

export interface PlainReader {
  read(document: SourceDocument, skip: ReadonlySet<Value>): { generations: Generation[]; evidence: string };
}

/** Makes the reader of plain arguments. `skip` holds subtrees that another dialect has read. */
export function createPlainReader(knowledge: Knowledge): PlainReader {
  const rules = knowledge.data.plainArguments;
  const keySet = (keys: readonly string[]) => new Set(keys.map(normaliseKey));
  const sections = keySet(rules.sections);
  const parents = keySet(rules.evidence.parents);
  const neverUnder = keySet(rules.never_under);
  const neverBeside = keySet(rules.never_beside.flatMap(({ keys }) => keys));
  const neverIn = keySet(rules.never_in.flatMap(({ keys }) => keys));
  const neverModels = rules.never_models.map(({ match }) => new RegExp(match, 'i'));
  const { strong, weak, when_known: whenKnown } = rules.evidence;

  return { read };

  function read(document: SourceDocument, skip: ReadonlySet<Value>) {
    const candidates: MapValue[] = [];
    let foreign = false;
    walk(document, (value) => {
      if (skip.has(value)) return false;
      if (value.kind !== 'map') return true;
      if (value.entries.some((entry) => neverIn.has(normaliseKey(entry.key.text)))) foreign = true;
      if (entriesOf(value).some(({ entry }) => knowledge.alias(entry.key.text)?.setting === 'inference_steps'))
        candidates.push(value);
      return true;
    });
    const generations: Generation[] = [];
    const reasons = new Set<string>();
    if (!foreign) {
      for (const map of candidates) {
        const reason = recognise(map);
        if (reason === null) continue;
        const generation = generationOf(map, document, reason.uncertain);
        if (!generation) continue;
        generations.push(generation);
        reasons.add(reason.text);
      }
    }
    return { generations, evidence: [...reasons].slice(0, 3).join('; ') };
  }

  /** Why this mapping holds the arguments of a generation, or `null` if it may not. */
  function recognise(map: MapValue): { text: string; uncertain: boolean } | null {
    if (ancestorKeys(map).some((key) => neverUnder.has(normaliseKey(key)))) return null;
    const steps = argumentsOf(map).filter(({ alias }) => alias.setting === 'inference_steps' && alias.pass === null);
    const certain = argumentsOf(map).find(({ alias }) => alias.setting === 'inference_steps' && alias.certain);
    if (certain) return { text: `\`${certain.entry.key.text}\` is always this setting`, uncertain: false };
    if (steps.length === 0) return null;
    if (map.entries.some(({ key, value }) => value.kind === 'scalar' && neverBeside.has(normaliseKey(key.text))))
      return null;
    const step = steps[0].entry.key.text;
    const beside = evidenceIn(map);
    if (beside === 'foreign') return null;
    if (beside) return { text: `\`${step}\` stands beside ${beside.text}`, uncertain: !beside.firm };
    const parent = ancestorKeys(map)
      .slice(0, 2)
      .find((key) => parents.has(normaliseKey(key)));
    if (!parent) return null;
    const around = surroundings(map).map(evidenceIn);
    if (around.includes('foreign')) return null;
    const found = around.find((evidence) => evidence !== null);
    return found && found !== 'foreign'
      ? { text: `\`${step}\` stands under \`${parent}\`, near ${found.text}`, uncertain: true }
      : null;
  }

  /** What in a mapping speaks of image generation. `foreign`: its model is of another kind. `firm`: strong enough to call a text a mistyped count. */
  function evidenceIn(map: MapValue): { text: string; firm: boolean } | 'foreign' | null {
    const all = argumentsOf(map);
    const texts = (setting: string) => all.filter((a) => a.alias.setting === setting).flatMap((a) => namesIn(a.value));
    if (texts('model').some((name) => neverModels.some((pattern) => pattern.test(name.value as string))))
      return 'foreign';
    const signs = all.filter(({ alias, value }) => strong.includes(alias.setting) && isPlausible(alias.setting, value));
    const known = all.filter(
      ({ alias, value }) =>
        whenKnown.includes(alias.setting) && namesIn(value).some((name) => isKnown(alias.setting, String(name.value))),
    );
    const hints = new Set(
      all
        .filter(({ alias, value }) => weak.includes(alias.setting) && isPlausible(alias.setting, value))
        .map(({ alias }) => (alias.setting === 'height' ? 'width' : alias.setting)),
    );
    const named = [...new Set([...signs, ...known].map(({ entry }) => `\`${entry.key.text}\``))];
    if (named.length > 0) return { text: named.slice(0, 3).join(', '), firm: named.length > 1 };
    return hints.size >= 2 ? { text: [...hints].map((hint) => `\`${hint}\``).join(', '), firm: false } : null;
  }

  function isKnown(setting: string, name: string): boolean {
    if (setting === 'sampler' || setting === 'scheduler')
      return knowledge.sampler(name) !== null || knowledge.schedule(name) !== null;
    return knowledge.model(name, setting === 'lora' ? 'lora' : 'model') !== null;
  }

  /** The entries of a mapping that are settings, merged-in ones included. */
  function argumentsOf(map: MapValue): Argument[] {
    const found: Argument[] = [];
    for (const { entry } of entriesOf(map)) {
      const alias = knowledge.alias(entry.key.text);
      const value = alias && resolve(entry.value);
      if (alias && value) found.push({ entry, alias, value, linked: entry.value.kind === 'alias' });
    }
    return found;
  }

  function generationOf(map: MapValue, document: SourceDocument, uncertain: boolean): Generation | null {
    const own = argumentsOf(map);
    const settings: Occurrence[] = [];
    for (const argument of own) {
      const occurrence = occurrenceOf(argument, document);
      if (!occurrence) continue;
      if (
        occurrence.setting === 'inference_steps' &&
        !looksLikeCount(occurrence, uncertain || !own.some(isNumber), knowledge)
      )
        continue;
      settings.push(occurrence);
    }
    if (!settings.some(({ setting }) => setting === 'inference_steps')) return null;
    let model = modelIn(map, document);
    const loras = lorasIn(own, document);
    for (const other of surroundings(map)) {
      model ??= modelIn(other, document);
      const shared = argumentsOf(other);
      if (loras.length === 0) loras.push(...lorasIn(shared, document));
      for (const argument of shared) {
        const { setting } = argument.alias;
        if (setting === 'inference_steps' || settings.some((present) => present.setting === setting)) continue;
        const occurrence = occurrenceOf(argument, document);
        if (occurrence) settings.push(occurrence);
      }
    }
    const pointer = pointerOf(map, document);
    return {
      dialect: 'plain-arguments',
      tool: null,
      id: pointer === '' ? '/' : pointer,
      pointer,
      range: { start: map.start, end: map.end },
      model,
      loras,
      settings,
    };
  }

  function occurrenceOf({ entry, alias, value, linked }: Argument, document: SourceDocument): Occurrence | null {
    if (alias.setting === 'model' || alias.setting === 'lora' || alias.setting === 'model_family') return null;
    const scalar = value.kind === 'list' && alias.setting === 'prompt' ? resolve(value.items[0] ?? value) : value;
    if (scalar?.kind !== 'scalar') return null;
    return {
      setting: alias.setting,
      key: entry.key.text,
      keyRange: { start: entry.key.start, end: entry.key.end },
      range: { start: entry.value.start, end: entry.value.end },
      pointer: pointerOf(entry.value, document),
      value: scalar.value,
      source: scalar.source,
      via: isPlaceholder(scalar.value) ? 'placeholder' : linked ? 'link' : null,
      pass: alias.pass,
      sentinel: typeof scalar.value === 'number' && alias.sentinels.includes(scalar.value),
    };
  }

  /** The mapping's model: the spelling listed first in data wins; a section (`model: {name_or_path: …}`) is looked into. */
  function modelIn(map: MapValue, document: SourceDocument): Name | null {
    const spellings = ['model', 'model_family'].flatMap((setting) => rules.keys[setting] ?? []).map(normaliseKey);
    const rank = ({ entry }: Argument) => spellings.indexOf(normaliseKey(entry.key.text));
    const sorted = argumentsOf(map)
      .filter(({ alias }) => alias.setting === 'model' || alias.setting === 'model_family')
      .sort((a, b) => rank(a) - rank(b));
    for (const { value } of sorted) {
      const [scalar] = namesIn(value);
      if (scalar) return nameOf(scalar, document);
    }
    return null;
  }

  function lorasIn(all: readonly Argument[], document: SourceDocument): Lora[] {
    return all
      .filter(({ alias }) => alias.setting === 'lora')
      .flatMap(({ value }) =>
        namesIn(value).map((scalar) => ({ ...nameOf(scalar, document), weight: null, weightRange: null })),
      );
  }

  /** Mappings that share their settings with this one, nearest first: its sections, then each ancestor and the ancestor's sections. */
  function surroundings(map: MapValue): MapValue[] {
    const found: MapValue[] = sectionsOf(map);
    for (let child: Value = map, parent = map.parent; parent; child = parent, parent = parent.parent) {
      if (parent.kind === 'map') found.push(parent, ...sectionsOf(parent).filter((section) => section !== child));
    }
    return found;
  }

  function sectionsOf(map: MapValue): MapValue[] {
    return map.entries.flatMap(({ key, value }) => {
      const target = resolve(value);
      return target?.kind === 'map' && sections.has(normaliseKey(key.text)) ? [target] : [];
    });
  }
}

/** Text scalars that can be names: the value itself, list items, and the `path`, `name` or `model`-like entries of mappings in it. */
function namesIn(value: Value): ScalarValue[] {
  const target = resolve(value);
  if (!target) return [];
  if (target.kind === 'scalar')
    return typeof target.value === 'string' && target.value.trim() !== '' && !isPlaceholder(target.value)
      ? [target]
      : [];
  if (target.kind === 'list')
    return target.items.slice(0, 16).flatMap((item) => (resolve(item)?.kind === 'list' ? [] : namesIn(item)));
  if (target.kind === 'map') {
    const named = target.entries.find(({ key }) =>
      /^(name_or_path|path|name|file|id|model|repo|lora_name|model_name)$/i.test(key.text),
    );
    return named && resolve(named.value)?.kind === 'scalar' ? namesIn(named.value) : [];
  }
  return [];
}

function nameOf(scalar: ScalarValue, document: SourceDocument): Name {
  return {
    text: String(scalar.value),
    pointer: pointerOf(scalar, document),
    range: { start: scalar.start, end: scalar.end },
  };
}

/** Keys from the mapping outwards, list indexes left out. */
function ancestorKeys(value: Value): string[] {
  const keys: string[] = [];
  for (let node: Value | null = value; node; node = node.parent) if (typeof node.key === 'string') keys.push(node.key);
  return keys;
}

const NUMERIC_SETTINGS = new Set([
  'guidance_scale',
  'seed',
  'width',
  'height',
  'frames',
  'strength',
  'image_count',
  'flow_shift',
  'clip_skip',
]);

/** True when a value is of the kind its setting takes, so that a `prompt` list or a `cfg` path does not pass for evidence. */
function isPlausible(setting: string, value: Value): boolean {
  if (setting === 'prompt' || setting === 'negative_prompt')
    return value.kind !== 'scalar' || typeof value.value === 'string';
  if (value.kind !== 'scalar') return setting === 'size' && value.kind === 'list';
  if (NUMERIC_SETTINGS.has(setting))
    return (
      typeof value.value === 'number' || (typeof value.value === 'string' && /^-?\d+(\.\d+)?$/.test(value.value.trim()))
    );
  return typeof value.value === 'string' || typeof value.value === 'number';
}

function isNumber({ alias, value }: Argument): boolean {
  return NUMERIC_SETTINGS.has(alias.setting) && isPlausible(alias.setting, value);
}

/**
 * Whether a value can be a count, right or wrong. Words are, under a certain key or beside numbers of other settings; not so the
 * words of a translation or of a table that maps names to names.
 */
function looksLikeCount({ key, value }: Occurrence, uncertain: boolean, knowledge: Knowledge): boolean {
  if (typeof value !== 'string' || isPlaceholder(value)) return true;
  if (value.length > LONGEST_COUNT_TEXT || knowledge.alias(value) !== undefined) return false;
  return /^\s*[-+]?\d/.test(value) || !uncertain || knowledge.alias(key)?.certain === true;
}
