/**
 * Plain arguments: mappings whose keys are the arguments of a generation, at any depth, single or in lists.
 * What counts as evidence is declared in data/dialects/plain-arguments.yaml; this file only applies it.
 */
import { t } from '@vscode/l10n';
import { kept, remembered } from '../common/memory.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { MapValue, SourceDocument, Value } from '../syntax/document.ts';
import { pointerOf } from '../syntax/navigate.ts';
import { createAbout } from './about.ts';
import { type Argument, createArgumentReader, nameOf, numberIn, occurrencesOf } from './arguments.ts';
import { ancestorKeys, ancestorsOf, type Context, createContexts } from './contexts.ts';
import { looksLikeCount } from './counts.ts';
import { createEvidence, type FindEvidence, spell } from './evidence.ts';
import { isFilledIn } from './filled-in.ts';
import type { Generation, Name, Occurrence } from './generation.ts';
import { createInheritance } from './inheritance.ts';
import { hasAny } from './keys.ts';
import { createModelsAround } from './model-around.ts';
import { createSubjects } from './subjects.ts';
import { type Counted, withoutTemplates } from './templates.ts';

export interface PlainReader {
  /** Whether there is a step count among the keys (plain spellings) of a mapping. */
  mayHold(keys: ReadonlySet<string>): boolean;
  /** Whether a mapping with these keys may be a job that takes its count from elsewhere. */
  mayInherit(keys: ReadonlySet<string>): boolean;
  /** Whether a mapping may hold what jobs take. */
  mayOffer(map: MapValue): boolean;
  /** Whether a mapping has a key that makes the whole document one of another kind; asked where one of its keys may. */
  isForeign(map: MapValue): boolean;
  mayBeForeign(keys: ReadonlySet<string>): boolean;
  /** What brings the readings of a document's candidates up to date; true when a candidate had to be read. */
  readerOf(document: SourceDocument): (candidate: Candidate) => boolean;
  /** Why a candidate was taken for arguments, for people: most are not asked. */
  reasonOf(candidate: Candidate): string;
  /** The generations without those that only hold what others take of them. */
  withoutTemplates(all: readonly Counted[]): readonly Generation[];
}

/** A mapping that may hold arguments, in one state of it, and what was read of it while neither it nor what is around it changes. */
export interface Candidate {
  readonly map: MapValue;
  /** It has no count of its own. */
  readonly inherits: boolean;
  /** Whose arguments it holds; `null` when it is something else, or was not read yet. */
  generation: Generation | null;
  /** Why it was taken for that, for people; `null` until somebody asks. */
  reason: string | null;
  /** What was around it then. */
  around: readonly unknown[] | null;
  /** What was read, as `withoutTemplates` is asked about it; `null` until it is. */
  counted: Counted | null;
}

/** Why a mapping was taken for arguments. `uncertain`: a text in it may be none of ours. */
interface Recognised {
  readonly reason: () => string;
  readonly uncertain: boolean;
}

