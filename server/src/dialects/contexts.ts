/** What is around a mapping of arguments: kept while nothing in it changes, so that what was read there need not be read again. */
import { isSame, kept, remembered } from '../common/memory.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { ListValue, MapValue, ScalarValue, SourceDocument, Value } from '../syntax/document.ts';
import { resolve } from '../syntax/navigate.ts';
import type { Argument, ArgumentReader } from './arguments.ts';
import { type Inheritance, MOST_SHARED, type Offers } from './inheritance.ts';
import type { ModelsAround } from './model-around.ts';
import { stateOf } from './state.ts';
import type { Subject, Subjects } from './subjects.ts';

/** What a mapping says to those in it and beside it. */
export interface Context {
  readonly arguments: readonly Argument[];
  /** Those of them that are counts, whatever pass they are of. */
  readonly counts: readonly Argument[];
  readonly sections: readonly MapValue[];
  readonly subjects: readonly Subject[];
  /** Names of models under keys that often name something else. */
  readonly elsewhere: readonly ScalarValue[];
  readonly offers: Offers;
  /** The state of all that: equal states mean the same. */
  readonly state: readonly unknown[];
}

export interface Contexts {
  /** The same object as before unless something in it has changed. */
  of(map: MapValue): Context;
  /** The contexts around a mapping, nearest first: the same array as before unless one of them has changed. */
  around(map: MapValue, document: SourceDocument): readonly Context[];
  /** Mappings that share their settings with this one, nearest first: its sections, then each ancestor and the ancestor's sections. */
  surroundings(map: MapValue): MapValue[];
  /** Sections of a mapping that an alias leads to. */
  linkedSections(map: MapValue): readonly MapValue[];
  /** Reads something of a mapping of which nobody may ask again: what it says is kept no longer than that. */
  whileReading<Answer>(map: MapValue, read: () => Answer): Answer;
}

const NOTHING_AROUND: readonly Context[] = [];

/** The mappings around a value, nearest first. */
export function ancestorsOf(value: Value): MapValue[] {
  const found: MapValue[] = [];
  for (let node = value.parent; node; node = node.parent) if (node.kind === 'map') found.push(node);
  return found;
}

/** Keys from a value outwards, list indexes left out. */
export function ancestorKeys(value: Value): string[] {
  const keys: string[] = [];
  for (let node: Value | null = value; node; node = node.parent) if (typeof node.key === 'string') keys.push(node.key);
  return keys;
}

/** The state of a value in a mapping. One elsewhere, behind an alias or merged in, has one that all share who take it. */
function placedState(value: Value, map: MapValue): readonly unknown[] {
  return value.parent === map ? stateOf(value) : [stateElsewhere(value)];
}

/** With its path: its pointer changes where no state does. The same object for as long as all that is the same. */
const stateElsewhere = remembered(
  (value: Value): readonly unknown[] => {
    const state = [...stateOf(value)];
    for (let node = value; node.parent; node = node.parent) state.push(node.key);
    return state;
  },
  { until: (value) => value.parent?.revision ?? stateOf(value).at(-1), isSame },
);

export function createContexts(
  knowledge: Knowledge,
  { argumentsOf }: ArgumentReader,
  subjects: Subjects,
  models: ModelsAround,
  inheritance: Inheritance,
): Contexts {
  const sectionKeys = new Set(knowledge.data.plainArguments.sections.map(normaliseKey));
  const lasting: Contexts['of'] = remembered(read, {
    until: ({ revision }) => revision,
    isSame: (before, now) => isSame(before.state, now.state),
  });
  const aroundIn = remembered(
    (parent: MapValue | ListValue, _: SourceDocument) =>
      [parent, ...ancestorsOf(parent)].flatMap((each) => (each.kind === 'map' ? [of(each)] : [])),
    { until: (_, { revision }) => revision, isSame },
  );

  let passing: { readonly map: MapValue; context: Context | null } | null = null;

  return { of, around, surroundings, linkedSections: (map) => sectionsIn(map, true), whileReading };

  function of(map: MapValue): Context {
    if (passing?.map !== map) return lasting(map);
    passing.context ??= read(map);
    return passing.context;
  }

  function whileReading<Answer>(map: MapValue, readIt: () => Answer): Answer {
    passing = { map, context: null };
    try {
      return readIt();
    } finally {
      passing = null;
    }
  }

  function read(map: MapValue): Context {
    const found = argumentsOf(map);
    const sections = sectionsIn(map);
    const about = subjects.of(map);
    const elsewhere = models.elsewhereIn(map);
    const offers = inheritance.offersOf(map);
    const counts: Argument[] = [];
    const state: unknown[] = [];
    for (const argument of found) {
      const { entry, alias, value } = argument;
      if (alias.setting === 'inference_steps') counts.push(argument);
      // A value that stands here belongs to no other entry.
      if (value !== entry.value || value.parent !== map) state.push(entry);
      state.push(...placedState(value, map));
    }
    for (const section of sections) state.push(...placedState(section, map));
    for (const { kind, value } of about) state.push(kind, value);
    for (const name of elsewhere) state.push(...placedState(name, map));
    for (const value of offers.from) state.push(...placedState(value, map));
    return { arguments: found, counts: kept(counts), sections, subjects: about, elsewhere, offers, state: kept(state) };
  }

  function around({ parent }: MapValue, document: SourceDocument): readonly Context[] {
    return parent ? aroundIn(parent, document) : NOTHING_AROUND;
  }

  function surroundings(map: MapValue): MapValue[] {
    const found: MapValue[] = [...of(map).sections];
    for (let child: Value = map, parent = map.parent; parent; child = parent, parent = parent.parent) {
      if (parent.kind === 'map') found.push(parent, ...of(parent).sections.filter((section) => section !== child));
    }
    return found;
  }

  function sectionsIn(map: MapValue, linked = false): readonly MapValue[] {
    const found: MapValue[] = [];
    for (const { key, value } of map.entries) {
      if (value.kind === 'scalar' || (linked && value.kind !== 'alias')) continue;
      const target = resolve(value);
      if (target?.kind === 'map' && sectionKeys.has(normaliseKey(key.text))) found.push(target);
      if (found.length === MOST_SHARED) break;
    }
    return kept(found);
  }
}
