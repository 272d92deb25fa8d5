/** The one reader of all declared dialects: data/dialects/declared/*.yaml say where a format keeps what, this file goes and looks. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Condition, DeclaredDialect } from '../knowledge/schema.ts';
import type { MapValue, SourceDocument, Value } from '../syntax/document.ts';
import { entryOf, pointerOf, resolve, walk } from '../syntax/navigate.ts';
import { createArgumentReader, lorasIn, lorasOf, nameOf, namesIn, occurrenceOf } from './arguments.ts';
import { type Generation, isPlaceholder, type Lora, type Name, type Occurrence } from './generation.ts';
import { select } from './paths.ts';

type Place = DeclaredDialect['generations'][number];

export interface DeclaredReading {
  readonly dialect: DeclaredDialect;
  readonly generations: Generation[];
  /** Values that were read: no other reader looks into them. */
  readonly covered: Set<Value>;
}

export interface DeclaredReader {
  /** What the declared dialects find in a document, a reading a dialect met. `skip`: subtrees other readers have taken. */
  read(document: SourceDocument, skip: ReadonlySet<Value>): DeclaredReading[];
}

export function createDeclaredReader(knowledge: Knowledge): DeclaredReader {
  const { argumentsOf, modelIn } = createArgumentReader(knowledge);
  const roots = knowledge.data.dialects.filter(({ anywhere }) => !anywhere);
  const local = knowledge.data.dialects.filter(({ anywhere }) => anywhere);

  return { read };

  function read(document: SourceDocument, skip: ReadonlySet<Value>): DeclaredReading[] {
    const readings: DeclaredReading[] = [];
    const covered = new Set<Value>(skip);
    for (const root of document.roots) {
      const dialect = covered.has(root) ? undefined : roots.find((candidate) => recognises(candidate, root));
      if (dialect) take(dialect, root);
    }
    // A part of a document (a payload in a list, a preset in a pack) is known by its own keys, wherever it lies.
    walk(document, (value) => {
      if (covered.has(value)) return false;
      const dialect = value.kind === 'map' ? local.find((candidate) => recognises(candidate, value)) : undefined;
      if (!dialect) return true;
      take(dialect, value);
      return false;
    });
    return readings;

    function take(dialect: DeclaredDialect, from: Value): void {
      covered.add(from);
      const generations = dialect.generations.flatMap((place) =>
        select(from, place.at).flatMap((value) => {
          const map = resolve(value);
          return map?.kind === 'map' && holds(place.when ?? [], map) ? generationOf(dialect, place, map, document) : [];
        }),
      );
      readings.push({ dialect, generations, covered: new Set([from]) });
    }
  }

  function generationOf(dialect: DeclaredDialect, place: Place, map: MapValue, document: SourceDocument): Generation[] {
    const settings: Occurrence[] = [];
    for (const { path, pass = null, sentinels = [] } of place.steps) {
      for (const value of select(map, path)) {
        const occurrence = countAt(value, pass, sentinels);
        if (occurrence && !settings.some(({ range }) => range.start === occurrence.range.start))
          settings.push(occurrence);
      }
    }
    if (settings.length === 0) return [];
    for (const [setting, paths] of Object.entries(place.settings ?? {})) {
      const prefix = place.prefixes?.[setting] ?? '';
      const value = paths.flatMap((path) => select(map, path)).find((found) => textOf(found).startsWith(prefix));
      const occurrence = value && occurrenceAt(value, setting);
      if (occurrence) settings.push(named(shortened(occurrence, prefix), place.values?.[setting]));
    }
    const near = [map, ...(place.near ?? []).flatMap((path) => select(map, path))];
    const maps = near.flatMap((value) => {
      const target = resolve(value);
      return target?.kind === 'map' ? [target] : [];
    });
    for (const argument of maps.flatMap(argumentsOf)) {
      if (argument.alias.setting === 'inference_steps') continue;
      if (settings.some(({ setting }) => setting === argument.alias.setting)) continue;
      const occurrence = occurrenceOf(argument, document);
      if (occurrence) settings.push(named(occurrence, place.values?.[occurrence.setting]));
    }
    const pointer = pointerOf(map, document);
    return [
      {
        dialect: dialect.id,
        tool: dialect.tool,
        ownModel: dialect.own_model,
        fewStep: place.few_step_when !== undefined && holds(place.few_step_when, map),
        id: pointer === '' ? '/' : pointer,
        pointer,
        range: { start: map.start, end: map.end },
        model: modelAt(place, map) ?? firstOf(maps, (near) => modelIn(near, document)),
        loras: lorasAt(place, map, maps),
        settings,
      },
    ];

    function countAt(value: Value, pass: string | null, sentinels: readonly number[]): Occurrence | null {
      const occurrence = occurrenceAt(value, 'inference_steps');
      if (!occurrence || !canBeCount(occurrence, dialect)) return null;
      const { value: found } = occurrence;
      return { ...occurrence, pass, sentinel: typeof found === 'number' && sentinels.includes(found) };
    }

    function occurrenceAt(value: Value, setting: string): Occurrence | null {
      const scalar = resolve(value);
      if (scalar?.kind !== 'scalar') return null;
      const entry = entryOf(value);
      return {
        setting,
        key: entry?.key.text ?? String(value.key ?? ''),
        keyRange: entry ? { start: entry.key.start, end: entry.key.end } : null,
        range: { start: value.start, end: value.end },
        pointer: pointerOf(value, document),
        value: scalar.value,
        source: scalar.source,
        via: isPlaceholder(scalar.value) ? 'placeholder' : value.kind === 'alias' ? 'link' : null,
        pass: null,
        sentinel: false,
      };
    }

    function modelAt({ model = [], model_detail = [] }: Place, from: MapValue): Name | null {
      const [scalar] = model.flatMap((path) => select(from, path)).flatMap(namesIn);
      if (!scalar) return null;
      const [detail] = model_detail.flatMap((path) => select(from, path)).flatMap(namesIn);
      return { ...nameOf(scalar, document), ...(detail && { detail: String(detail.value) }) };
    }

    function lorasAt({ loras = [] }: Place, from: MapValue, around: readonly MapValue[]): Lora[] {
      const declared = loras.flatMap((path) => select(from, path)).flatMap((value) => lorasOf(value, document));
      return declared.length > 0 ? declared : lorasIn(around.flatMap(argumentsOf), document);
    }
  }
}

