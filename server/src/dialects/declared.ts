/** The one reader of all declared dialects: data/dialects/declared/*.yaml say where a format keeps what, this file goes and looks. */

import { remembered } from '../common/memory.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import type { Condition, DeclaredDialect } from '../knowledge/schema.ts';
import type { MapValue, SourceDocument, Value } from '../syntax/document.ts';
import { entryOf, pointerOf, resolve } from '../syntax/navigate.ts';
import { createArgumentReader, nameOf, occurrencesOf } from './arguments.ts';
import { type Conditions, createConditions } from './conditions.ts';
import { canBeCount } from './counts.ts';
import { type Generation, isPlaceholder, type Lora, type Name, type Occurrence } from './generation.ts';
import type { Keys } from './keys.ts';
import { select } from './paths.ts';

/** Always hold. */
const NO_CONDITIONS: readonly Condition[] = [];

type Place = DeclaredDialect['generations'][number];

export interface DeclaredReader {
  /**
   * The dialect that a whole document is written in. `keys`: plain spellings of the root's keys; `deep`: those of `deepKeys` that
   * occur anywhere in it.
   */
  ofRoot(root: Value, keys: Keys, deep: Keys): DeclaredDialect | null;
  /** Keys (plain spellings) that dialects look for at any depth. */
  readonly deepKeys: readonly string[];
  /**
   * The dialect of a part of a document (a payload in a list, a preset in a pack): known by its own keys, wherever it lies.
   * `keys`: their plain spellings.
   */
  ofPart(map: MapValue, keys: Keys): DeclaredDialect | null;
  /** What a dialect says is in a value that is written in it. */
  read(dialect: DeclaredDialect, from: Value, document: SourceDocument): readonly Generation[];
}

/** A dialect and the conditions under which a value is written in it. */
interface Candidate {
  readonly dialect: DeclaredDialect;
  readonly conditions: Conditions;
}

