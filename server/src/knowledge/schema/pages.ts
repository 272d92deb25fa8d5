/** Guides and rules: Markdown pages whose front matter is read by programs. */
import * as v from 'valibot';
import { count, id, sources, text } from './common.ts';

const alias = v.strictObject({
  key: text,
  certain: v.boolean(),
  used_by: v.array(text),
  /** Which of the page's settings it is, where that is not the page's own (see `also`). */
  setting: v.optional(id),
  /** Too common a word to be read on sight: counts only in formats that declare it (data/dialects). */
  declared_only: v.optional(v.literal(true)),
  /** Values by which a tool says "not set": found, never judged. */
  sentinels: v.optional(v.array(v.number())),
  /** Counts of another pass of the same picture (hires fix, live painting): never in conflict with the main one. */
  pass: v.optional(text),
  /** What each of several numbers is, in a list or in one text: the sides of a picture, guidance for each of two experts. */
  list: v.optional(v.array(id)),
  /** A lone number under this key is something else (the size of a latent, of a sample of people). */
  only_list: v.optional(v.literal(true)),
});

const guideEntries = {
  id,
  /** Settings that the same page explains. */
  also: v.optional(v.array(id), []),
  title: text,
  /** One line, shown first. */
  summary: text,
  /** Spellings of the key. A `certain` one means this setting wherever it stands; any other needs evidence of generation around it. */
  aliases: v.pipe(v.array(alias), v.minLength(1)),
  /** What values mean, for settings that are numbers; the same for every model. */
  ranges: v.pipe(
    v.optional(
      v.array(
        v.strictObject({
          id,
          label: text,
          from: v.number(),
          to: v.number(),
          means: text,
          /** Its colour on the gauge: `good` is where to be, `high` where to stop, `low` neither. */
          tone: v.optional(v.picklist(['low', 'good', 'high']), 'low'),
        }),
      ),
      [],
    ),
    v.check(
      (ranges) => ranges.every((r, i) => r.from <= r.to && (i === 0 || ranges[i - 1].to <= r.from)),
      'ranges must rise and not overlap',
    ),
  ),
  /** The gauge of the hover; none where a place on a scale says nothing. A model's own range may widen it. */
  gauge: v.optional(v.strictObject({ from: v.number(), to: v.number(), logarithmic: v.boolean() })),
  /** Numbers that verdicts compare with and that no model states. */
  figures: v.optional(v.record(id, v.number()), {}),
  /** Values that show side by side what the setting does, where the model says nothing: numbers, or ids of data/samplers.yaml. */
  compare: v.optional(v.array(v.union([v.number(), id])), []),
  /** One-line judgements by case; `{names}` are filled in. */
  verdicts: v.optional(v.record(id, text), {}),
  sources,
};

/** Front matter of data/guides/*.md. */
export const GuideSchema = v.pipe(
  v.strictObject(guideEntries),
  v.check(
    ({ id: own, also, aliases }) => aliases.every(({ setting = own }) => setting === own || also.includes(setting)),
    'aliases: a setting must be the page\'s own or one of "also"',
  ),
);

/** Front matter of data/guides/inference-steps.md: the guide that step counts are judged by. */
export const StepsGuideSchema = v.strictObject({
  ...guideEntries,
  /** Safe where nothing is known of the model. */
  default: count,
  /** Counts above this are no step counts in any known tool. */
  plausible_max: count,
  draft: v.strictObject({ steps: count, advice: text }),
  final: v.strictObject({ advice: text }),
  /** Counts that show side by side what steps do; `compare_few` for models made for few. */
  compare: v.pipe(v.array(count), v.minLength(2)),
  compare_few: v.pipe(v.array(count), v.minLength(2)),
  /** What the built-in model draws at these counts when the extension is built (`build/guide-pictures.ts`). */
  scene: v.strictObject({
    prompt: text,
    guidance: v.number(),
    seed: count,
    sampler: id,
    schedule: id,
    /** What the pictures are, in a line. */
    note: text,
  }),
  /** Guidance this low is the mark of few-step models where none is named. */
  few_step_guidance: v.number(),
});

const SeveritySchema = v.picklist(['error', 'warning', 'information', 'hint']);

/** Front matter of data/rules/*.md. */
export const RuleSchema = v.strictObject({
  code: id,
  title: text,
  severity: SeveritySchema,
  /** How serious it is where the user chooses nothing, in words; left out where that is its severity. */
  by_default: v.optional(text),
  /** What it points to does nothing: editors show it faded. */
  fades: v.optional(v.literal(true)),
  /** Of messages, or of what a finding rests on, where it is another. */
  severities: v.optional(v.record(id, SeveritySchema), {}),
  /** Guides of the settings that it is about: its page and theirs lead to each other. */
  about: v.optional(v.array(id), []),
  /** Messages by case, where the guide's verdict is not the message. */
  messages: v.optional(v.record(id, text), {}),
  /** Title of the quick fix, for rules that have one. */
  fix: v.optional(text),
});

/** A Markdown page split at its level-two headings. */
export interface Section {
  readonly heading: string;
  readonly markdown: string;
}
/** The prose of a file with front matter. `file` is relative to data/. */
export interface Prose {
  readonly file: string;
  readonly sections: readonly Section[];
}
/** A guide: its facts and its prose. */
export type Guide = v.InferOutput<typeof GuideSchema> & Prose;
export type StepsGuide = v.InferOutput<typeof StepsGuideSchema> & Prose;
export type Rule = v.InferOutput<typeof RuleSchema> & Prose;
