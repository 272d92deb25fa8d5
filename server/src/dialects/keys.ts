/** The keys of mappings: what can be told by them alone is worked out once for all mappings that have the same. */
import { remembered } from '../common/memory.ts';
import { normaliseKey } from '../knowledge/knowledge.ts';
import type { MapValue } from '../syntax/document.ts';
import { entriesOf } from '../syntax/navigate.ts';
import { MANY_ENTRIES } from '../syntax/sizes.ts';

/** Keys in their plain spelling. Of all but large mappings it is the same object for the same keys in the same order. */
export type Keys = ReadonlySet<string>;

/** One key after those before it: a file of many jobs has few such rows, and each is found without another being made. */
interface Row {
  readonly keys: Keys;
  readonly next: Map<string, Row>;
}

/** Keys in rows before all are forgotten: anybody's mappings may have any. */
const MOST = 5000;

const NO_KEYS: Row = { keys: new Set(), next: new Map() };
let known = 0;

/** The keys of a mapping, merged-in ones included. */
export function keysOf(map: MapValue): Keys {
  // What is merged in changes elsewhere.
  if (map.entries.length > MANY_ENTRIES)
    return map.entries.some(({ merge }) => merge) ? plainKeys(map) : keysOfLarge(map);
  let row = NO_KEYS;
  for (const { key } of entriesOf(map)) row = row.next.get(key.text) ?? longer(row, key.text);
  return row.keys;
}

function longer(row: Row, key: string): Row {
  if (known >= MOST) {
    NO_KEYS.next.clear();
    known = 0;
  }
  known += 1;
  const found = { keys: new Set([...row.keys, normaliseKey(key)]), next: new Map() };
  row.next.set(key, found);
  return found;
}

function plainKeys(map: MapValue): Keys {
  return new Set(entriesOf(map).map(({ key }) => normaliseKey(key.text)));
}

/** The values of large mappings are edited more often than their keys. */
const keysOfLarge = remembered(plainKeys, { until: ({ shape }) => shape });

/** Whether one of some keys is among those of a mapping. */
export function hasAny(keys: Keys, some: ReadonlySet<string>): boolean {
  for (const key of keys) if (some.has(key)) return true;
  return false;
}
