/** The steps of a run: how many are written, how many run, and how many calls of the model that is. */
import { countOf, type Generation, type Occurrence, settingOf } from '../dialects/generation.ts';
import { numberOf } from '../dialects/numbers.ts';
import { own } from '../knowledge/own.ts';
import { evaluationsOf } from '../knowledge/sampler-names.ts';
import type { Program } from '../knowledge/schema.ts';
import type { RunFacts } from './facts.ts';
import type { RunGuidance } from './guidance.ts';
import type { RunModel } from './model.ts';
import { isPartOpen, type Part, partOf } from './part.ts';
import type { Sampling } from './sampling.ts';
import type { Unread } from './unread.ts';

/** A count that program or host refuses. `above-any`: whatever the model. `within`: the schedule it is taken from has fewer. */
export interface Refused {
  readonly kind: 'above' | 'below' | 'above-any' | 'within';
  readonly limit: number;
  readonly host: string;
}

export interface RunSteps {
  /** The count of the main pass. */
  readonly occurrence: Occurrence | null;
  /** As a usable number; `null` for what is missing, computed, a placeholder, "not set" or no count at all. */
  readonly written: number | null;
  /** What runs of it; `null` where all of it does. */
  readonly part: Part | null;
  /** How many run; `null` where it can't be told. */
  readonly executed: number | null;
  /** Evaluations of the model without guidance; `null` where it can't be told. */
  readonly evaluations: number | null;
  /** Evaluations of the model, guidance included; `null` where it can't be told. */
  readonly calls: number | null;
  readonly refused: Refused | null;
}

/** Counts the steps of a run. */
export function stepsOf(
  generation: Generation,
  program: Program | null,
  {
    facts,
    model,
    sampling: { sampler },
    guidance,
    unread,
  }: {
    readonly facts: RunFacts;
    readonly model: RunModel;
    readonly sampling: Sampling;
    readonly guidance: RunGuidance;
    readonly unread: readonly Unread[];
  },
): RunSteps {
  const occurrence = settingOf(generation, 'inference_steps') ?? null;
  const written = occurrence && writtenCount(occurrence);
  const isUnread = (at: Occurrence) => unread.some((each) => each.occurrence === at);
  const part = partOf(generation, facts, written, isUnread);
  const replaced = unread.find((each) => each.occurrence === occurrence);
  const isUnknown = generation.graph?.counted !== undefined || isPartOpen(generation, facts);
  const counted = isUnknown ? null : replaced ? (replaced.instead ?? null) : written;
  const executed = counted !== null && part ? Math.max(0, part.run(counted)) : counted;
  const evaluations = executed === null ? null : evaluationsOf(sampler, executed);
  return {
    occurrence,
    written,
    part,
    executed,
    evaluations,
    calls: evaluations === null || guidance.on === null ? null : evaluations * (guidance.on ? 2 : 1),
    refused: written === null ? null : refusedBy(written, generation, program, facts, model),
  };
}

/** A count that something can be made with. */
function writtenCount(occurrence: Occurrence): number | null {
  const count = occurrence.sentinel ? null : countOf(occurrence);
  return count !== null && Number.isInteger(count) && count > 0 ? count : null;
}

function refusedBy(
  count: number,
  generation: Generation,
  program: Program | null,
  { steps }: RunFacts,
  { family }: RunModel,
): Refused | null {
  if (!program) return null;
  if (steps?.max !== undefined && count > steps.max) return { kind: 'above-any', limit: steps.max, host: program.name };
  const within = steps?.within && scheduleOf(steps.within, generation);
  if (within !== undefined && count > within) return { kind: 'within', limit: within, host: program.name };
  // Few models have a limit anywhere, so the pattern is rarely needed.
  const limit = family?.steps.host_limits?.find(({ host }) => host.startsWith(program.name));
  if (!limit || !program.host_of || !new RegExp(program.host_of, 'i').test(generation.model?.text ?? '')) return null;
  if (count > limit.max) return { kind: 'above', limit: limit.max, host: program.name };
  if (limit.min !== undefined && count < limit.min) return { kind: 'below', limit: limit.min, host: program.name };
  return null;
}

/** How many steps the schedule has that others are taken from: what strength leaves of it. */
function scheduleOf(
  { switch: name, usual }: NonNullable<NonNullable<RunFacts['steps']>['within']>,
  generation: Generation,
): number {
  const written = Number(own(generation.switches, name) ?? usual);
  const strength = numberOf(generation, 'strength')?.number ?? 1;
  return Math.floor((Number.isFinite(written) ? written : usual) * Math.min(1, strength));
}
