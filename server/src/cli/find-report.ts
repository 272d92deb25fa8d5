/** What `sweetspot find` tells whoever watches: events as they come, at the end a table or an object. */
import { basename } from 'node:path';
import type { Analysis } from '../features/analysis.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { CurvePoint, SweetSpotResult } from '../protocol/curve.ts';
import type { Session } from '../render/session.ts';
import type { Rendered, SearchPlan, Variant } from '../render/sweep/index.ts';
import type { FindOptions } from './find-options.ts';
import { print, printJson } from './output.ts';
import { jsonSweep, type SweepReport, textSweep } from './sweep-report.ts';

export interface FindReport extends SweepReport {
  plan(plan: SearchPlan, session: Session): void;
  picture(variant: Variant, rendered: Rendered): void;
  found(result: SweetSpotResult): void;
  /** The search came to no end. `why`: a sentence. */
  nothing(why: string): void;
}

/** One JSON object a line, on standard output; the last is what was found. */
export function jsonReport({ file: source, svg }: FindOptions, analysis: Analysis): FindReport {
  return {
    ...jsonSweep(source, analysis, ({ prepared: { request } }) => ({
      steps: request.steps,
      seed: request.seed.toString(),
    })),
    plan: ({ base: { request, warnings }, search: { ladder, seeds }, converges, changes }, { backend }) => {
      const { model, width, height } = request;
      const subject = { backend: backend.kind, model, width, height, seeds: seeds.map(String), ladder };
      printJson({ kind: 'plan', ...subject, converges, changes, warnings });
    },
    picture: ({ prepared: { request } }, { milliseconds }) =>
      printJson({ kind: 'picture', steps: request.steps, seed: request.seed.toString(), seconds: milliseconds / 1000 }),
    found: ({ curve, ...result }) => printJson({ kind: 'found', ...result, ...curve, svg }),
    nothing: (why) => printJson({ kind: 'nothing', message: why }),
  };
}

/** For a person: the way there on standard error, the table and what to make of it on standard output. */
export function textReport({ file: source, svg }: FindOptions, analysis: Analysis, knowledge: Knowledge): FindReport {
  const titleOf = ({ prepared: { request } }: Variant) => `${request.steps} steps, seed ${request.seed}`;
  const sweep = textSweep(source, analysis, knowledge, { titleOf, whichOf: (variant) => `of ${titleOf(variant)}` });
  const { progress } = sweep;
  return {
    ...sweep,
    plan: ({ base: { request, seedIsDrawn, warnings }, search: { ladder, seeds }, changes }, session) => {
      const counts = ladder.map((steps) => (steps === request.steps ? `${steps} (now)` : steps)).join(', ');
      const seed = `Seed: ${seeds.join(', ')}${seedIsDrawn ? ' (drawn)' : ''}`;
      sweep.begin(session, [`Steps: as few as it takes of ${counts}`, seed], changes, warnings);
    },
    picture: (variant, { milliseconds }) => progress.line(`${titleOf(variant)}: ${(milliseconds / 1000).toFixed(2)} s`),
    found: (result) => {
      progress.line('');
      print(...tableOf(result), '', result.sentence);
      progress.lines([...(svg === null ? [] : [`The curve: ${svg}`]), sweep.note()]);
    },
    nothing: (why) => progress.line(why),
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
export function titleOf({ base }: SearchPlan, { curve, steps }: SweetSpotResult, file: string): string {
  const sampler = base.run.sampling.sampler?.name ?? base.request.sampler?.written;
  const whose = [base.run.model.name ?? basename(file), ...(sampler ? [sampler] : [])].join(', ');
  const top = curve.points[curve.points.length - 1].steps;
  return `${whose}: ${steps === null ? `no sweet spot up to ${top} steps` : `sweet spot at ${steps} steps`}`;
}
