/** What is around a mapping of arguments: kept while nothing in it changes, so that what was read there need not be read again. */
import { isSame, remembered } from '../common/memory.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { ListValue, MapValue, ScalarValue, SourceDocument, Value } from '../syntax/document.ts';
import { resolve } from '../syntax/navigate.ts';
import type { Argument, ArgumentReader } from './arguments.ts';
import type { Inheritance, Offers } from './inheritance.ts';
import type { ModelsAround } from './model-around.ts';
import { stateOf } from './state.ts';
import type { Subject, Subjects } from './subjects.ts';

/** What a mapping says to those in it and beside it. */
export interface Context {
  readonly arguments: readonly Argument[];
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
  linkedSections(map: MapValue): MapValue[];
}

const NOTHING_AROUND: readonly Context[] = [];

/** The mappings around a value, nearest first. */
export function ancestorsOf(value: Value): MapValue[] {
  const found: MapValue[] = [];
  for (let node = value.parent; node; node = node.parent) if (node.kind === 'map') found.push(node);
  return found;
}

export function createContexts(
  knowledge: Knowledge,
  { argumentsOf }: ArgumentReader,
  subjects: Subjects,
  models: ModelsAround,
  inheritance: Inheritance,
): Contexts {
  const sectionKeys = new Set(knowledge.data.plainArguments.sections.map(normaliseKey));
  const of = remembered(read, {
    until: ({ revision }) => revision,
    isSame: (before, now) => isSame(before.state, now.state),
  });
  const aroundIn = remembered(
    (parent: MapValue | ListValue, _: SourceDocument) =>
      [parent, ...ancestorsOf(parent)].flatMap((each) => (each.kind === 'map' ? [of(each)] : [])),
    { until: (_, { revision }) => revision, isSame },
  );

  return { of, around, surroundings, linkedSections: (map) => sectionsIn(map, true) };

  function read(map: MapValue): Context {
    const found = argumentsOf(map);
    const sections = sectionsIn(map);
    const about = subjects.of(map);
    const elsewhere = models.elsewhereIn(map);
    const offers = inheritance.offersOf(map);
    const state: unknown[] = [];
    // What an alias leads to may have another pointer: what it stands in has changed then.
    for (const { entry, value, linked } of found)
      state.push(entry, ...stateOf(value), linked && value.parent?.revision);
    for (const section of sections) state.push(...stateOf(section));
    for (const { value } of about) state.push(value);
    for (const name of elsewhere) state.push(name, name.parent?.revision);
    for (const value of offers.from) state.push(...stateOf(value));
    return { arguments: found, sections, subjects: about, elsewhere, offers, state };
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

  function sectionsIn(map: MapValue, linked = false): MapValue[] {
    const found: MapValue[] = [];
    for (const { key, value } of map.entries) {
      if (value.kind === 'scalar' || (linked && value.kind !== 'alias')) continue;
      const target = resolve(value);
      if (target?.kind === 'map' && sectionKeys.has(normaliseKey(key.text))) found.push(target);
    }
    return found;
  }
}
