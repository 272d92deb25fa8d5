/**
 * Plain arguments: mappings whose keys are the arguments of a generation, at any depth, single or in lists.
 * What counts as evidence is declared in data/dialects/plain-arguments.yaml; this file only applies it.
 */
import { isSame, remembered } from '../common/memory.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { ListValue, MapValue, ScalarValue, SourceDocument, Value } from '../syntax/document.ts';
import { pointerOf, resolve } from '../syntax/navigate.ts';
import { type Argument, createArgumentReader, nameOf, numberIn, occurrenceOf } from './arguments.ts';
import { createEvidence, type FindEvidence } from './evidence.ts';
import { type Generation, isPlaceholder, type Occurrence } from './generation.ts';
import { createModelsAround } from './model-around.ts';
import { stateOf } from './state.ts';
import { createSubjects, type Subject } from './subjects.ts';

/** Longest text taken for a mistyped count; anything longer is prose under a key that happens to be called "steps". */
const LONGEST_COUNT_TEXT = 24;

export interface PlainReader {
  /** Whether there is a step count among the keys (plain spellings) of a mapping. */
  mayHold(keys: ReadonlySet<string>): boolean;
  /** Whether a mapping has a key that makes the whole document one of another kind. */
  isForeign(map: MapValue): boolean;
  /** What brings the readings of a document's candidates up to date; true when a candidate had to be read. */
  readerOf(document: SourceDocument): (candidate: Candidate) => boolean;
}

/** A mapping that may hold arguments, and what was read of it while neither it nor what is around it changes. */
export interface Candidate {
  readonly map: MapValue;
  /** `null` when it is something else, or was not read yet. */
  reading: PlainReading | null;
  /** What was around it then. */
  around: readonly unknown[] | null;
}

/** A candidate that was not read yet. It is good for one state of the mapping. */
export function candidateOf(map: MapValue): Candidate {
  return { map, reading: null, around: null };
}

/** The generation whose arguments a mapping holds, with the reason to think so. */
export interface PlainReading {
  readonly generation: Generation;
  /** For people. */
  readonly reason: string;
}

/** What a mapping says to those in it and beside it. */
interface Context {
  readonly arguments: readonly Argument[];
  readonly sections: readonly MapValue[];
  readonly subjects: readonly Subject[];
  /** Names of models under keys that often name something else. */
  readonly elsewhere: readonly ScalarValue[];
  /** The state of all that: equal states mean the same. */
  readonly state: readonly unknown[];
}

const NOTHING_AROUND: readonly Context[] = [];