export function createDeclaredReader(knowledge: Knowledge): DeclaredReader {
  const { argumentsOf, lorasIn, lorasOf, modelIn, namesIn } = createArgumentReader(knowledge);
  const all = knowledge.data.dialects.map((dialect) => ({
    dialect,
    alternatives: dialect.recognise.map(createConditions),
  }));
  const roots = all.filter(({ dialect }) => !dialect.anywhere);
  const local = all.filter(({ dialect }) => dialect.anywhere);
  const selfContained = new Set(local.map(({ dialect }) => dialect).filter(staysInside));
  /** The dialects that a mapping with some keys may be written in. */
  const likely = remembered((keys: Keys) => candidates(local, keys));
  /** The same of a root: a stream or a file of lines may have thousands. */
  const likelyRoots = remembered((keys: Keys, deep: Keys) => candidates(roots, keys, deep), {
    until: (_, deep) => deep,
  });
  const conditionsOf = remembered(createConditions);
  const readOnce = remembered(
    (from: MapValue, dialect: DeclaredDialect, document: SourceDocument) => readAnew(dialect, from, document),
    { until: ({ revision }) => revision },
  );

  return {
    ofRoot: (root, keys, deep) => firstOf(likelyRoots(keys, deep), ofValue(root)),
    deepKeys: roots.flatMap(({ alternatives }) => alternatives.flatMap(({ deepKeys }) => deepKeys)),
    ofPart: (map, keys) => firstOf(likely(keys), ofValue(map)),
    read,
  };

  function candidates(among: typeof all, keys: Keys, deep?: Keys): Candidate[] {
    return among.flatMap(({ dialect, alternatives }) =>
      alternatives.flatMap((conditions) => (conditions.mayHold(keys, deep) ? [{ dialect, conditions }] : [])),
    );
  }

  function read(dialect: DeclaredDialect, from: Value, document: SourceDocument): readonly Generation[] {
    return from.kind === 'map' && selfContained.has(dialect)
      ? readOnce(from, dialect, document)
      : readAnew(dialect, from, document);
  }

  function readAnew(dialect: DeclaredDialect, from: Value, document: SourceDocument): Generation[] {
    return dialect.generations.flatMap((place) =>
      select(from, place.at).flatMap((value) => {
        const map = resolve(value);
        return map?.kind === 'map' && conditionsOf(place.when ?? NO_CONDITIONS).holds(map)
          ? generationOf(dialect, place, map, document)
          : [];
      }),
    );
  }

  function generationOf(dialect: DeclaredDialect, place: Place, map: MapValue, document: SourceDocument): Generation[] {
    const settings: Occurrence[] = [];
    const meets = (conditions: readonly Condition[]) => conditionsOf(conditions).holds(map);
    for (const { path, pass = null, sentinels = [], when } of place.steps) {
      if (when && !meets(when)) continue;
      for (const value of select(map, path)) {
        const occurrence = countAt(value, pass, sentinels);
        if (occurrence && !settings.some(({ range }) => range.start === occurrence.range.start))
          settings.push(occurrence);
      }
    }
    if (settings.length === 0) return [];
    const leftOut = Object.entries(place.leave_out ?? {}).flatMap(([setting, idle]) => (meets(idle) ? [setting] : []));
    for (const [setting, paths] of Object.entries(place.settings ?? {})) {
      if (leftOut.includes(setting)) continue;
      const prefix = own(place.prefixes, setting) ?? '';
      const value = paths.flatMap((path) => select(map, path)).find((found) => textOf(found).startsWith(prefix));
      const occurrence = value && occurrenceAt(value, setting);
      if (occurrence) settings.push(named(shortened(occurrence, prefix), own(place.values, setting)));
    }
    const near = [map, ...(place.near ?? []).flatMap((path) => select(map, path))];
    const maps = near.flatMap((value) => {
      const target = resolve(value);
      return target?.kind === 'map' ? [target] : [];
    });
    // One mapping may say a setting under several keys (guidance_scale beside true_cfg_scale); the nearest that says it counts.
    for (const around of maps) {
      const said = new Set(['inference_steps', ...leftOut, ...settings.map(({ setting }) => setting)]);
      for (const argument of argumentsOf(around)) {
        if (said.has(argument.alias.setting)) continue;
        for (const occurrence of occurrencesOf(argument, document))
          if (!said.has(occurrence.setting)) settings.push(named(occurrence, own(place.values, occurrence.setting)));
      }
    }
    const pointer = pointerOf(map, document);
    const declared = modelAt(place, map);
    const isUnnamed = declared !== null && place.unnamed !== undefined && new RegExp(place.unnamed).test(declared.text);
    return [
      {
        dialect: dialect.id,
        program: dialect.program,
        ownModel: dialect.own_model || isUnnamed,
        fewStep: place.few_step_when !== undefined && conditionsOf(place.few_step_when).holds(map),
        id: pointer === '' ? '/' : pointer,
        pointer,
        range: map,
        model: isUnnamed ? nameBeside(declared, maps) : (declared ?? firstOf(maps, modelBeside)),
        loras: lorasAt(place, map, maps),
        settings,
        ...(place.switches && { switches: switchesAt(place.switches, map) }),
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
        keyRange: entry?.key ?? null,
        range: value,
        pointer: pointerOf(value, document),
        value: scalar.value,
        source: scalar.source,
        via: isPlaceholder(scalar.value) ? 'placeholder' : value.kind === 'alias' ? 'link' : null,
        pass: null,
        sentinel: false,
      };
    }

    function modelBeside(map: MapValue): Name | null {
      return modelIn(argumentsOf(map), document);
    }

    /** Another name than one that stands for several models. */
    function nameBeside(unnamed: Name | null, maps: readonly MapValue[]): Name | null {
      const found = firstOf(maps, modelBeside);
      return found?.range.start === unnamed?.range.start ? null : found;
    }

    function modelAt({ model = [], model_detail = [], model_means }: Place, from: MapValue): Name | null {
      const [scalar] = model.flatMap((path) => select(from, path)).flatMap(namesIn);
      if (!scalar) return null;
      const [detail] = model_detail.flatMap((path) => select(from, path)).flatMap(namesIn);
      const said = String((detail ?? scalar).value);
      const means = own(model_means, said) ?? (detail ? said : undefined);
      return { ...nameOf(scalar, document), ...(means !== undefined && { detail: means }) };
    }

    function lorasAt(
      { loras = [], mode_loras, lora_phases = [] }: Place,
      from: MapValue,
      around: readonly MapValue[],
    ): Lora[] {
      const declared = loras.flatMap((path) => select(from, path)).flatMap((value) => lorasOf(value, document));
      const written = declared.length > 0 ? declared : lorasIn(around.flatMap(argumentsOf), document);
      const phased = lora_phases.flatMap((path) => select(from, path)).map(phasesIn);
      const weighed = phased.length > 0 ? withPhases(written, phased.join(' ')) : written;
      return [...weighed, ...loadedByMode(mode_loras, from)];
    }

    function loadedByMode(modes: Place['mode_loras'], from: MapValue): Lora[] {
      const mode = modes && firstOf(select(from, modes.at), resolve);
      const name = mode?.kind === 'scalar' ? own(modes?.names, String(mode.value)) : undefined;
      return mode?.kind === 'scalar' && name !== undefined
        ? [{ ...nameOf(mode, document), detail: name, weight: null, weightRange: null }]
        : [];
    }
  }
}

