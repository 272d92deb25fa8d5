/** From the name of a model, as people write it in a file, to what is known of it. */
import { rememberedText } from '../common/memory.ts';
import { own } from './own.ts';
import type { Model, ModelNames } from './schema.ts';
import { type WordPattern, wordPattern } from './word-pattern.ts';

/** A name in a model field says what renders; in a LoRA field only an accelerator changes what is known. */
export type ModelField = 'model' | 'lora';
export type FindModel = (name: string, field: ModelField) => Model | null;

/** What names say. */
export interface NamesOfModels {
  readonly find: FindModel;
  /** Whether a name says "made for few steps", known or not. */
  readonly saysFewStep: (name: string) => boolean;
  /** Whether a name says "makes sound, speech or shapes", known or not. */
  readonly saysNoPicture: (name: string) => boolean;
  /** Whether a name says "makes videos", known or not. */
  readonly saysVideo: (name: string) => boolean;
}

/** A name as it is written, and with its humps apart: `cyberrealisticPony` is also `cyberrealistic-pony`. */
interface Spelling {
  readonly plain: string;
  readonly apart: string;
  /** Both, or the one that they are. */
  readonly all: readonly string[];
}

interface Candidate {
  readonly model: Model;
  /** One of them is in whatever its patterns match. */
  readonly words: readonly string[];
  readonly match: readonly WordPattern[];
  readonly exclude: readonly WordPattern[];
  /** The entry with other figures, by the words that ask for them. */
  readonly variants: readonly { readonly match: RegExp; readonly model: Model }[];
}

/** Who is asked first. A tier that has an answer ends the search. */
const TIERS: readonly Model['precedence'][] = ['accelerator', 'few-step', 'specific', 'broad'];

/** Characters of a name that are looked at, from its end. Patterns take time by the square of a name, and more. */
export const LONGEST_NAME = 300;

/** `4-steps` in a name is what the model was made for; above this it is how long it was trained. */
const MOST_STEPS_OF_FEW = 16;
const STEPS_IN_NAME = /(?<![\d.])(\d{1,2})-?steps?(?![a-z])/;

