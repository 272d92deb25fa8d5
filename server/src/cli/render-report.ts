/** What `sweetspot render` tells whoever watches: a person at a terminal, or a program. */
import type { Generation } from '../dialects/generation.ts';
import type { Analysis } from '../features/analysis.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { RenderEvent } from '../render/backend.ts';
import type { PlannedSetting } from '../render/plan/planning.ts';
import type { Prepared } from '../render/prepare.ts';
import type { Session } from '../render/session.ts';
import { printJson } from './output.ts';
import type { RenderOptions } from './render-options.ts';
import { jsonSweep, type SweepReport, textSweep } from './sweep-report.ts';
import { serverOf } from './words.ts';

type EventOf<Kind extends RenderEvent['kind']> = Extract<RenderEvent, { kind: Kind }>;

export interface Report extends SweepReport {
  plan(generation: Generation, prepared: Prepared, session: Session): void;
  picture(event: EventOf<'picture'>, file: string): void;
  done(event: EventOf<'done'>, prepared: Prepared): void;
}

/** One JSON object a line, on standard output. */
export function jsonReport({ file: source }: RenderOptions, analysis: Analysis): Report {
  return {
    ...jsonSweep(source, analysis, () => ({})),
    plan: (generation, { request, settings, seedIsDrawn, changes, warnings }, session) =>
      printJson({
        kind: 'plan',
        generation: generation.id,
        backend: session.backend.kind,
        server: serverOf(session),
        // What a graph computes itself, or takes from a picture that the server does not have yet, nobody knows here.
        steps: plans(settings, 'Steps') ? request.steps : null,
        width: plans(settings, 'Size') ? request.width : null,
        height: plans(settings, 'Size') ? request.height : null,
        seed: request.seed.toString(),
        seedIsDrawn,
        model: request.model,
        settings,
        changes,
        warnings,
      }),
    picture: ({ picture: { mime, width, height }, seed }, file) =>
      printJson({ kind: 'picture', file, mime, width, height, seed: seed.toString() }),
    done: (event) => printJson(event),
  };
}

const plans = (settings: readonly PlannedSetting[], what: string): boolean =>
  settings.some(({ label }) => label === what);

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
  const sweep = textSweep(source, analysis, knowledge, { titleOf: () => '', whichOf: () => '' });
  const { progress } = sweep;
  let title = output;
  /** What is told where a graph computes its count itself: as the server counts. */
  let counted: number | null = null;
  let isKnown = true;
  return {
    ...sweep,
    plan: (_, { settings, changes, warnings }, session) => {
      isKnown = plans(settings, 'Steps');
      const planned = settings.map(({ label, value, from }) => `${label}: ${value}${SOURCES[from]}`);
      sweep.begin(session, planned, changes, warnings);
    },
    picture: (_, file) => {
      title = file;
      if (file !== output) progress.note(`the picture is written to ${file}, by the format that it has.`);
    },
    event: (variant, event) => {
      if (event.kind === 'step') counted = event.total;
      sweep.event(variant, event);
    },
    done: ({ milliseconds, modelEvaluations }, { request }) => {
      const count = modelEvaluations === null ? [] : [`${modelEvaluations} model evaluations`];
      const steps = isKnown ? request.steps : counted;
      const facts = [...(steps === null ? [] : [`${steps} steps`]), ...count, `${(milliseconds / 1000).toFixed(2)} s`];
      progress.line(`${title}: ${facts.join(', ')}. ${sweep.note()}`);
    },
  };
}
