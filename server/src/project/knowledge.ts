/** What is known, with what a project says besides. */
import { type Alias, type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import { plainName } from '../knowledge/model-names.ts';
import type { Model } from '../knowledge/schema.ts';
import type { FileFacts } from './for-file.ts';
import { matchesName } from './globs.ts';
import type { Project } from './read.ts';
import type { OwnModel } from './schema.ts';

/** Knowledge for a file of a project: its own models, keys and notes first, and what the file's folder is for. Pure. */
export function projectKnowledge(
  knowledge: Knowledge,
  project: Project,
  { model, program }: Pick<FileFacts, 'model' | 'program'>,
): Knowledge {
  const { models, aliases, guides } = project;
  if (models.length === 0 && aliases.size === 0 && guides.size === 0 && model === null && program === null)
    return knowledge;
  const own = models.map((entry) => ({ entry, model: modelOf(entry, knowledge) }));
  const find: Knowledge['model'] = (name, field) => {
    const spellings = [plainName(name), plainName(name).split('/').at(-1) ?? ''];
    const found = own.find(
      ({ entry, model: { role } }) =>
        (field === 'lora' ? role !== 'checkpoint' : role !== 'lora') &&
        patternsOf(entry).some((pattern) => spellings.some((spelling) => matchesName(pattern, spelling))),
    );
    return found?.model ?? knowledge.model(name, field);
  };
  const keys = new Map([...aliases].map(([key, setting]) => [normaliseKey(key), aliasOf(setting)]));
  const assumed =
    model === null
      ? null
      : (own.find(({ entry }) => entry.name === model)?.model ??
        knowledge.data.models.find(({ id }) => id === model) ??
        find(model, 'model'));
  return {
    ...knowledge,
    model: find,
    alias: (key) => keys.get(normaliseKey(key)) ?? knowledge.alias(key),
    spellings: (setting) => [
      ...knowledge.spellings(setting),
      ...[...keys].flatMap(([key, alias]) => (alias.setting === setting ? [key] : [])),
    ],
    program: (id) => knowledge.program(id) ?? (program === null ? null : knowledge.program(program)),
    ownKeys: [...aliases.keys()],
    assumedModel: assumed,
    note: (setting) => guides.get(setting) ?? null,
  };
}

/** A key of a project's own means the setting wherever it stands: the project says so. */
function aliasOf(setting: string): Alias {
  return { setting, certain: true, sentinels: [], pass: null, list: null, onlyList: false };
}

function patternsOf({ match }: OwnModel): string[] {
  return (Array.isArray(match) ? match : [match]).map(plainName);
}

/** An own model, from the one it is made from; without one, with what it says alone. */
function modelOf(entry: OwnModel, { data, stepsGuide }: Knowledge): Model {
  const base = data.models.find(({ id }) => id === entry.like);
  const { steps: said = {}, guidance } = entry;
  const usual = said.default ?? said.sweet?.[1] ?? base?.steps.default ?? stepsGuide.default;
  const figures = Object.keys(said).length === 0 && base ? base.steps : { ...withoutFigures(base), ...said };
  return {
    ...base,
    id: base?.id ?? `own-${plainName(entry.name).replace(/[^a-z0-9]+/g, '-')}`,
    kind: entry.kind ?? base?.kind ?? 'image',
    role: entry.lora ? 'lora' : base?.role === 'lora' && entry.lora === undefined ? 'lora' : 'checkpoint',
    precedence: 'specific',
    distillation: base?.distillation ?? 'none',
    name: entry.name,
    match: [],
    steps: {
      ...figures,
      sweet: said.sweet ?? (said.default ? [usual, usual] : (base?.steps.sweet ?? [usual, usual])),
      default: usual,
    },
    ...(guidance !== undefined && {
      guidance: { kind: guidance <= 1 ? 'off' : (base?.guidance?.kind ?? 'cfg'), default: guidance },
    }),
  };
}

/** What of a base still holds where other steps are said: what it was trained for and what hosts refuse. */
function withoutFigures(base: Model | undefined): Partial<Model['steps']> {
  const { distilled_for, host_limits } = base?.steps ?? {};
  return { ...(distilled_for !== undefined && { distilled_for }), ...(host_limits && { host_limits }) };
}
