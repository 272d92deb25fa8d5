/** `schedule-handover`: samplers that share a schedule and lose some of it, or some of its noise, on the way. */
import { remembered } from '../common/memory.ts';
import type { Handover, Occurrence, Reading } from '../dialects/generation.ts';
import { type NumberSetting, numberOf } from '../dialects/numbers.ts';
import { type CrossRule, finding } from '../findings/finding.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { type Run, runOf } from '../run/index.ts';
import type { ScalarValue } from '../syntax/document.ts';
import { judgeSteps } from '../verdicts/steps.ts';

export const scheduleHandover: CrossRule = {
  concerns: ({ run }) => run.generation.graph?.handover !== undefined && run.steps.written !== null,
  findings: ({ run, knowledge }, reading) => {
    const report = unfinished(run, knowledge) ?? broken(run, beforeIn(reading, run, knowledge));
    return report ? [finding(knowledge, 'schedule-handover', report)] : [];
  },
};

interface Report {
  readonly occurrence: Occurrence;
  readonly message: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly suggest?: readonly number[];
  readonly offers: NonNullable<Parameters<typeof finding>[2]['offers']>;
  readonly related?: { readonly occurrence: Occurrence; readonly message: string };
}

/** It stops before the end, and what it gives is decoded. */
function unfinished(run: Run, knowledge: Knowledge): Report | null {
  const { generation, steps } = run;
  const { written, occurrence: count } = steps;
  const { handover } = generation.graph ?? {};
  const end = numberOf(generation, 'end_step');
  if (!handover?.last || handover.leavesNoise === null || !end || written === null || end.number >= written)
    return null;
  return {
    occurrence: end.occurrence,
    message: handover.leavesNoise ? 'noise-decoded' : 'cut-short',
    values: { steps: written },
    offers: isPlausible(written) ? [{ title: 'to-end', value: written }] : endsThere(end.number),
  };

  /** Whether so many steps would be a count that nobody wonders at, all of them run. */
  function isPlausible(value: number): boolean {
    const all = { ...run, steps: { ...steps, part: null } };
    const verdict = count && judgeSteps({ ...count, value, source: String(value) }, all, knowledge);
    return verdict?.standing !== 'wasteful' && verdict?.standing !== 'too-few';
  }

  /** Fewer steps, of which all run. */
  function endsThere(value: number): Report['offers'] {
    const isWritten = count?.via === null && isPlausible(value);
    return isWritten ? [{ title: 'ends-there', value, range: count.range, values: { count: value } }] : [];
  }
}

/** What it takes over is not what the one before left. `null` where that one runs to the end, or counts otherwise. */
function broken({ generation, steps }: Run, before: Run | null): Report | null {
  const [here, there] = [generation.graph?.handover, before?.generation.graph?.handover];
  const start = numberOf(generation, 'start_step');
  const end = before && numberOf(before.generation, 'end_step');
  if (!here || !there || !start || !end || steps.written !== before?.steps.written || steps.written === null)
    return null;
  if (end.number >= steps.written || end.number <= 0 || start.number <= 0) return null;
  const message = mismatch(here.addsNoise, there.leavesNoise, start, end);
  if (!message) return null;
  return {
    occurrence: start.occurrence,
    message,
    values: { end: end.number, steps: steps.written },
    ...((message === 'gap' || message === 'overlap') && { suggest: [end.number] }),
    offers: switched(message, here, there),
    related: { occurrence: end.occurrence, message: `${end.occurrence.key}: ${end.occurrence.source}` },
  };
}

function mismatch(
  adds: boolean | null,
  left: boolean | null,
  { number: start }: NumberSetting,
  { number: end }: NumberSetting,
): string | null {
  if (adds === null || left === null) return null;
  if (adds) return left ? 'noise-twice' : start === end ? 'noise-renewed' : null;
  if (!left) return 'noise-missing';
  return start > end ? 'gap' : start < end ? 'overlap' : null;
}

/** The switches of the two nodes, so that what one leaves is what the other takes. */
function switched(message: string, { addsAt }: Handover, { leavesAt }: Handover) {
  const leave = leavesAt && { value: switchedTo(leavesAt, true), range: leavesAt };
  const take = addsAt && { value: switchedTo(addsAt, false), range: addsAt };
  if (message === 'noise-twice' && take) return [{ title: 'take', ...take }];
  if (message === 'noise-missing' && leave) return [{ title: 'leave', ...leave }];
  return message === 'noise-renewed' && take && leave ? [{ title: 'share', ...take, also: [leave] }] : [];
}

/** Words of a list, or a plain yes or no. */
function switchedTo(place: ScalarValue, on: boolean): string {
  return typeof place.value === 'boolean' ? String(on) : on ? 'enable' : 'disable';
}

/** Made once a reading, and only when asked for. */
const byId = remembered(({ generations }: Reading) => new Map(generations.map((each) => [each.id, each])));

function beforeIn(reading: Reading, { generation }: Run, knowledge: Knowledge): Run | null {
  const after = generation.graph?.handover?.after;
  if (after == null) return null;
  const found = byId(reading).get(after);
  return found ? runOf(found, knowledge) : null;
}
