/** Text of a project file to what it says: checked, bounded, each mistake with its place. Pure: no files, no editor. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { SeverityChoice } from '../findings/severity.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { isObject } from '../knowledge/own.ts';
import type { SourceDocument } from '../syntax/document.ts';
import { parse } from '../syntax/parse.ts';
import { type Problem, placeOfPath, plainOf } from './plain.ts';
import { type OwnModel, type ProjectFile, ProjectSchema } from './schema.ts';

export type { Problem } from './plain.ts';

/** Characters of a project file; of a longer one nothing is read. */
const LARGEST_PROJECT = 200_000;

/** Where nothing is said. `null`: in all files, of all rules, at all places. */
export interface Ignored {
  readonly files: readonly string[] | null;
  readonly rules: readonly string[] | null;
  readonly at: readonly string[] | null;
}

/** What the configs under some paths are for: names as they are written, of what is known. */
export interface FolderFacts {
  readonly files: readonly string[];
  readonly model: string | null;
  readonly program: string | null;
}

/** What a project says. All of it is known to exist; a part that is wrong is left out. */
export interface Project {
  readonly rules: Readonly<Record<string, SeverityChoice>>;
  readonly ignore: readonly Ignored[];
  readonly models: readonly OwnModel[];
  /** Key to setting. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Setting to a note: plain text. */
  readonly guides: ReadonlyMap<string, string>;
  readonly folders: readonly FolderFacts[];
  readonly drafts: { readonly files: readonly string[] };
}

export const NO_PROJECT: Project = {
  rules: {},
  ignore: [],
  models: [],
  aliases: new Map(),
  guides: new Map(),
  folders: [],
  drafts: { files: [] },
};

/** A project file as it was read. Problems are in order of place; offsets are UTF-16 code units. */
export interface ReadProject {
  readonly project: Project;
  readonly problems: readonly Problem[];
}

/** Reads a project file. Never throws, whatever the text. */
export function readProject(text: string, knowledge: Knowledge): ReadProject {
  if (text.length > LARGEST_PROJECT) {
    const message = t`Nothing is read of this file: it has more than ${LARGEST_PROJECT} characters.`;
    return { project: NO_PROJECT, problems: [{ start: 0, end: 0, message }] };
  }
  const document = parse(text, 'yaml');
  const problems: Problem[] = [];
  if (document.roots.length > 1) {
    const { start, end } = document.roots[1];
    problems.push({ start, end: Math.min(end, start + 1), message: t`Only the first document of this file is read.` });
  }
  const [root] = document.roots;
  const whole = root === undefined ? null : plainOf(root, problems);
  const { file, written } = checked(whole ?? {}, document, problems);
  const project = known(file, knowledge, (path, message, onKey) =>
    problems.push({ ...placeOfPath(document, written(path), onKey), message }),
  );
  return { project, problems: problems.sort((a, b) => a.start - b.start) };
}

/** What is left of a file without its mistakes, and where in the file a path into that leads. */
interface Checked {
  readonly file: ProjectFile;
  readonly written: (path: readonly unknown[]) => readonly unknown[];
}

/** Mistakes of one kind side by side that are told. */
const MOST_ROUNDS = 20;

/** The parts that have the right shape, each by itself: one that is wrong takes no other with it. */
function checked(root: unknown, document: SourceDocument, problems: Problem[]): Checked {
  // Of lists that lost entries, where each of the others was.
  const places = new Map<unknown, readonly number[]>();
  const written = ([key, entry, ...rest]: readonly unknown[]): readonly unknown[] =>
    entry === undefined ? [key] : [key, places.get(key)?.[Number(entry)] ?? entry, ...rest];
  if (!isObject(root)) {
    problems.push({ ...placeOfPath(document, []), message: t`This must be a map, as in \`rules:\`.` });
    return { file: {}, written };
  }
  let left: Record<string, unknown> = { ...root };
  // Of keys that mean nothing each object tells the first only: what is behind it is met without it.
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const whole = v.safeParse(ProjectSchema, left);
    if (whole.success) return { file: whole.output, written };
    const wrong = oncePerList(whole.issues.map(deepest));
    for (const { path, message, isKey } of wrong.map(described))
      problems.push({ ...placeOfPath(document, path.length === 0 ? path : written(path), isKey), message });
    left = Object.fromEntries(
      Object.entries(left).flatMap(([key, value]) => {
        const inside = new Set(wrong.flatMap(({ path }) => (path?.[0]?.key === key ? [path[1]?.key] : [])));
        if (inside.size === 0) return [[key, value]];
        if (Array.isArray(value) && !inside.has(undefined)) {
          const kept = value.flatMap((_, index) => (inside.has(index) ? [] : [index]));
          places.set(
            key,
            kept.map((index) => places.get(key)?.[index] ?? index),
          );
          return [[key, kept.map((index) => value[index])]];
        }
        const part = without(value, inside);
        return part === undefined ? [] : [[key, part]];
      }),
    );
  }
  return { file: {}, written };
}

/** A map without some of its entries; undefined where something is wrong with the whole. */
function without(value: unknown, wrong: ReadonlySet<unknown>): unknown {
  if (wrong.has(undefined) || !isObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !wrong.has(key)));
}

type Issue = v.BaseIssue<unknown>;

