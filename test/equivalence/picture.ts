/** Everything that can be seen of an analysis, as one row of facts: values, generations and findings, each with its places. */
import { type User, usersOf } from '../../server/src/dialects/users.ts';
import { type Analysis, findingsOf } from '../../server/src/features/analysis.ts';
import type { MeasurementsOf } from '../../server/src/findings/local.ts';
import type { Knowledge } from '../../server/src/knowledge/knowledge.ts';
import type { Value } from '../../server/src/syntax/document.ts';
import { entriesOf, walk } from '../../server/src/syntax/navigate.ts';
import type { Range } from '../../server/src/syntax/text.ts';

export type Fact = string | number | bigint | boolean | symbol | null | undefined;

/** All of it: whatever a generation or finding has is told, so nothing that is added to them is forgotten here. */
export function pictureOf(analysis: Analysis, knowledge: Knowledge, measurementsOf: MeasurementsOf): Fact[] {
  const { document, reading } = analysis;
  const facts: Fact[] = [document.format, 'documents', document.roots.length];
  walk(document, (value) => {
    addValue(facts, value);
    return true;
  });
  const { places, ...said } = reading;
  add(facts, 'reading', said);
  for (const { settings } of reading.generations)
    for (const occurrence of settings) addUsers(facts, usersOf(occurrence, reading));
  add(facts, 'findings', findingsOf(analysis, knowledge, {}, measurementsOf));
  return facts;
}

/** Those of defaults may be many. */
function addUsers(facts: Fact[], users: readonly User[]): void {
  facts.push('users', users.length);
  for (const user of [users[0], users[users.length >> 1], users.at(-1)])
    if (user) facts.push(user.generation.id, user.occurrence.range.start);
}

function addValue(facts: Fact[], value: Value): void {
  facts.push(value.kind, value.start, value.end, value.key);
  switch (value.kind) {
    case 'scalar':
      facts.push(value.style, value.value, value.source);
      break;
    case 'alias':
      facts.push(value.name, value.target?.kind, value.target?.start, value.target?.end);
      break;
    case 'list':
      facts.push(value.items.length);
      break;
    case 'map':
      facts.push(value.entries.length);
      for (const { key, merge } of value.entries) facts.push(key.text, key.start, key.end, merge);
      if (value.entries.some(({ merge }) => merge))
        for (const entry of entriesOf(value))
          facts.push('effective', entry.key.text, entry.key.start, entry.value.start);
  }
}

/** A thing with all that is in it. A place is its two ends, whatever it is the place of. */
function add(facts: Fact[], name: string, thing: unknown): void {
  facts.push(name);
  if (typeof thing !== 'object' || thing === null) {
    facts.push(thing as Fact);
  } else if (Array.isArray(thing)) {
    facts.push(thing.length);
    for (const part of thing) add(facts, '-', part);
  } else if (isRange(thing)) {
    facts.push(thing.start, thing.end);
  } else {
    for (const [key, part] of Object.entries(thing)) add(facts, key, part);
  }
}

function isRange(thing: object): thing is Range {
  return 'start' in thing && 'end' in thing;
}

/** Facts before the first that differ, shown with it. */
const SHOWN = 12;

/** Where two rows of facts part, for people; `null` when they are the same. */
export function differenceOf(kept: readonly Fact[], fresh: readonly Fact[]): string | null {
  const length = Math.max(kept.length, fresh.length);
  for (let at = 0; at < length; at += 1) {
    if (Object.is(kept[at], fresh[at])) continue;
    const shown = (facts: readonly Fact[]) =>
      facts
        .slice(Math.max(0, at - SHOWN), at + 5)
        .map(String)
        .join(' | ');
    return `kept:  ${shown(kept)}\nfresh: ${shown(fresh)}`;
  }
  return null;
}