/** Makes the reader of plain arguments. */
export function createPlainReader(knowledge: Knowledge): PlainReader {
  const rules = knowledge.data.plainArguments;
  const keySet = (keys: readonly string[]) => new Set(keys.map(normaliseKey));
  const parents = keySet(rules.evidence.parents);
  const neverUnder = keySet(rules.never_under);
  const neverIn = keySet(rules.never_in.flatMap(({ keys }) => keys));
  const subjects = createSubjects(knowledge);
  const reader = createArgumentReader(knowledge);
  const { isNumeric, lorasIn, modelIn, namesIn } = reader;
  const evidenceOf = createEvidence(knowledge, reader);
  const models = createModelsAround(knowledge, reader);

  const inheritance = createInheritance(knowledge);
  const contexts = createContexts(knowledge, reader, subjects, models, inheritance);
  const { surroundings } = contexts;
  const { isOther, isRecord, isRobot, makes } = createAbout(contexts, subjects);
  const argumentsOf = (map: MapValue): readonly Argument[] => contexts.of(map).arguments;
  const offersAround = (map: MapValue) => ancestorsOf(map).map((each) => contexts.of(each).offers);

  const recognised = ({ map, inherits }: Candidate) => (inherits ? recogniseJob(map) : recognise(map));
  /** What stands elsewhere is one setting for all that take it, as long as it is where it was. */
  const occurrencesElsewhere = remembered(occurrencesOf, { until: ({ entry }) => entry.value.parent?.revision });

  const sharedLoras = remembered(
    (map: MapValue, document: SourceDocument) => kept(lorasIn(argumentsOf(map), document)),
    {
      until: ({ revision }) => revision,
    },
  );

  const counts = knowledge.spellings('inference_steps');
  /** A LoRA's name is no model's. */
  const isLora = (map: MapValue): boolean => knowledge.alias(ancestorKeys(map)[0] ?? '')?.setting === 'lora';
  const nodeInputs = keySet(rules.node_inputs);
  const ofJobs = new Set(['model', 'model_family', 'prompt'].flatMap((setting) => knowledge.spellings(setting)));

  return {
    mayHold: (keys) => counts.some((key) => keys.has(key)),
    mayInherit: (keys) => hasAny(keys, ofJobs),
    mayBeForeign: (keys) => hasAny(keys, neverIn),
    mayOffer: inheritance.mayOffer,
    isForeign: (map) => map.entries.some((entry) => neverIn.has(normaliseKey(entry.key.text))),
    readerOf,
    reasonOf: (candidate) => (candidate.reason ??= recognised(candidate)?.reason() ?? ''),
    withoutTemplates: (all) => withoutTemplates(all, isTemplate),
  };

  function readerOf(document: SourceDocument): (candidate: Candidate) => boolean {
    // Most have the parent of the one before.
    let parent: Value | null = null;
    let around: readonly Context[] = [];
    return (candidate) => {
      const { map } = candidate;
      if (map.parent !== parent) around = contexts.around(map, document);
      parent = map.parent;
      if (candidate.around === around) return false;
      candidate.generation = contexts.whileReading(map, () => {
        const found = recognised(candidate);
        return found && generationOf(map, document, found.uncertain);
      });
      candidate.reason = null;
      candidate.around = around;
      candidate.counted = null;
      return true;
    };
  }

  /** Why this mapping holds the arguments of a generation, or `null` if it may not. */
  function recognise(map: MapValue): Recognised | null {
    if (isNever(map) || isRecord(map)) return null;
    const steps = countsOf(map);
    const beside = evidenceIn(map);
    const certain = contexts.of(map).counts.find(({ alias }) => alias.certain);
    if (certain && isRobot(map, beside !== null)) return null;
    if (certain) return { reason: () => t`\`${certain.entry.key.text}\` is always this setting`, uncertain: false };
    if (steps.length === 0 || beside === 'foreign' || isOther(map, beside?.pictorial === true)) return null;
    const step = steps[0].entry.key.text;
    if (beside?.weak && steps.some(({ value }) => numberIn(value) > rules.evidence.weak_most)) return null;
    if (beside) return { reason: () => t`\`${step}\` stands beside ${spell(beside.keys)}`, uncertain: !beside.firm };
    const parent = ancestorKeys(map)
      .slice(0, 2)
      .find((key) => parents.has(normaliseKey(key)));
    if (!parent) return null;
    const around = surroundings(map).map(evidenceIn);
    if (around.includes('foreign')) return null;
    const found = around.find((evidence) => evidence !== null);
    return found && found !== 'foreign'
      ? { reason: () => t`\`${step}\` stands under \`${parent}\`, near ${spell(found.keys)}`, uncertain: true }
      : null;
  }

  /** Why a mapping without a count is a job that takes one from elsewhere, or `null` if it may not be. */
  function recogniseJob(map: MapValue): Recognised | null {
    const { named, shared } = sourcesOf(map);
    const from = [...named, ...(isJobBeside(map, shared) ? shared : [])].find((source) => countsOf(source).length > 0);
    if (!from || isNever(map) || isRecord(map) || isLora(map)) return null;
    const evidence = [map, from].map(evidenceIn);
    const pictorial = evidence.some((one) => one !== null && one !== 'foreign' && one.pictorial);
    if (evidence.includes('foreign') || evidence.every((one) => one === null)) return null;
    if ([map, from].some((one) => isRobot(one, true) || isOther(one, pictorial))) return null;
    const [count] = countsOf(from);
    const source = ancestorKeys(from)[0] ?? '';
    return { reason: () => t`\`${count.entry.key.text}\` is taken from \`${source}\``, uncertain: true };
  }

  /** Whether a mapping names what is drawn, so that defaults beside it are its own; what is in such a mapping is a part of it. */
  function isJobBeside(map: MapValue, shared: readonly MapValue[]): boolean {
    if (shared.length === 0 || !isJob(map)) return false;
    for (const around of ancestorsOf(map)) {
      if (contexts.of(around).offers.shared.some((one) => shared.includes(one))) return true;
      if (isJob(around)) return false;
    }
    return false;
  }

  function isJob(map: MapValue): boolean {
    return argumentsOf(map).some(
      ({ alias: { setting }, value }) =>
        setting === 'prompt' ||
        ((setting === 'model' || setting === 'model_family') &&
          namesIn(value).some((name) => knowledge.model(String(name.value), 'model') !== null)),
    );
  }

  /** What a mapping takes settings from that it does not say itself: linked sections and what it names, then defaults. */
  function sourcesOf(map: MapValue): { readonly named: readonly MapValue[]; readonly shared: readonly MapValue[] } {
    const { named, shared } = inheritance.taken(map, offersAround(map));
    const whole = (all: readonly MapValue[]) => all.flatMap((one) => [one, ...contexts.of(one).sections]);
    return { named: whole([...contexts.linkedSections(map), ...named]), shared: whole(shared) };
  }

  /** Whether a mapping only holds what others take of it. */
  function isTemplate(map: MapValue): boolean {
    return inheritance.isShared(map) || !isJob(map);
  }

  function isNever(map: MapValue): boolean {
    const above = ancestorKeys(map).map(normaliseKey);
    return above.some((key, index) => neverUnder.has(key) || neverUnder.has(`${above[index + 1]}/${key}`));
  }

  /** The counts of a mapping's main pass. Beside a certain key, one that may be the length of a training is none. */
  function countsOf(map: MapValue): readonly Argument[] {
    const counts = contexts.of(map).counts.filter(({ alias }) => alias.pass === null);
    if (!counts.some(({ alias }) => alias.certain)) return counts;
    const inTraining = isOther(map, false);
    return counts.filter(
      ({ alias, value }) => alias.certain || !(inTraining || numberIn(value) > rules.evidence.weak_most),
    );
  }

  function evidenceIn(map: MapValue): ReturnType<FindEvidence> {
    return evidenceOf(argumentsOf(map));
  }

  function generationOf(map: MapValue, document: SourceDocument, uncertain: boolean): Generation | null {
    const { named, shared: defaults } = sourcesOf(map);
    const sources = [...named, ...defaults];
    const holders = [map, ...sources].filter((one) => countsOf(one).length > 0);
    const counting = holders.find((one) => !isFilledIn(one, holders, countsOf)) ?? holders[0] ?? map;
    const counts = countsOf(counting);
    const own = argumentsOf(map).filter(
      (argument) =>
        argument.alias.setting !== 'inference_steps' || argument.alias.pass !== null || counts.includes(argument),
    );
    if (counting !== map) own.push(...counts);
    const settings: Occurrence[] = [];
    for (const argument of own) {
      const isHere = argument.entry.value.parent === map;
      for (const occurrence of (isHere ? occurrencesOf : occurrencesElsewhere)(argument, document)) {
        if (
          occurrence.setting === 'inference_steps' &&
          !looksLikeCount(occurrence, uncertain || !own.some(isNumeric), knowledge)
        )
          continue;
        settings.push(occurrence);
      }
    }
    if (!settings.some(({ setting }) => setting === 'inference_steps')) return null;
    let model = behindOption(modelIn(own, document), named, document);
    let loras = kept(lorasIn(own, document));
    const others = [...sources, ...surroundings(map)];
    const isSaid = (setting: string) => settings.some((present) => present.setting === setting);
    for (const other of others) {
      const shared = argumentsOf(other);
      model ??= modelIn(shared, document) ?? (named.includes(other) ? knownNameIn(other, document) : null);
      if (loras.length === 0) loras = sharedLoras(other, document);
      for (const argument of shared) {
        const { setting } = argument.alias;
        if (setting === 'inference_steps' || isSaid(setting)) continue;
        settings.push(...occurrencesElsewhere(argument, document).filter((each) => !isSaid(each.setting)));
      }
    }
    const [elsewhere] = model ? [] : [map, ...others].flatMap((each) => contexts.of(each).elsewhere);
    if (elsewhere) model = nameOf(elsewhere, document);
    if (!model && isOption(map)) model = knownNameIn(map, document);
    const pointer = pointerOf(map, document);
    return {
      dialect: 'plain-arguments',
      program: null,
      id: pointer === '' ? '/' : pointer,
      pointer,
      range: map,
      model: model ?? models.above(map, document),
      loras,
      settings: kept(settings),
      ...(makes('no-picture', map) && { noPicture: true }),
      ...(makes('video', map) && { video: true }),
      ...((inheritance.isUnchosen(map, offersAround(map)) ||
        map.entries.some(({ key }) => nodeInputs.has(normaliseKey(key.text)))) && { ownModel: true }),
    };
  }

  /** The model of an option that is named where a model is (`model: fast` of `models: {fast: {name: …}}`). */
  function behindOption(name: Name | null, named: readonly MapValue[], document: SourceDocument): Name | null {
    const option = name && named.find(({ key }) => key === name.text);
    return option ? (modelIn(argumentsOf(option), document) ?? knownNameIn(option, document) ?? name) : name;
  }

  function isOption({ parent }: MapValue): boolean {
    return parent?.kind === 'map' && offersAround(parent).some(({ groups }) => [...groups.values()].includes(parent));
  }

  /** The model that an option is (`models: {fast: {name: …}}`), whatever its group is called. */
  function knownNameIn(option: MapValue, document: SourceDocument): Name | null {
    const name = namesIn(option).find(({ value }) => knowledge.model(String(value), 'model') !== null);
    return name ? nameOf(name, document) : null;
  }
}
