/** What `sweetspot compare` tells whoever watches, and what it leaves behind. */
import { basename } from 'node:path';
import type { Analysis } from '../features/analysis.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { SweepSetting } from '../protocol/sweep.ts';
import type { Session } from '../render/session.ts';
import { type ComparisonPlan, labels, type Rendered, type Variant } from '../render/sweep/index.ts';
import type { CompareOptions } from './compare-options.ts';
import { printJson } from './output.ts';
import { jsonSweep, type SweepReport, textSweep } from './sweep-report.ts';
import { serverOf } from './words.ts';

/** What a comparison came to. */
export interface Compared {
  readonly plan: ComparisonPlan;
  /** `null` where none was made. */
  readonly pictures: readonly ((Rendered & { readonly file: string }) | null)[];
  /** Between the pictures of two values: 0 for the same picture, up to 1. Multi-scale structural similarity, taken from 1. */
  readonly distances: readonly { readonly between: readonly [string, string]; readonly distance: number }[];
}

export interface CompareReport extends SweepReport {
  plan(plan: ComparisonPlan, session: Session): void;
  picture(variant: Variant, rendered: Rendered, file: string): void;
  made(sheet: string, result: string): void;
}

/** One JSON object a line, on standard output. Events of a picture name its value. */
export function jsonReport({ file: source }: CompareOptions, analysis: Analysis): CompareReport {
  return {
    ...jsonSweep(source, analysis, ({ value }) => ({ value })),
    plan: (plan, session) => {
      const { variants, changes, warnings } = plan;
      const values = variants.map(({ value }) => value);
      printJson({ kind: 'plan', ...subjectOf(plan, session), values, changes, warnings });
    },
    picture: ({ value }, { picture, milliseconds }, file) => {
      const { mime, width, height } = picture;
      printJson({ value, kind: 'picture', file, mime, width, height, seconds: milliseconds / 1000 });
    },
    made: (sheet, result) => printJson({ kind: 'done', sheet, result }),
  };
}

/** For a person: what is compared, a bar on a terminal, a line for each picture. */
export function textReport(
  { file: source, setting }: CompareOptions,
  analysis: Analysis,
  knowledge: Knowledge,
): CompareReport {
  let titles: readonly string[] = [];
  const sweep = textSweep(source, analysis, knowledge, {
    titleOf: (variant) => titleOf(setting, variant),
    whichOf: (variant) => `picture ${titles.indexOf(titleOf(setting, variant)) + 1} of ${titles.length}`,
  });
  const { progress } = sweep;
  return {
    ...sweep,
    plan: ({ base: { request, seedIsDrawn }, variants, changes, warnings }, session) => {
      titles = variants.map((variant) => titleOf(setting, variant));
      const values = variants.map(({ value, isCurrent }) => (isCurrent ? `${value} (now)` : value)).join(', ');
      const seed = `Seed: ${request.seed}${seedIsDrawn ? ' (drawn for all of them)' : ''}`;
      sweep.begin(session, [`${labels()[setting]}: ${values}`, seed], changes, warnings);
    },
    picture: (variant, rendered, file) =>
      progress.line(`${titleOf(setting, variant)}: ${secondsOf(rendered)}, ${file}`),
    made: (sheet, result) => progress.lines([`Side by side: ${sheet}. Times and distances: ${result}.`, sweep.note()]),
  };
}

/** The contents of the file with times and distances. */
export function resultOf({ plan, pictures, distances }: Compared, session: Session, sheet: string): object {
  return {
    version: 1,
    ...subjectOf(plan, session),
    pictures: plan.variants.map(({ value, isCurrent, prepared: { request } }, at) => ({
      value,
      isCurrent,
      steps: request.steps,
      file: fileOf(pictures[at]),
      seconds: pictures[at] && pictures[at].milliseconds / 1000,
    })),
    distances,
    sheet: basename(sheet),
  };
}

function subjectOf({ setting, base: { request, seedIsDrawn } }: ComparisonPlan, session: Session): object {
  return {
    setting,
    backend: session.backend.kind,
    server: serverOf(session),
    model: request.model,
    width: request.width,
    height: request.height,
    seed: request.seed.toString(),
    seedIsDrawn,
  };
}

/** The caption of a picture on the sheet: value, and time. */
export function captionOf(setting: SweepSetting, variant: Variant, rendered: Rendered | null): readonly string[] {
  const title = titleOf(setting, variant);
  return [variant.isCurrent ? `${title} (now)` : title, rendered ? secondsOf(rendered) : 'no picture'];
}

/** `25 steps`, `guidance 7`, `dpmpp_2m`. */
function titleOf(setting: SweepSetting, { value }: Variant): string {
  if (setting === 'inference_steps') return value === '1' ? '1 step' : `${value} steps`;
  return setting === 'guidance_scale' ? `guidance ${value}` : value;
}

function secondsOf({ milliseconds }: Rendered): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
}

/** Relative to the folder of the result. */
function fileOf(made: { readonly file: string } | null): string | null {
  return made && basename(made.file);
}