function ofValue(value: Value): (candidate: Candidate) => DeclaredDialect | null {
  return ({ dialect, conditions }) => (conditions.holds(value) ? dialect : null);
}

/** The weights of all LoRAs, each with its phases, parted by spaces. */
function phasesIn(value: Value): string {
  const target = resolve(value);
  if (target?.kind === 'list') return target.items.map(phasesIn).join(' ');
  return target?.kind === 'scalar' ? String(target.value ?? '') : '';
}

/** LoRAs by the most that each weighs in any phase (`0;1 0.8`); of several numbers parted by commas, a step each, the most. */
function withPhases(loras: readonly Lora[], text: string): Lora[] {
  const all = text.trim().split(/\s+/);
  return loras.map((lora, index) => {
    const phases = (all[index] ?? '').split(';').map((phase) => Math.max(...phase.split(',').map(Number)));
    if (all[index] === undefined || all[index] === '' || phases.some(Number.isNaN)) return lora;
    return { ...lora, weight: Math.max(...phases), ...(phases[0] === 0 && { joinsLater: true }) };
  });
}

/** The switches that are there: a value, or how many values a list or mapping holds. */
function switchesAt(
  all: Readonly<Record<string, readonly string[]>>,
  map: MapValue,
): NonNullable<Generation['switches']> {
  const found = Object.entries(all).flatMap(([name, paths]) => {
    const target = firstOf(paths, (path) => firstOf(select(map, path), resolve));
    if (!target) return [];
    const value =
      target.kind === 'scalar' ? target.value : target.kind === 'list' ? target.items.length : target.entries.length;
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}

/** Whether all that a dialect reads of a part of a document lies in that part. */
function staysInside({ generations }: DeclaredDialect): boolean {
  return generations.every(
    ({ at, steps, settings = {}, model = [], model_detail = [], loras = [], switches = {}, near = [] }) => {
      const depth = at.split('/').filter((step) => step !== '').length;
      const paths = [
        ...steps.map(({ path }) => path),
        ...Object.values(settings).flat(),
        ...model,
        ...model_detail,
        ...loras,
        ...Object.values(switches).flat(),
        ...near,
      ];
      return (
        !at.startsWith('/') &&
        paths.every((path) => !path.startsWith('/') && path.split('/').filter((step) => step === '..').length <= depth)
      );
    },
  );
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
  const name = own(values, String(occurrence.value));
  return name === undefined ? occurrence : { ...occurrence, value: name };
}

function firstOf<In, Out>(items: readonly In[], find: (item: In) => Out | null): Out | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
