/** Conditions of declared dialects, made ready once: they are asked of every mapping of a document. */
import { normaliseKey } from '../knowledge/knowledge.ts';
import type { Condition } from '../knowledge/schema.ts';
import type { Value } from '../syntax/document.ts';
import { resolve } from '../syntax/navigate.ts';
import { literalKeys, select, stepsOf } from './paths.ts';

/** All of some conditions. */
export interface Conditions {
  /**
   * False when they can't hold for a value with these keys (plain spellings): asked first, as it costs next to nothing. `deep`:
   * those of `deepKeys` that occur below; all of them, when left out.
   */
  mayHold(keys: ReadonlySet<string>, deep?: ReadonlySet<string>): boolean;
  holds(value: Value): boolean;
  /** Keys (plain spellings) that they look for at any depth. */
  readonly deepKeys: readonly string[];
}

/** What a value must have for a condition to hold: as many of the leads as `atLeast`. */
interface Need {
  readonly leads: readonly Lead[];
  readonly atLeast: number;
}

/** How a path begins: with one of these keys (plain spellings) of the value itself, or at any depth. `null`: with anything. */
type Lead = { readonly keys: readonly string[]; readonly deep: boolean } | null;

export function createConditions(all: readonly Condition[]): Conditions {
  const needs = all.flatMap(needOf);
  // What a value must match holds least often: it is asked first.
  const matches = (condition: Condition) => typeof condition === 'object' && 'path' in condition;
  const tests = [...all].sort((a, b) => Number(matches(b)) - Number(matches(a))).map(testOf);
  return {
    mayHold: (keys, deep) => needs.every((need) => isMet(need, keys, deep)),
    holds: (value) => tests.every((test) => test(value)),
    deepKeys: all.flatMap(pathsOf).flatMap((path) => {
      const lead = leadOf(path);
      return lead?.deep ? lead.keys : [];
    }),
  };
}

function isMet({ leads, atLeast }: Need, keys: ReadonlySet<string>, deep?: ReadonlySet<string>): boolean {
  let met = 0;
  for (const lead of leads) {
    const among = lead?.deep ? deep : keys;
    if (lead === null || among === undefined || lead.keys.some((key) => among.has(key))) met += 1;
    if (met >= atLeast) return true;
  }
  return false;
}

function needOf(condition: Condition): Need[] {
  if (typeof condition === 'object' && 'not' in condition) return [];
  const atLeast = typeof condition === 'object' && 'some' in condition ? condition.at_least : 1;
  return [{ leads: pathsOf(condition).map(leadOf), atLeast }];
}

function pathsOf(condition: Condition): readonly string[] {
  if (typeof condition === 'string') return [condition];
  if ('some' in condition) return condition.some;
  return ['not' in condition ? condition.not : condition.path];
}

function leadOf(path: string): Lead {
  const [first = '*', second = '*'] = stepsOf(path);
  const deep = first === '**';
  const keys = literalKeys(deep ? second : first);
  return keys && { keys: keys.map(normaliseKey), deep };
}

function testOf(condition: Condition): (value: Value) => boolean {
  if (typeof condition === 'string') return (value) => select(value, condition).length > 0;
  if ('some' in condition)
    return (value) => condition.some.filter((path) => select(value, path).length > 0).length >= condition.at_least;
  if ('not' in condition) {
    const { not, matches } = condition;
    const isThere = matches === undefined ? (found: readonly Value[]) => found.length > 0 : matching(matches);
    return (value) => !isThere(select(value, not));
  }
  const isThere = matching(condition.matches);
  return (value) => isThere(select(value, condition.path));
}

/** Whether any of the values matches. */
function matching(source: string): (found: readonly Value[]) => boolean {
  const pattern = new RegExp(source);
  return (found) =>
    found.some((value) => {
      const target = resolve(value);
      return target?.kind === 'scalar' ? pattern.test(String(target.value)) : target?.kind === source;
    });
}
