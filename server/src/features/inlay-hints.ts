/** What a generation's steps cost on this machine and where they stop to matter, after its step count. Only what was measured. */
import { type InlayHint, MarkupKind, type Range } from 'vscode-languageserver-types';
import { countOf, type Generation, settingOf } from '../dialects/generation.ts';
import type { MeasurementsOf } from '../findings/local.ts';
import { fill, type Knowledge } from '../knowledge/knowledge.ts';
import { runOf } from '../run/index.ts';
import { placeOf } from '../syntax/navigate.ts';
import { localAmounts } from '../verdicts/local-cost.ts';
import { measuredSteps } from '../verdicts/settings/measured.ts';
import { decisiveSpot } from '../verdicts/steps.ts';
import type { Analysis } from './analysis.ts';

/** At most one hint a step count within `range`. The built-in model's cost is no cost of the file's model: it has none. */
export function inlayHints(
  analysis: Analysis,
  range: Range,
  knowledge: Knowledge,
  measurementsOf: MeasurementsOf,
): InlayHint[] {
  const { lines, reading } = analysis;
  const from = lines.offset(range.start.line, range.start.character);
  const to = lines.offset(range.end.line, range.end.character);
  const seen = new Set<unknown>();
  return reading.generations.flatMap((generation) => {
    const steps = settingOf(generation, 'inference_steps');
    if (!steps || steps.range.start > to || steps.range.end < from || seen.has(placeOf(steps.range))) return [];
    seen.add(placeOf(steps.range));
    const hint = hintOf(generation, knowledge, measurementsOf);
    return hint ? [{ ...hint, position: lines.position(steps.range.end), paddingLeft: true }] : [];
  });
}

function hintOf(
  generation: Generation,
  knowledge: Knowledge,
  measurementsOf: MeasurementsOf,
): Omit<InlayHint, 'position'> | null {
  const run = runOf(generation, knowledge);
  const local = measurementsOf(run);
  const steps = local && settingOf(generation, 'inference_steps');
  const count = steps ? countOf(steps) : null;
  if (!local || local.standIn || !steps || count === null || !(count >= 1)) return null;
  const { verdicts } = knowledge.stepsGuide;
  const { time, price } = localAmounts(local, run)(count);
  const spot = decisiveSpot(local, run);
  const label = [
    ...[time, price].flatMap((amount) => (amount === null ? [] : fill(verdicts['hint-amount'] ?? '', { amount }))),
    ...(spot && spot.steps !== count ? [fill(verdicts['hint-enough'] ?? '', { best: spot.steps })] : []),
  ].join(' · ');
  if (label === '') return null;
  const { said, rests } = measuredSteps(steps, run, knowledge, local);
  const value = [...said, rests].filter((text) => text !== '').join('\n\n');
  return { label, ...(value !== '' && { tooltip: { kind: MarkupKind.PlainText, value } }) };
}
