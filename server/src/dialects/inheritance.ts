/** What mappings of a document share: defaults that its jobs take, and groups of settings that jobs take by name. */
import { rememberedText } from '../common/memory.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { MapValue, Value } from '../syntax/document.ts';
import { entriesOf, get, isAround, resolve } from '../syntax/navigate.ts';

/** What a mapping offers to what is in it. */
export interface Offers {
  /** Its sections of defaults. */
  readonly shared: readonly MapValue[];
  /** Its groups of settings, by the plain spelling of their keys. */
  readonly groups: ReadonlyMap<string, MapValue>;
  /** What its list of defaults chooses from the groups. */
  readonly chosen: readonly MapValue[];
  /** The values that all this stands in. */
  readonly from: readonly Value[];
}

export interface Inheritance {
  /** Whether a mapping may offer anything. */
  mayOffer(map: MapValue): boolean;
  offersOf(map: MapValue): Offers;
  /** What a mapping takes from those around it (nearest first): what it names of their groups, then their defaults. */
  taken(
    map: MapValue,
    around: readonly Offers[],
  ): { readonly named: readonly MapValue[]; readonly shared: readonly MapValue[] };
  /** Whether a mapping is an option of a group from which a list of defaults chooses others: what it goes with can't be told. */
  isUnchosen(map: MapValue, around: readonly Offers[]): boolean;
  /** Whether a value lies in a section of defaults. */
  isShared(value: Value): boolean;
}

/** Sections, and lists of choices, that a mapping shares with all in it. More have to repeat their keys: of these the first are read. */
export const MOST_SHARED = 32;

const OFFERS_NOTHING: Offers = { shared: [], groups: new Map(), chosen: [], from: [] };

export function createInheritance(knowledge: Knowledge): Inheritance {
  const { shared, groups } = knowledge.data.plainArguments.inherited;
  const sharedKeys = new Set(shared.map(normaliseKey));
  const groupKeys = new Set(groups.map(normaliseKey));

  const isOffer = rememberedText((key) => sharedKeys.has(normaliseKey(key)) || groupKeys.has(normaliseKey(key)));

  return { mayOffer, offersOf, taken, isUnchosen, isShared };

  function mayOffer({ entries }: MapValue): boolean {
    return entries.some(({ key: { text }, value, merge }) => {
      if (merge) return true;
      return value.kind !== 'scalar' && isOffer(text);
    });
  }

  function offersOf(map: MapValue): Offers {
    if (!entriesOf(map).some(({ key }) => isOffer(key.text))) return OFFERS_NOTHING;
    const sections: MapValue[] = [];
    const found = new Map<string, MapValue>();
    const lists: Value[] = [];
    for (const entry of entriesOf(map)) {
      const key = normaliseKey(entry.key.text);
      const isDefaults = sharedKeys.has(key);
      const value = isDefaults || groupKeys.has(key) ? resolve(entry.value) : null;
      if (value?.kind === 'map' && !isDefaults) found.set(key, value);
      else if (value?.kind === 'map' && sections.length < MOST_SHARED) sections.push(value);
      else if (value?.kind === 'list' && lists.length < MOST_SHARED) lists.push(value);
    }
    if (sections.length === 0 && found.size === 0) return OFFERS_NOTHING;
    const chosen = lists.flatMap((list) =>
      list.kind === 'list' ? list.items.flatMap((item) => (item.kind === 'map' ? namedIn(item, found) : [])) : [],
    );
    return { shared: sections, groups: found, chosen, from: [...sections, ...found.values(), ...lists] };
  }

  function taken(map: MapValue, around: readonly Offers[]): ReturnType<Inheritance['taken']> {
    const isElsewhere = (one: MapValue): boolean => !isAround(one, map);
    const beside = ({ chosen }: Offers) => (chosen.includes(map) ? chosen : []);
    return {
      named: around.flatMap((offers) => [...namedIn(map, offers.groups), ...beside(offers)]).filter(isElsewhere),
      shared: around.flatMap((offers) => offers.shared).filter(isElsewhere),
    };
  }

  function isUnchosen(map: MapValue, around: readonly Offers[]): boolean {
    return around.some(
      ({ chosen, groups }) =>
        chosen.length > 0 && !chosen.includes(map) && [...groups.values()].some((group) => group === map.parent),
    );
  }

  function isShared(value: Value): boolean {
    for (let node: Value | null = value; node; node = node.parent)
      if (typeof node.key === 'string') return sharedKeys.has(normaliseKey(node.key));
    return false;
  }
}

/** The options that a mapping names of some groups: `preset: fast` of `presets: {fast: {…}}`. */
function namedIn(map: MapValue, groups: Offers['groups']): MapValue[] {
  if (groups.size === 0) return [];
  return entriesOf(map).flatMap((entry) => {
    const key = normaliseKey(entry.key.text);
    const group = groups.get(key) ?? groups.get(`${key}s`);
    const name = group && resolve(entry.value);
    const option =
      name?.kind === 'scalar' && typeof name.value === 'string' ? get(group as MapValue, name.value) : null;
    const value = option && resolve(option.value);
    return value?.kind === 'map' ? [value] : [];
  });
}
