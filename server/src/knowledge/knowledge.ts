/** The typed view of data/ that everything else asks: what an alias means, which model a name is, what a sampler costs. */

import { t } from '@vscode/l10n';
import { once, rememberedText } from '../common/memory.ts';
import { createFileNames, type FileNames } from './file-names.ts';
import { createModelNames, type FindModel, type NamesOfModels } from './model-names.ts';
import { own } from './own.ts';
import { createSamplerNames, type SamplerNames } from './sampler-names.ts';
import type { CompiledData, Guide, Model, Program, Rule, StepsGuide } from './schema.ts';

/** What a key means. */
export interface Alias {
  readonly setting: string;
  /** Means the setting wherever it stands; otherwise it needs evidence of generation around it. */
  readonly certain: boolean;
  readonly sentinels: readonly number[];
  /** Which pass of the picture it counts, `null` for the main one. */
  readonly pass: string | null;
  /** What each of several numbers under this key is, in a list or a text (`(3.0, 4.0)`). */
  readonly list: readonly string[] | null;
  /** A lone number under it is something else. */
  readonly onlyList: boolean;
}

export interface Knowledge extends SamplerNames, Omit<NamesOfModels, 'find'> {
  readonly data: CompiledData;
  readonly stepsGuide: StepsGuide;
  /** Every guide, inference steps first. */
  readonly guides: readonly Guide[];
  /** The page that explains a setting; one page may explain several. */
  guide(setting: string): Guide | undefined;
  rule(code: string): Rule;
  /** The plain spellings (`normaliseKey`) of a setting's keys. */
  spellings(setting: string): readonly string[];
  /** Looks a key up without regard to case, `-`, `_` and leading dashes. */
  alias(key: string): Alias | undefined;
  /** The family a model id, file name or path belongs to, `null` if none is known. In a LoRA field only accelerators can match. */
  readonly model: FindModel;
  readonly files: FileNames;
  /** A program or host by its id; `null` where the id stands for several, so that nothing is certain. */
  program(id: string | null): Program | null;
  /** What holds in whatever program reads a file. */
  readonly anyProgram: Program;
  /** Of a project: keys of its own, the model that a file is for where it names none, and what it notes about a setting. */
  readonly ownKeys: readonly string[];
  readonly assumedModel: Model | null;
  note(setting: string): string | null;
}

/** `--num-inference-steps`, `numInferenceSteps` and `num_inference_steps` are one spelling. A longer key is none of any setting. */
export function normaliseKey(key: string): string {
  return isNumbered(key) && isNormal(key) ? key : normalised(key);
}
const LONGEST_KEY = 200;
const normalised = rememberedText((key) => (key.length > LONGEST_KEY ? key : key.replace(/[-_]/g, '').toLowerCase()));

/** Of `job17` there may be any number of others: they are not remembered. */
function isNumbered(key: string): boolean {
  const last = key.charCodeAt(key.length - 1);
  return last >= DIGIT_0 && last <= DIGIT_9;
}

function isNormal(key: string): boolean {
  if (key.length > LONGEST_KEY) return true;
  for (let at = 0; at < key.length; at += 1) {
    const unit = key.charCodeAt(at);
    if (!((unit >= LOWER_A && unit <= LOWER_Z) || (unit >= DIGIT_0 && unit <= DIGIT_9))) return false;
  }
  return true;
}
const [LOWER_A, LOWER_Z, DIGIT_0, DIGIT_9] = ['a', 'z', '0', '9'].map((letter) => letter.charCodeAt(0));

/** Indexes compiled data. Throws only if data lacks what the build guarantees. */
export function createKnowledge(data: CompiledData): Knowledge {
  const allGuides: readonly Guide[] = [data.stepsGuide, ...data.guides];
  const guides = new Map(allGuides.flatMap((guide) => [guide.id, ...guide.also].map((setting) => [setting, guide])));
  const rules = new Map(data.rules.map((rule) => [rule.code, rule]));

  const aliases = new Map<string, Alias>();
  for (const [setting, keys] of Object.entries(data.plainArguments.keys)) {
    for (const key of keys)
      aliases.set(normaliseKey(key), {
        setting,
        certain: false,
        sentinels: [],
        pass: null,
        list: null,
        onlyList: false,
      });
  }
  for (const guide of allGuides) {
    for (const alias of guide.aliases) {
      const {
        key,
        setting = guide.id,
        certain,
        sentinels = [],
        pass = null,
        list = null,
        only_list: onlyList = false,
      } = alias;
      if (!alias.declared_only) aliases.set(normaliseKey(key), { setting, certain, sentinels, pass, list, onlyList });
    }
  }

  const programs = new Map(data.programs.map((program) => [program.id, program]));
  const anyProgram = programs.get('any');
  if (!anyProgram) throw new Error('data/programs has no any.yaml');
  // What is known of names is read when the first one is met.
  const samplers = once(() => createSamplerNames(data.samplers));
  const models = once(() => createModelNames(data.models, data.modelNames, data.patternWords));
  return {
    data,
    stepsGuide: data.stepsGuide,
    guides: allGuides,
    guide: (setting) => guides.get(setting),
    rule: (code) => {
      const rule = rules.get(code);
      if (!rule) throw new Error(`data/rules has no page for ${code}`);
      return rule;
    },
    spellings: (setting) => [...aliases].flatMap(([key, alias]) => (alias.setting === setting ? [key] : [])),
    alias: rememberedText((key) => aliases.get(normaliseKey(key))),
    files: createFileNames(data),
    model: (name, field) => models().find(name, field),
    saysFewStep: (name) => models().saysFewStep(name),
    saysNoPicture: (name) => models().saysNoPicture(name),
    saysVideo: (name) => models().saysVideo(name),
    sampler: (name) => samplers().sampler(name),
    schedule: (name) => samplers().schedule(name),
    scheduleBehind: (name) => samplers().scheduleBehind(name),
    prediction: (name) => samplers().prediction(name),
    program: (id) => {
      const program = id === null ? null : programs.get(id);
      return program && !program.open ? program : null;
    },
    anyProgram,
    ownKeys: [],
    assumedModel: null,
    note: () => null,
  };
}

/** One of some texts of data/, by its id and filled in; empty where there is none. */
export function say(
  texts: Readonly<Record<string, string>>,
  id: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill(own(texts, id) ?? '', values);
}

/** Fills `{name}` in a text of data/. A name that is not given stays as it is, so a missing one is seen. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return partsOf(t(template))
    .map((part, at) => (at % 2 === 0 ? part : String(own(values, part) ?? `{${part}}`)))
    .join('');
}

/** The texts of a template, with a name between each and the next. */
const partsOf = rememberedText((template): readonly string[] => template.split(/\{(\w+)\}/));
