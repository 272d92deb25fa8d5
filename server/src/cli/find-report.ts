/** What `sweetspot find` tells whoever watches: events as they come, at the end a table or an object. */
import { basename } from 'node:path';
import type { Analysis } from '../features/analysis.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { CurvePoint, SweetSpotResult } from '../protocol/curve.ts';
import type { RenderEvent } from '../render/backend.ts';
import type { ModelQuestion } from '../render/prepare.ts';
import type { Session } from '../render/session.ts';
import {
  commonTo,
  type OutageState,
  type Rendered,
  type SearchPlan,
  type SweepPlan,
  type Variant,
  waitingFor,
} from '../render/sweep/index.ts';
import type { FindOptions } from './find-options.ts';
import { print, printJson } from './output.ts';
import type { EndReport } from './rendering.ts';
import { createProgress } from './terminal.ts';
import { backendLines, failureLines, failureOf, noteOn, placesOf, questionLines } from './words.ts';

export interface SweetspotReport extends EndReport {
  question(question: ModelQuestion): void;
  plan(plan: SweepPlan, search: SearchPlan, session: Session): void;
  outage(state: OutageState): void;
  event(variant: Variant, event: RenderEvent): void;
  picture(variant: Variant, rendered: Rendered): void;
  found(result: SweetSpotResult): void;
  /** The search came to no end. `why`: a sentence. */
  nothing(why: string): void;
}

/** One JSON object a line, on standard output; the last is what was found. */
export function jsonReport({ file: source, svg }: FindOptions, analysis: Analysis): SweetspotReport {
  return {
    question: (question) => printJson({ kind: 'question', ...question }),
    plan: (plan, { ladder, seeds, variants }, { backend }) => {
      const { request, warnings } = plan.base;
      const { model, width, height } = request;
      const subject = { backend: backend.kind, model, width, height, seeds: seeds.map(String), ladder };
      printJson({ kind: 'plan', ...subject, converges: plan.converges, changes: commonTo(variants, plan), warnings });
    },
    outage: (state) =>
      printJson(state.kind === 'waiting' ? { kind: 'waiting', message: state.problem.message } : state),
    event: ({ prepared }, event) => {
      if (event.kind === 'preview' || event.kind === 'picture' || event.kind === 'done') return;
      const { steps, seed } = prepared.request;
      const of = { steps, seed: seed.toString() };
      if (event.kind !== 'failed') printJson({ ...of, ...event });
      else printJson({ ...of, ...failureOf(event.problem, placesOf(event.problem, prepared, analysis, source)) });
    },
    picture: ({ prepared: { request } }, { milliseconds }) =>
      printJson({ kind: 'picture', steps: request.steps, seed: request.seed.toString(), seconds: milliseconds / 1000 }),
    found: ({ curve, ...result }) => printJson({ kind: 'found', ...result, ...curve, svg }),
    nothing: (why) => printJson({ kind: 'nothing', message: why }),
    failed: (problem) => printJson(failureOf(problem, [])),
    cancelled: () => printJson({ kind: 'cancelled' }),
  };
}

/** For a person: the way there on standard error, the table and what to make of it on standard output. */
export function textReport(
  { file: source, svg }: FindOptions,
  analysis: Analysis,
  knowledge: Knowledge,
): SweetspotReport {
  const progress = createProgress();
  let note = '';
  let name = '';
  return {
    question: (question) => progress.lines(questionLines(question)),
    plan: (plan, { ladder, seeds, variants }, session) => {
      name = session.known?.name ?? session.backend.name;
      progress.lines(backendLines(session));
      const { request, seedIsDrawn, warnings } = plan.base;
      progress.line(
        `Steps: as few as it takes of ${ladder.map((steps) => (steps === request.steps ? `${steps} (now)` : steps)).join(', ')}`,
      );
      progress.line(`Seed: ${seeds.join(', ')}${seedIsDrawn ? ' (drawn)' : ''}`);
      progress.lines(commonTo(variants, plan).map((change) => `Changed in the graph: ${change}`));
      for (const warning of warnings) progress.note(warning);
      note = noteOn(session.backend, knowledge);
    },
    outage: (state) => {
      progress.line(state.kind === 'waiting' ? waitingFor(name, state.problem) : 'It answers again.');
    },
    event: (variant, event) => {
      const { steps, seed } = variant.prepared.request;
      if (event.kind === 'warning') progress.note(event.text);
      else if (event.kind === 'failed') {
        const [first, ...more] = failureLines(
          event.problem,
          placesOf(event.problem, variant.prepared, analysis, source),
        );
        progress.lines([`${steps} steps, seed ${seed}: ${first}`, ...more]);
      } else if (
        event.kind === 'queued' ||
        event.kind === 'loading' ||
        event.kind === 'step' ||
        event.kind === 'progress'
      )
        progress.show(event, `of ${steps} steps, seed ${seed}`);
    },
    picture: ({ prepared: { request } }, { milliseconds }) =>
      progress.line(`${request.steps} steps, seed ${request.seed}: ${(milliseconds / 1000).toFixed(2)} s`),
    found: (result) => {
      progress.line('');
      print(...tableOf(result), '', result.sentence);
      progress.lines([...(svg === null ? [] : [`The curve: ${svg}`]), note]);
    },
    nothing: (why) => progress.line(why),
    failed: (problem) => progress.lines(failureLines(problem, [])),
    cancelled: () => progress.line('Cancelled.'),
  };
}

/** Letters of the longest bar. */
const BAR = 32;

/** A line for each count: what it takes, how near its picture is, and the mark of the place. */
function tableOf({ curve: { measure, points }, steps }: SweetSpotResult): string[] {
  const least = Math.floor(10 * Math.min(...points.map(({ quality }) => quality)) - 1e-9) / 10;
  const bar = ({ quality }: CurvePoint): string =>
    '█'.repeat(Math.max(1, Math.round((BAR * (quality - least)) / (1 - least))));
  const rows = points.map((point) => [
    String(point.steps),
    point.seconds === null ? '' : `${point.seconds.toFixed(2)} s`,
    `${(100 * point.quality).toFixed(1)} %`,
    point.low === point.high ? '' : `${(100 * point.low).toFixed(1)} to ${(100 * point.high).toFixed(1)}`,
    `${bar(point)}${point.steps === steps ? '  enough' : ''}`,
  ]);
  const heads = [
    'steps',
    'time',
    measure === 'similarity' ? 'likeness' : 'detail',
    'by seed',
    `from ${Math.round(100 * least)} %`,
  ];
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at].length)));
  return [heads, ...rows].map((row) =>
    row.map((cell, at) => (at === row.length - 1 ? cell : cell.padStart(widths[at]))).join('  '),
  );
}

/** A line over the curve: whose it is, and what was found. */
export function titleOf({ base }: SweepPlan, { curve, steps }: SweetSpotResult, file: string): string {
  const sampler = base.run.sampling.sampler?.name ?? base.request.sampler?.written;
  const whose = [base.run.model.name ?? basename(file), ...(sampler ? [sampler] : [])].join(', ');
  const top = curve.points[curve.points.length - 1].steps;
  return `${whose}: ${steps === null ? `no sweet spot up to ${top} steps` : `sweet spot at ${steps} steps`}`;
}
