/** What `sweetspot render` tells whoever watches: a person at a terminal, or a program. */
import type { Generation } from '../dialects/generation.ts';
import type { Analysis } from '../features/analysis.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { RenderEvent } from '../render/backend.ts';
import type { PlannedSetting } from '../render/plan/planning.ts';
import type { ModelQuestion, Prepared } from '../render/prepare.ts';
import type { BackendProblem } from '../render/problem.ts';
import type { Session } from '../render/session.ts';
import { printJson } from './output.ts';
import type { RenderOptions } from './render-options.ts';
import type { EndReport } from './rendering.ts';
import { createProgress, type Progress } from './terminal.ts';
import { backendLines, failureLines, failureOf, noteOn, placesOf, questionLines } from './words.ts';

type PictureEvent = Extract<RenderEvent, { kind: 'picture' }>;

export interface Report extends EndReport {
  plan(generation: Generation, prepared: Prepared, session: Session): void;
  question(question: ModelQuestion): void;
  picture(event: PictureEvent, file: string): void;
  failed(problem: BackendProblem, prepared?: Prepared): void;
  event(
    event: Exclude<RenderEvent, { kind: 'picture' | 'failed' | 'preview' | 'cancelled' }>,
    prepared?: Prepared,
  ): void;
}

/** One JSON object a line, on standard output. */
export function jsonReport({ file: source }: RenderOptions, analysis: Analysis): Report {
  return {
    plan: (generation, { request, settings, seedIsDrawn, changes, warnings }, { backend, known }) =>
      printJson({
        kind: 'plan',
        generation: generation.id,
        backend: backend.kind,
        server: known && backend.address ? { name: known.name, version: known.version } : null,
        steps: request.steps,
        width: request.width,
        height: request.height,
        seed: request.seed.toString(),
        seedIsDrawn,
        model: request.model,
        settings,
        changes,
        warnings,
      }),
    question: (question) => printJson({ kind: 'question', ...question }),
    picture: ({ picture: { mime, width, height }, seed }, file) =>
      printJson({ kind: 'picture', file, mime, width, height, seed: seed.toString() }),
    failed: (problem, prepared) => printJson(failureOf(problem, placesOf(problem, prepared, analysis, source))),
    cancelled: () => printJson({ kind: 'cancelled' }),
    event: (event) => printJson(event),
  };
}

/** Where a value is from, behind it; nothing where the person said it. */
const SOURCES: Readonly<Record<PlannedSetting['from'], string>> = {
  file: '',
  override: '',
  draft: ' (draft)',
  default: ' (default)',
  drawn: ' (drawn for this render)',
  server: ' (server)',
  picture: ' (of the picture it begins with)',
};

/** For a person: settings and notes, a bar on a terminal, and the file. */
export function textReport({ file: source, output }: RenderOptions, analysis: Analysis, knowledge: Knowledge): Report {
  const progress: Progress = createProgress();
  let note = '';
  let title = output;
  /** What is told where a graph computes its count itself: as the server counts. */
  let counted: number | null = null;
  let isKnown = true;
  return {
    plan: (_, { settings, changes, warnings }, session) => {
      isKnown = settings.some(({ label }) => label === 'Steps');
      for (const line of backendLines(session)) progress.line(line);
      for (const { label, value, from } of settings) progress.line(`${label}: ${value}${SOURCES[from]}`);
      for (const change of changes) progress.line(`Changed in the graph: ${change}`);
      for (const warning of warnings) progress.line(`Note: ${warning}`);
      note = noteOn(session.backend, knowledge);
    },
    question: (question) => {
      for (const line of questionLines(question)) progress.line(line);
    },
    picture: (_, file) => {
      title = file;
      if (file !== output) progress.line(`Note: the picture is written to ${file}, by the format that it has.`);
    },
    failed: (problem, prepared) => {
      const places = placesOf(problem, prepared, analysis, source);
      for (const line of failureLines(problem, places)) progress.line(line);
    },
    cancelled: () => progress.line('Cancelled.'),
    event: (event, prepared) => {
      if (event.kind === 'warning') progress.line(`Note: ${event.text}`);
      else if (event.kind === 'done') {
        const { milliseconds, modelEvaluations } = event;
        const count = modelEvaluations === null ? [] : [`${modelEvaluations} model evaluations`];
        const steps = isKnown ? prepared?.request.steps : counted;
        const facts = [...(steps == null ? [] : [`${steps} steps`]), ...count, `${(milliseconds / 1000).toFixed(2)} s`];
        progress.line(`${title}: ${facts.join(', ')}. ${note}`);
      } else {
        if (event.kind === 'step') counted = event.total;
        progress.show(event);
      }
    },
  };
}