/** Makes the reader of plain arguments. */
export function createPlainReader(knowledge: Knowledge): PlainReader {
  const rules = knowledge.data.plainArguments;
  const keySet = (keys: readonly string[]) => new Set(keys.map(normaliseKey));
  const sections = keySet(rules.sections);
  const parents = keySet(rules.evidence.parents);
  const neverUnder = keySet(rules.never_under);
  const neverIn = keySet(rules.never_in.flatMap(({ keys }) => keys));
  const subjects = createSubjects(knowledge);
  const reader = createArgumentReader(knowledge);
  const { argumentsOf: readArguments, isNumeric, lorasIn, modelIn } = reader;
  const evidenceOf = createEvidence(knowledge, reader);
  const models = createModelsAround(knowledge, reader);

  const counts = knowledge.spellings('inference_steps');
  /** The same object as before unless something in it has changed. */
  const contextOf = remembered(readContext, {
    until: ({ revision }) => revision,
    isSame: (before, now) => isSame(before.state, now.state),
  });
  /** The contexts around what is in a collection: the same array as before unless one of them has changed. */
  const contextsAround = remembered(
    (parent: MapValue | ListValue, _: SourceDocument) =>
      [parent, ...ancestorsOf(parent)].flatMap((each) => (each.kind === 'map' ? [contextOf(each)] : [])),
    { until: (_, { revision }) => revision, isSame },
  );

  return {
    mayHold: (keys) => counts.some((key) => keys.has(key)),
    isForeign: (map) => map.entries.some((entry) => neverIn.has(normaliseKey(entry.key.text))),
    readerOf,
  };

  function readerOf(document: SourceDocument): (candidate: Candidate) => boolean {
    // Most have the parent of the one before.
    let parent: Value | null = null;
    let around = NOTHING_AROUND;
    return (candidate) => {
      const { map } = candidate;
      if (map.parent !== parent) around = map.parent ? contextsAround(map.parent, document) : NOTHING_AROUND;
      parent = map.parent;
      if (candidate.around === around) return false;
      const recognised = recognise(map);
      const generation = recognised && generationOf(map, document, recognised.uncertain);
      candidate.reading = generation && { generation, reason: recognised.text };
      candidate.around = around;
      return true;
    };
  }

  function argumentsOf(map: MapValue): readonly Argument[] {
    return contextOf(map).arguments;
  }

  function readContext(map: MapValue): Context {
    const found = readArguments(map);
    const sections = sectionsIn(map);
    const about = subjects.of(map);
    const elsewhere = models.elsewhereIn(map);
    const state = [
      // What an alias leads to may have another pointer: what it stands in has changed then.
      ...found.flatMap(({ entry, value, linked }) => [entry, ...stateOf(value), linked && value.parent?.revision]),
      ...sections.flatMap(stateOf),
      ...about.map(({ value }) => value),
      ...elsewhere.flatMap((name) => [name, name.parent?.revision]),
    ];
    return { arguments: found, sections, subjects: about, elsewhere, state };
  }

  /** Why this mapping holds the arguments of a generation, or `null` if it may not. */
  function recognise(map: MapValue): { text: string; uncertain: boolean } | null {
    const above = ancestorKeys(map).map(normaliseKey);
    if (above.some((key, index) => neverUnder.has(key) || neverUnder.has(`${above[index + 1]}/${key}`))) return null;
    const steps = countsOf(map);
    const beside = evidenceIn(map);
    const certain = argumentsOf(map).find(({ alias }) => alias.setting === 'inference_steps' && alias.certain);
    if (certain && isRobot(map, beside !== null)) return null;
    if (certain) return { text: `\`${certain.entry.key.text}\` is always this setting`, uncertain: false };
    if (steps.length === 0 || beside === 'foreign' || isOther(map, beside?.pictorial === true)) return null;
    const step = steps[0].entry.key.text;
    if (beside?.weak && steps.some(({ value }) => numberIn(value) > rules.evidence.weak_most)) return null;
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

  /** The counts of a mapping's main pass. Beside a certain key, one that may be the length of a training is none. */
  function countsOf(map: MapValue): Argument[] {
    const counts = argumentsOf(map).filter(({ alias }) => alias.setting === 'inference_steps' && alias.pass === null);
    if (!counts.some(({ alias }) => alias.certain)) return counts;
    const inTraining = isOther(map, false);
    return counts.filter(
      ({ alias, value }) => alias.certain || !(inTraining || numberIn(value) > rules.evidence.weak_most),
    );
  }

  /** Whether a mapping is about something else that has steps. What is of pictures alone outweighs all but what stands for one value. */
  function isOther(map: MapValue, pictorial: boolean): boolean {
    const { subjects: about } = contextOf(map);
    if (about.some(({ kind, beside }) => kind === 'other' && (beside || !pictorial))) return true;
    return !pictorial && ancestorKeys(map).some(subjects.isOther);
  }

  /** Whether the steps are those of a robot's policy: one word says so where nothing speaks of pictures, two in any case. */
  function isRobot(map: MapValue, isEvident: boolean): boolean {
    const around = [map, ...ancestorsOf(map)].flatMap((each) => contextOf(each).subjects);
    return around.filter(({ kind }) => kind === 'robot').length > Number(isEvident);
  }

  /** Whether something in a mapping or around it says that no picture is made. */
  function makesNoPicture(map: MapValue): boolean {
    const isSaid = ({ kind }: Subject) => kind === 'no-picture';
    if (contextOf(map).subjects.some(isSaid)) return true;
    return surroundings(map).some((each) => contextOf(each).subjects.some((one) => one.single && isSaid(one)));
  }

  function evidenceIn(map: MapValue): ReturnType<FindEvidence> {
    return evidenceOf(argumentsOf(map));
  }

  function generationOf(map: MapValue, document: SourceDocument, uncertain: boolean): Generation | null {
    const counts = countsOf(map);
    const own = argumentsOf(map).filter(
      (argument) =>
        argument.alias.setting !== 'inference_steps' || argument.alias.pass !== null || counts.includes(argument),
    );
    const settings: Occurrence[] = [];
    for (const argument of own) {
      const occurrence = occurrenceOf(argument, document);
      if (!occurrence) continue;
      if (
        occurrence.setting === 'inference_steps' &&
        !looksLikeCount(occurrence, uncertain || !own.some(isNumeric), knowledge)
      )
        continue;
      settings.push(occurrence);
    }
    if (!settings.some(({ setting }) => setting === 'inference_steps')) return null;
    let model = modelIn(own, document);
    const loras = lorasIn(own, document);
    for (const other of surroundings(map)) {
      const shared = argumentsOf(other);
      model ??= modelIn(shared, document);
      if (loras.length === 0) loras.push(...lorasIn(shared, document));
      for (const argument of shared) {
        const { setting } = argument.alias;
        if (setting === 'inference_steps' || settings.some((present) => present.setting === setting)) continue;
        const occurrence = occurrenceOf(argument, document);
        if (occurrence) settings.push(occurrence);
      }
    }
    const [elsewhere] = model ? [] : [map, ...surroundings(map)].flatMap((each) => contextOf(each).elsewhere);
    if (elsewhere) model = nameOf(elsewhere, document);
    const pointer = pointerOf(map, document);
    return {
      dialect: 'plain-arguments',
      program: null,
      id: pointer === '' ? '/' : pointer,
      pointer,
      range: map,
      model: model ?? models.above(map, document),
      loras,
      settings,
      ...(makesNoPicture(map) && { noPicture: true }),
    };
  }

  /** Mappings that share their settings with this one, nearest first: its sections, then each ancestor and the ancestor's sections. */
  function surroundings(map: MapValue): MapValue[] {
    const found: MapValue[] = [...contextOf(map).sections];
    for (let child: Value = map, parent = map.parent; parent; child = parent, parent = parent.parent) {
      if (parent.kind === 'map')
        found.push(parent, ...contextOf(parent).sections.filter((section) => section !== child));
    }
    return found;
  }

  function sectionsIn(map: MapValue): MapValue[] {
    return map.entries.flatMap(({ key, value }) => {
      const target = resolve(value);
      return target?.kind === 'map' && sections.has(normaliseKey(key.text)) ? [target] : [];
    });
  }
}

function ancestorsOf(map: Value): MapValue[] {
  const found: MapValue[] = [];
  for (let node = map.parent; node; node = node.parent) if (node.kind === 'map') found.push(node);
  return found;
}

/** Keys from the mapping outwards, list indexes left out. */
function ancestorKeys(value: Value): string[] {
  const keys: string[] = [];
  for (let node: Value | null = value; node; node = node.parent) if (typeof node.key === 'string') keys.push(node.key);
  return keys;
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