/** One spelling for all: `Wan2.2 I2V\High_Noise` is `wan2.2-i2v/high-noise`, `SDXLTurbo` is `sdxl-turbo`, and a version's hash is nothing. */
export function plainName(name: string): string {
  return name
    .replace(/[:@][0-9a-f]{12,}$/i, '')
    .replace(/([A-Z]{2})([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .replace(/\\/g, '/')
    .replace(/[\s_:]+/g, '-')
    .replace(/\/+$/, '');
}

/**
 * Makes the search. The file name is asked first and its folders only when it says nothing, so that a model is not taken
 * for the folder it lies in. Within a tier the entry whose pattern covers most of the name wins, so the order of entries
 * and files never matters. A name that says something else as well (another family, a distillation that the entry does not
 * know, a part that is no model) is nobody's: a wrong family is worse than none.
 */
export function createModelNames(
  entries: readonly Model[],
  names: ModelNames,
  words: Readonly<Record<string, readonly string[]>>,
): NamesOfModels {
  const patternOf = (source: string): WordPattern => wordPattern(source, own(words, source));
  const candidate = (model: Model): Candidate => ({
    model,
    words: model.match.flatMap((source) => own(words, source) ?? ['']),
    match: model.match.map(patternOf),
    exclude: (model.exclude ?? []).map(patternOf),
    variants: (model.variants ?? []).map(({ match, ...figures }) => ({
      match: new RegExp(match),
      model: { ...model, ...figures, steps: figures.steps ?? model.steps },
    })),
  });
  const never = names.never.map(({ match }) => patternOf(match));
  const others = names.besides.map(({ match }) => patternOf(match));
  const subject = new RegExp(names.subject_words);
  const distilled = new RegExp(names.distilled_words);
  const perhapsDistilled = new RegExp(names.perhaps_distilled_words);
  const noPicture = new RegExp(names.not_pictures);
  const video = new RegExp(names.videos);
  const negated = new RegExp(names.negated_words, 'g');
  const families = Object.entries(names.families).map(([family, source]) => [family, patternOf(source)] as const);
  const builtOn = new Set(names.built_on.map(([family, base]) => `${family} ${base}`));
  const candidatesFor = createIndex(entries.map(candidate));

  const spell = (written: string): Spelling => {
    const path = written.replaceAll('\\', '/').replace(/\/+$/, '');
    const host = names.hosts.find((prefix) => path.toLowerCase().startsWith(prefix));
    const name = host === undefined ? path : host + path.slice(host.length).replaceAll('/', '-');
    const plain = plainName(name).replace(negated, '');
    const apart = humpsApart(name);
    return spelling(plain, apart === name ? plain : plainName(apart).replace(negated, ''));
  };

  /** What a name says besides what makes it this entry's. */
  const besides = ({ plain, apart }: Spelling, { match }: Candidate): string =>
    without(match.some((pattern) => pattern.test(apart)) ? apart : plain, match);

  /** Whether a name is another model's as well as this one's. */
  const isOthers = (name: Spelling, found: Candidate, field: ModelField): boolean => {
    const { distillation, steps } = found.model;
    const rest = besides(name, found);
    if (others.some((pattern) => pattern.test(rest))) return true;
    if (field === 'lora' && subject.test(rest)) return true;
    if (!distillation.startsWith('step') && distilled.test(rest)) return true;
    const made = Number(STEPS_IN_NAME.exec(name.apart)?.[1] ?? Number.NaN);
    const [low, high] = [steps.min_useful ?? steps.sweet[0], Math.max(steps.sweet[1], steps.default)];
    if (made <= MOST_STEPS_OF_FEW && (made < low || made > high)) return true;
    const named = families.filter(([, pattern]) => says(name, pattern)).map(([family]) => family);
    return named.some((one) =>
      named.some((other) => one !== other && !builtOn.has(`${one} ${other}`) && !builtOn.has(`${other} ${one}`)),
    );
  };

  /** The entry of a name, with the part of the name that says so. */
  const find = (whole: Spelling, field: ModelField): (Candidate & { readonly part: Spelling }) | null => {
    // Most keys and names are no model's: nothing in them, their folders included, is a word of any.
    const inWhole = candidatesFor(whole);
    if (inWhole.length === 0) return null;
    const file = spelling(lastPart(whole.plain), lastPart(whole.apart));
    for (const part of file.plain === whole.plain ? [whole] : [file, whole]) {
      if (never.some((pattern) => says(part, pattern))) return null;
      const candidates = part === whole ? inWhole : candidatesFor(part);
      for (const tier of TIERS) {
        const asked = candidates.filter(({ model }) => model.precedence === tier);
        const found = best(asked, part, field);
        if (found) return isOthers(part, found, field) ? null : { ...found, part };
      }
    }
    return null;
  };

  const found = {
    model: rememberedText((name) => find(spell(name), 'model')),
    lora: rememberedText((name) => find(spell(name), 'lora')),
  };
  const fewStep = rememberedText((name) => {
    const known = found.model(name);
    if (known) {
      return known.model.distillation.startsWith('step') || perhapsDistilled.test(besides(known.part, known));
    }
    const { plain, apart } = spell(name);
    return distilled.test(apart) || perhapsDistilled.test(plain) || STEPS_IN_NAME.test(apart);
  });
  const isNoPicture = rememberedText((name) => says(spell(name), noPicture));
  const isVideo = rememberedText((name) => says(spell(name), video));
  return {
    find: (name, field) => variantOf(found[field](lookedAt(name))),
    saysFewStep: (name) => fewStep(lookedAt(name)),
    saysNoPicture: (name) => isNoPicture(lookedAt(name)),
    saysVideo: (name) => isVideo(lookedAt(name)),
  };
}

/** The entry, with the figures of what the name says is meant of it. */
function variantOf(found: (Candidate & { readonly part: Spelling }) | null): Model | null {
  const variant = found?.variants.find(({ match }) => says(found.part, match));
  return variant?.model ?? found?.model ?? null;
}

function humpsApart(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1-$2').replace(/([A-Z0-9])([A-Z][a-z])/g, '$1-$2');
}

/** The text with what the patterns match of it blanked. */
function without(text: string, patterns: readonly WordPattern[]): string {
  let left = text;
  for (const pattern of patterns) {
    // Patterns may overlap; and a path may say it in a folder and in another above it.
    for (let found = pattern.exec(text); found && found[0] !== ''; found = pattern.exec(left))
      left = left.slice(0, found.index) + ' '.repeat(found[0].length) + left.slice(found.index + found[0].length);
  }
  return left;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What is looked at of a name: not what comes behind it in an address, and not what is far before it. */
function lookedAt(name: string): string {
  const query = name.indexOf('?');
  return (query > 0 ? name.slice(0, query) : name).slice(-LONGEST_NAME);
}

function spelling(plain: string, apart: string): Spelling {
  return { plain, apart, all: plain === apart ? [plain] : [plain, apart] };
}

function says({ all }: Spelling, pattern: Pick<RegExp, 'test'>): boolean {
  return all.some((text) => pattern.test(text));
}

/**
 * The entries whose patterns may match a name, in their order: those of whose words one is in it. Most keys and names of a file are no
 * model's, and there are hundreds of entries.
 */
function createIndex(candidates: readonly Candidate[]): (name: Spelling) => readonly Candidate[] {
  const always: number[] = [];
  const byBeginning = new Map<number, { readonly word: string; readonly index: number }[]>();
  for (const [index, { words }] of candidates.entries())
    for (const word of words) {
      if (word.length < 2) {
        always.push(index);
        continue;
      }
      const beginning = pairAt(word, 0);
      const same = byBeginning.get(beginning) ?? [];
      byBeginning.set(beginning, same);
      same.push({ word, index });
    }
  return ({ all }) => {
    const found = [...always];
    for (const text of all)
      for (let at = 0; at + 1 < text.length; at += 1)
        for (const { word, index } of byBeginning.get(pairAt(text, at)) ?? NONE)
          if (text.startsWith(word, at)) found.push(index);
    if (found.length === 0) return NONE;
    return [...new Set(found)].sort((a, b) => a - b).map((index) => candidates[index]);
  };
}

const NONE: readonly never[] = [];

/** Two characters as a number: a text for each of them would be made at every place of every name. */
function pairAt(text: string, at: number): number {
  return (text.charCodeAt(at) << 16) | text.charCodeAt(at + 1);
}

function best(tier: readonly Candidate[], name: Spelling, field: ModelField): Candidate | null {
  let found: Candidate | null = null;
  let covered = 0;
  for (const asked of tier) {
    if (field === 'lora' && asked.model.role === 'checkpoint') continue;
    let length = 0;
    for (const pattern of asked.match)
      for (const text of name.all) length = Math.max(length, pattern.exec(text)?.[0].length ?? 0);
    if (length <= covered || asked.exclude.some((pattern) => says(name, pattern))) continue;
    found = asked;
    covered = length;
  }
  return found;
}
