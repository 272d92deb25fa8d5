/** One finding for one value, however many generations take it: for which of them it is, and what mends it for whom. */
import { grouped } from '../common/grouped.ts';
import { type Generation, type Occurrence, type Reading, settingOf } from '../dialects/generation.ts';
import { isOwn, labelOf, labels, mappingOf, type User, usersOf } from '../dialects/users.ts';
import type { Finding, Fix } from '../findings/finding.ts';
import type { Severity } from '../findings/severity.ts';
import { type Knowledge, say } from '../knowledge/knowledge.ts';
import type { MapValue, Place } from '../syntax/document.ts';
import { isSamePlace, placeOf } from '../syntax/navigate.ts';

/** A finding and whose it is. */
export interface Found {
  readonly generation: Generation;
  readonly finding: Finding;
}

/** What rules say of a generation. */
export type Judge = (generation: Generation) => readonly Finding[];

type Tell = (id: string, values: Readonly<Record<string, string>>) => string;

/** Values that are tried for all jobs, and fixes that are offered for one job alone. */
const OFFERED = 3;
/** Jobs whose places are told. */
const TOLD = 16;
/** So many jobs are asked whether a value would suit them. */
const ASKED = 64;

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/**
 * The findings with those of one value made one. `verdicts`: codes that are one judgement. `judge`: asked of generations with
 * another value, so that what mends one job spoils no other.
 */
export function mergeShared(
  found: readonly Found[],
  reading: Reading,
  knowledge: Knowledge,
  verdicts: readonly string[],
  judge: Judge,
): Finding[] {
  const groups: Found[][] = [];
  const known = new Map<string, Map<unknown, Found[]>>();
  for (const one of found) {
    const { code, occurrence } = one.finding;
    const question = verdicts.includes(code) ? 'verdict' : code;
    const places = known.get(question) ?? new Map<unknown, Found[]>();
    known.set(question, places);
    const place = placeOf(occurrence.range);
    const group = places.get(place) ?? [];
    if (group.length === 0) {
      places.set(place, group);
      groups.push(group);
    }
    group.push(one);
  }
  return groups.map((group) => {
    const users = usersOf(group[0].finding.occurrence, reading);
    return users.length > 1 ? joint(group, users, knowledge, judge) : group[0].finding;
  });
}

function joint(group: readonly Found[], users: readonly User[], knowledge: Knowledge, judge: Judge): Finding {
  const [first] = [...group].sort(
    (a, b) => SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity),
  );
  const { finding } = first;
  const concerned = new Set(group.map(({ generation }) => generation));
  const texts = grouped(group, (one) => one.finding.message);
  const forAll = texts.size === 1 && concerned.size === users.length;
  const tell: Tell = (id, values) => say(knowledge.stepsGuide.verdicts, id, values);
  const fixes = sharedFixes(group, users, judge).filter(({ removes, into }) => !into && (!removes || forAll));
  if (forAll) return { ...finding, fixes };
  const message = [...texts]
    .map(([text, of]) => tell('shared', { jobs: labels(of.map(({ generation }) => generation)), text }))
    .join(' ');
  const related = group.slice(0, TOLD).map(({ generation, finding: { message } }) => ({
    place: jobPlace(generation),
    message: tell('shared-job', { job: labelOf(generation), text: message }),
  }));
  const ownFixes = fixes.length > 0 ? [] : fixesInJobs(group, tell);
  return { ...finding, message, fixes: fixes.length > 0 ? fixes : ownFixes, related };
}

/** Values that suit every generation that takes them. */
function sharedFixes(group: readonly Found[], users: readonly User[], judge: Judge): readonly Fix[] {
  if (users.length > ASKED) return [];
  const offered = new Map<number | string, Fix>();
  for (const { finding } of group)
    for (const fix of finding.fixes) if (!offered.has(fix.value)) offered.set(fix.value, fix);
  return [...offered.values()]
    .slice(0, OFFERED)
    .filter((fix) => fix.range !== undefined || users.every((user) => suits(user, fix.value, judge)));
}

/** Whether nothing is said of a generation's value if it were this one. */
function suits({ generation, occurrence }: User, value: number | string, judge: Judge): boolean {
  const settings = generation.settings.map((each) =>
    isSamePlace(each.range, occurrence.range) ? { ...each, value, source: String(value), sentinel: false } : each,
  );
  return !judge({ ...generation, settings }).some((finding) => isSamePlace(finding.occurrence.range, occurrence.range));
}

/** The value for each job by itself, written where it overrides what the job inherits. */
function fixesInJobs(group: readonly Found[], tell: Tell): Fix[] {
  return group
    .flatMap(({ generation, finding }) => {
      const [fix] = finding.fixes;
      const into = generation.graph ? null : heirOf(finding.occurrence, generation);
      if (!fix || fix.range || !into) return [];
      const title = tell('shared-fix', { suggested: String(fix.value), job: labelOf(generation) });
      return [{ title, value: fix.value, safe: false, into: { map: into, key: finding.occurrence.key } }];
    })
    .slice(0, OFFERED);
}

/** The mapping in which an entry would override an inherited value; `null` where it stands in a section that is linked to. */
function heirOf(occurrence: Occurrence, generation: Generation): MapValue | null {
  const map = mappingOf(generation);
  if (map === null || isOwn(occurrence, generation)) return null;
  const isLinked = map.entries.some(
    ({ merge, value }) =>
      !merge && value.kind === 'alias' && value.target !== null && isOwn(occurrence, { range: value.target }),
  );
  return isLinked ? null : map;
}

/** Where a job is pointed to: at its model or its prompt, else at its beginning. */
function jobPlace(generation: Generation): Place {
  const { range, model } = generation;
  const map = mappingOf(generation);
  const prompt = settingOf(generation, 'prompt');
  const inside = [model?.range, prompt?.range].find(
    (place): place is Place => place !== undefined && place.start >= range.start && place.end <= range.end,
  );
  return inside ?? map?.entries[0]?.key ?? range;
}