/** Words are a mistyped count only where the whole document is sure to be of this format; a part of one may be a table of labels. */
function canBeCount({ value }: Occurrence, dialect: DeclaredDialect): boolean {
  if (typeof value !== 'string' || isPlaceholder(value)) return typeof value !== 'boolean';
  return /^\s*[-+]?\d/.test(value) || !dialect.anywhere;
}

/** A value without what the format puts before it: a prefix, or the module of a class (`sgm.sampling.EulerEDMSampler`). */
function shortened(occurrence: Occurrence, prefix: string): Occurrence {
  const { value } = occurrence;
  if (typeof value !== 'string') return occurrence;
  const [, className] = /^[a-z_]\w*(?:\.\w+)*\.([A-Z]\w*)$/.exec(value) ?? [];
  return { ...occurrence, value: className ?? value.slice(prefix.length) };
}

function textOf(value: Value): string {
  const scalar = resolve(value);
  return scalar?.kind === 'scalar' ? String(scalar.value) : '';
}

/** A value that a format writes as a number or code, by the name that it stands for. */
function named(occurrence: Occurrence, values: Readonly<Record<string, string>> | undefined): Occurrence {
  const name = values?.[String(occurrence.value)];
  return name === undefined ? occurrence : { ...occurrence, value: name };
}

function recognises({ recognise }: DeclaredDialect, value: Value): boolean {
  return recognise.some((conditions) => holds(conditions, value));
}

function holds(conditions: readonly Condition[], value: Value): boolean {
  return conditions.every((condition) => {
    if (typeof condition === 'string') return select(value, condition).length > 0;
    if ('not' in condition) return select(value, condition.not).length === 0;
    if ('some' in condition)
      return condition.some.filter((path) => select(value, path).length > 0).length >= condition.at_least;
    const pattern = patternOf(condition.matches);
    return select(value, condition.path).some((found) => {
      const scalar = resolve(found);
      return scalar?.kind === 'scalar' ? pattern.test(String(scalar.value)) : scalar?.kind === condition.matches;
    });
  });
}

const patterns = new Map<string, RegExp>();

/** Compiled once: conditions come from data, so there are few, and they are asked of every mapping of a document. */
function patternOf(source: string): RegExp {
  const known = patterns.get(source) ?? new RegExp(source);
  patterns.set(source, known);
  return known;
}

function firstOf<In, Out>(items: readonly In[], find: (item: In) => Out | null): Out | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
