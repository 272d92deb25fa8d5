/** What the commands that render several pictures tell in the same way: questions, outages, how far each picture is, failures. */
import type { Analysis } from '../features/analysis.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { RenderEvent } from '../render/backend.ts';
import type { Session } from '../render/session.ts';
import { type OutageState, type Variant, waitingFor } from '../render/sweep/index.ts';
import { printJson } from './output.ts';
import type { EndReport } from './rendering.ts';
import { createProgress, type Progress } from './terminal.ts';
import { backendLines, cancelledLine, failureLines, failureOf, noteOn, placesOf, questionLines } from './words.ts';

export interface SweepReport extends EndReport {
  outage(state: OutageState): void;
  event(variant: Variant, event: RenderEvent): void;
}

/** One JSON object a line, on standard output. `nameOf`: what an event says of its picture. */
export function jsonSweep(file: string, analysis: Analysis, nameOf: (variant: Variant) => object): SweepReport {
  return {
    question: (question) => printJson({ kind: 'question', ...question }),
    outage: (state) =>
      printJson(state.kind === 'waiting' ? { kind: 'waiting', message: state.problem.message } : state),
    event: (variant, event) => {
      if (event.kind === 'preview' || event.kind === 'picture' || event.kind === 'done') return;
      const places = event.kind === 'failed' ? placesOf(event.problem, variant.prepared, analysis, file) : [];
      printJson({ ...nameOf(variant), ...(event.kind === 'failed' ? failureOf(event.problem, places) : event) });
    },
    failed: (problem) => printJson(failureOf(problem, [])),
    cancelled: () => printJson({ kind: 'cancelled' }),
  };
}

/** For a person, on standard error. */
export interface TextSweep extends SweepReport {
  readonly progress: Progress;
  /** Says which server renders, what is varied (`what`), and what the plan changes. */
  begin(session: Session, what: readonly string[], changes: readonly string[], warnings: readonly string[]): void;
  /** One honest sentence about the pictures of the backend that was begun with. */
  note(): string;
}

/** `titleOf`: of a picture, before what is said of it; `whichOf`: behind how far it is. Both `''` where there is but one. */
export function textSweep(
  file: string,
  analysis: Analysis,
  knowledge: Knowledge,
  { titleOf, whichOf }: { titleOf(variant: Variant): string; whichOf(variant: Variant): string },
): TextSweep {
  const progress = createProgress();
  let begun: Session | null = null;
  return {
    progress,
    begin: (session, what, changes, warnings) => {
      begun = session;
      progress.lines([
        ...backendLines(session),
        ...what,
        ...changes.map((change) => `Changed in the graph: ${change}`),
      ]);
      warnings.forEach(progress.note);
    },
    note: () => (begun ? noteOn(begun.backend, knowledge) : ''),
    question: (question) => progress.lines(questionLines(question)),
    outage: (state) => {
      const name = begun?.known?.name ?? begun?.backend.name ?? '';
      progress.line(state.kind === 'waiting' ? waitingFor(name, state.problem) : 'It answers again.');
    },
    event: (variant, event) => {
      if (event.kind === 'warning') progress.note(event.text);
      else if (event.kind === 'failed') {
        const places = placesOf(event.problem, variant.prepared, analysis, file);
        const [first, ...more] = failureLines(event.problem, places);
        progress.lines([[titleOf(variant), first].filter(Boolean).join(': '), ...more]);
      } else if (
        event.kind !== 'preview' &&
        event.kind !== 'picture' &&
        event.kind !== 'done' &&
        event.kind !== 'cancelled'
      )
        progress.show(event, whichOf(variant));
    },
    failed: (problem) => progress.lines(failureLines(problem, [])),
    cancelled: () => progress.line(cancelledLine(begun)),
  };
}
