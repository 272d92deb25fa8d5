/** What a program makes of a generation: everything that is said, rendered or counted of one is read off its run. */
import { remembered } from '../common/memory.ts';
import type { Generation, Occurrence } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Program } from '../knowledge/schema.ts';
import { factsOf, holds, type RunFacts } from './facts.ts';
import { guidanceOf, type RunGuidance } from './guidance.ts';
import { modelOf, type RunModel } from './model.ts';
import { type Sampling, samplingOf } from './sampling.ts';
import { type RunSeed, seedOf } from './seed.ts';
import { type RunSize, sizeOf } from './size.ts';
import { type RunSteps, stepsOf } from './steps.ts';
import { ignoredOf, type Unread, unreadOf } from './unread.ts';

export interface Run {
  readonly generation: Generation;
  /** `null` where the file may be read by several, or nothing is known of it. */
  readonly program: Program | null;
  /** What the program is known to do here. */
  readonly facts: RunFacts;
  readonly model: RunModel;
  readonly sampling: Sampling;
  readonly guidance: RunGuidance;
  readonly negative: {
    /** Whether a negative prompt is looked at; `null` where it can't be told. */ readonly read: boolean | null;
  };
  readonly steps: RunSteps;
  readonly size: RunSize;
  /** `null` where none is written. */
  readonly seed: RunSeed | null;
  readonly unread: readonly Unread[];
}

/**
 * The run of a generation: the same object for as long as the generation is the same, since after an edit most are. Pure.
 */
export const runOf: (generation: Generation, knowledge: Knowledge) => Run = remembered(makeRun, {
  until: (_, knowledge) => knowledge,
});

function makeRun(generation: Generation, knowledge: Knowledge): Run {
  const program = knowledge.program(generation.program);
  const model = modelOf(generation, knowledge);
  const facts = factsOf(generation, program, model);
  const ignored = ignoredOf(generation, facts);
  const isPassedOver = (at: Occurrence): boolean =>
    ignored.some(({ occurrence, because }) => occurrence === at && (because === 'locked' || because === 'other-key'));
  const sampling = samplingOf(generation, ignored, knowledge);
  const guidance = guidanceOf(generation, program, facts, model, isPassedOver, knowledge);
  const unread = unreadOf(generation, facts, ignored, { model, sampling, guidance });
  const steps = stepsOf(generation, program, { facts, model, sampling, guidance, unread });
  return {
    generation,
    program,
    facts,
    model,
    sampling,
    guidance,
    negative: { read: isNegativeRead(generation, facts, guidance) },
    steps,
    size: sizeOf(generation, program, facts, model),
    seed: seedOf(generation, program, facts),
    unread,
  };
}

/** By guidance that is on, or by another that needs none (NAG). */
function isNegativeRead(
  generation: Generation,
  { guidance: { negative_when: otherwise } = {} }: RunFacts,
  { on }: RunGuidance,
): boolean | null {
  return otherwise && holds(otherwise, generation) ? true : on;
}