/** Of a choice that nothing fits, what is wrong with the one that came nearest. */
function deepest(issue: Issue): Issue {
  const inside = issue.type === 'union' ? (issue.issues ?? []) : [];
  const nearest = inside.map(deepest).sort((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))[0];
  if (!nearest?.path) return issue;
  return { ...nearest, path: [...(issue.path ?? []), ...nearest.path] as NonNullable<Issue['path']> };
}

/** Of a list where a map should be, the list is told: keys it has none, but those that every list is born with. */
function oncePerList(issues: readonly Issue[]): Issue[] {
  const told = new Set<unknown>();
  return issues.flatMap((issue): Issue[] => {
    const { path = [] as never } = issue;
    const at = path.findIndex(({ type, input }) => type === 'object' && Array.isArray(input));
    if (at < 0) return [issue];
    const list = path[at].input;
    if (told.has(list)) return [];
    told.add(list);
    return [{ ...issue, type: 'map', message: t`must be a map`, path: path.slice(0, at) as typeof path }];
  });
}

/** Keys by which people may try to name a place to render at. */
const ADDRESSES = /^(backends?|address(es)?|urls?|servers?|hosts?|endpoints?|price|render)$/i;

function described({ type, expected, path = [] as never, message }: Issue) {
  const keys: unknown[] = path.map(({ key }) => key);
  const name = String(keys.at(-1) ?? '');
  if (type !== 'strict_object' || keys.length === 0)
    return { path: keys, message: sentence(name, message), isKey: false };
  if (expected === 'never') {
    const said = ADDRESSES.test(name)
      ? t`"${name}" can't be set here: where is rendered, and what that costs, is each person's own setting.`
      : t`"${name}" is nothing that can be set here.`;
    return { path: keys, message: said, isKey: true };
  }
  // A key that is missing: the path names it, and leads to what lacks it.
  return expected?.startsWith('"')
    ? { path: keys.slice(0, -1), message: t`${name} is missing here.`, isKey: true }
    : { path: keys, message: sentence(name, message), isKey: false };
}

function sentence(name: string, message: string): string {
  return name === '' || /^\d+$/.test(name) ? t`This ${message}.` : `"${name}" ${message}.`;
}

type Tell = (path: readonly unknown[], message: string, onKey?: boolean) => void;

/** What of it names something that exists. */
function known(file: ProjectFile, knowledge: Knowledge, tell: Tell): Project {
  const { data } = knowledge;
  const codes = new Set(data.rules.map(({ code }) => code));
  const settings = new Set(knowledge.guides.flatMap(({ id, also }) => [id, ...also]));
  const isRule = (code: string, path: readonly unknown[], onKey: boolean): boolean => {
    if (!codes.has(code)) tell(path, t`There is no rule "${code}".`, onKey);
    return codes.has(code);
  };
  const isSetting = (setting: string, path: readonly unknown[], onKey: boolean): boolean => {
    if (!settings.has(setting)) tell(path, t`There is no setting "${setting}".`, onKey);
    return settings.has(setting);
  };
  const models = (file.models ?? []).filter(({ like }, index) => {
    const isKnown = like === undefined || data.models.some(({ id }) => id === like);
    if (!isKnown) tell(['models', index, 'like'], t`There is no model "${like}": docs/models.md lists their ids.`);
    return isKnown;
  });
  const ownNames = new Set(models.map(({ name }) => name));
  return {
    rules: Object.fromEntries(Object.entries(file.rules ?? {}).filter(([code]) => isRule(code, ['rules', code], true))),
    ignore: (file.ignore ?? []).flatMap((entry, index): Ignored[] => {
      if (typeof entry === 'string') return [{ files: [entry], rules: null, at: null }];
      const { files, rules, at } = entry;
      const named = all(rules)?.filter((code, place) =>
        isRule(code, ['ignore', index, 'rules', ...(Array.isArray(rules) ? [place] : [])], false),
      );
      if (!files && !rules && !at)
        tell(['ignore', index], t`This names no files, rules or places, so it ignores nothing.`);
      // Where all that it names is unknown, it is not taken for all there is.
      const isEmpty = named?.length === 0 || (!files && !rules && !at);
      return isEmpty ? [] : [{ files: all(files), rules: named ?? null, at: all(at) }];
    }),
    models,
    aliases: new Map(
      Object.entries(file.aliases ?? {}).filter(([key, setting]) => isSetting(setting, ['aliases', key], false)),
    ),
    guides: new Map(
      Object.entries(file.guides ?? {}).filter(([setting]) => isSetting(setting, ['guides', setting], true)),
    ),
    folders: (file.folders ?? []).map(({ files, model, program }, index): FolderFacts => {
      const isModel =
        model !== undefined &&
        (ownNames.has(model) || data.models.some(({ id }) => id === model) || knowledge.model(model, 'model') !== null);
      if (model !== undefined && !isModel)
        tell(['folders', index, 'model'], t`There is no model "${model}": docs/models.md lists them.`);
      const isProgram = program !== undefined && knowledge.program(program) !== null;
      if (program !== undefined && !isProgram)
        tell(['folders', index, 'program'], t`There is no program "${program}": docs/programs.md lists them.`);
      return { files: all(files) ?? [], model: isModel ? model : null, program: isProgram ? program : null };
    }),
    drafts: { files: all(file.drafts?.files) ?? [] },
  };
}

function all<Item>(one: Item | readonly Item[] | undefined): readonly Item[] | null {
  if (one === undefined) return null;
  return Array.isArray(one) ? one : [one as Item];
}
