/** From the name of a model, as people write it in a file, to what is known of it. */
import type { Model, ModelNames } from './schema.ts';

/** A name in a model field says what renders; in a LoRA field only an accelerator changes what is known. */
export type ModelField = 'model' | 'lora';
export type FindModel = (name: string, field: ModelField) => Model | null;

interface Candidate {
  readonly model: Model;
  readonly match: readonly RegExp[];
  readonly exclude: readonly RegExp[];
}

/** Who is asked first. A tier that has an answer ends the search. */
const TIERS: readonly Model['precedence'][] = ['accelerator', 'few-step', 'specific', 'broad'];

/** Names a long session may meet before the memory of answers is emptied. */
const REMEMBERED = 2000;

/** One spelling for all: `Wan2.2 I2V\High_Noise` is `wan2.2-i2v/high-noise`, `SDXLTurbo` is `sdxl-turbo`. */
export function plainName(name: string): string {
  return name
    .replace(/([A-Z]{2})([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .replace(/\\/g, '/')
    .replace(/[\s_:]+/g, '-')
    .replace(/\/+$/, '');
}

/**
 * Makes the search. The file name is asked first and its folders only when it says nothing, so that a model is not taken
 * for the folder it lies in. Within a tier the entry whose pattern covers most of the name wins, so the order of entries
 * and files never matters.
 */
export function createModelFinder(models: readonly Model[], names: ModelNames): FindModel {
  const never = names.never.map(({ match }) => new RegExp(match));
  const tiers = TIERS.map((tier) => models.filter(({ precedence }) => precedence === tier).map(candidate));
  const answers = new Map<string, Model | null>();

  const find = (name: string, field: ModelField): Model | null => {
    const plain = plainName(name);
    const file = plain.slice(plain.lastIndexOf('/') + 1);
    for (const part of file === plain ? [plain] : [file, plain]) {
      if (never.some((pattern) => pattern.test(part))) return null;
      for (const tier of tiers) {
        const found = best(tier, part, field);
        if (found) return found;
      }
    }
    return null;
  };

  return (name, field) => {
    const key = `${field} ${name}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (answers.size >= REMEMBERED) answers.clear();
    const found = find(name, field);
    answers.set(key, found);
    return found;
  };
}

function candidate(model: Model): Candidate {
  const { match, exclude = [] } = model;
  return {
    model,
    match: match.map((source) => new RegExp(source)),
    exclude: exclude.map((source) => new RegExp(source)),
  };
}

function best(tier: readonly Candidate[], name: string, field: ModelField): Model | null {
  let found: Model | null = null;
  let covered = 0;
  for (const { model, match, exclude } of tier) {
    if (field === 'lora' && model.role === 'checkpoint') continue;
    const length = Math.max(...match.map((pattern) => pattern.exec(name)?.[0].length ?? 0));
    if (length <= covered || exclude.some((pattern) => pattern.test(name))) continue;
    found = model;
    covered = length;
  }
  return found;
}
