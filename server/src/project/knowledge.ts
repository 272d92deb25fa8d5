/** What is known, with what a project says besides. */
import { rememberedText } from '../common/memory.ts';
import { type Alias, type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import { LONGEST_NAME, plainName } from '../knowledge/model-names.ts';
import type { Model } from '../knowledge/schema.ts';
import type { FileFacts } from './facts.ts';
import { namePattern } from './globs.ts';
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
  const own = models.map((entry) => ({ entry, model: modelOf(entry, knowledge), matches: matcherOf(entry) }));
  const findIn = (field: Parameters<Knowledge['model']>[1]) => {
    const asked = own.filter(({ model: { role } }) => (field === 'lora' ? role !== 'checkpoint' : role !== 'lora'));
    // A file names the same few models over and over, and anybody's name is as long as they like.
    return rememberedText((name) => {
      const whole = plainName(name);
      const file = whole.split('/').at(-1) ?? '';
      return asked.find(({ matches }) => matches(whole) || matches(file))?.model ?? null;
    });
  };
  const found = { model: findIn('model'), lora: findIn('lora') };
  const find: Knowledge['model'] = (name, field) =>
    found[field](name.slice(-LONGEST_NAME)) ?? knowledge.model(name, field);
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

/** Whether a plain name is one that an own model has. */
function matcherOf({ match }: OwnModel): (name: string) => boolean {
  const patterns = (Array.isArray(match) ? match : [match]).map((pattern) => namePattern(plainName(pattern)));
  return (name) => patterns.some((matches) => matches(name));
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
