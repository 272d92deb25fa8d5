/** Sampler and noise schedule of a run, also where one name holds both, and where the sampler is called the scheduler. */
import { type Generation, type Occurrence, settingOf } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import type { Sampler, Schedule } from '../knowledge/schema.ts';
import { isLikeDiffusers } from './like-diffusers.ts';

export interface Sampling {
  readonly sampler: Sampler | null;
  readonly schedule: Schedule | null;
  /** Where the sampler is named, also one that nobody knows. */
  readonly samplerAt: Occurrence | null;
  /** Where the schedule is named, also one that nobody knows: under a key of its own, or behind the sampler (`DPM++ 2M Karras`). */
  readonly scheduleAt: Occurrence | null;
}

/** Reads the two names, but for `ignored` ones. */
export function samplingOf(
  generation: Generation,
  ignored: readonly { readonly occurrence: Occurrence }[],
  knowledge: Knowledge,
): Sampling {
  const passedOver = new Set(ignored.map(({ occurrence }) => occurrence));
  const named = (setting: string): Occurrence | null => {
    const first = settingOf(generation, setting);
    if (!first || !passedOver.has(first)) return first ?? null;
    return generation.settings.find((at) => at.setting === setting && at.pass === null && !passedOver.has(at)) ?? null;
  };
  const text = (occurrence: Occurrence | null) => String(occurrence?.value ?? '');
  const [first, second] = [named('sampler'), named('scheduler')];
  // A schedule that is asked for stands over the sampler that the file calls so.
  const files = second?.asked
    ? generation.settings.find((at) => at.setting === 'scheduler' && !at.asked && at.pass === null)
    : null;
  const holder = [files, second].find((at) => at && holdsSampler(at.value, generation, knowledge)) ?? null;
  const samplerAt = holder && knowledge.sampler(text(first)) === null ? holder : first;
  const scheduleKey = second === holder ? null : second;
  const schedule = knowledge.schedule(text(scheduleKey));
  const behind = schedule ? null : knowledge.scheduleBehind(text(samplerAt));
  return {
    sampler: knowledge.sampler(text(samplerAt)),
    schedule: schedule ?? behind,
    samplerAt,
    scheduleAt: behind ? samplerAt : scheduleKey,
  };
}

/**
 * Whether the key of the scheduler holds the sampler, as in diffusers, InvokeAI and fal. The name says it; where it may be either
 * (`lcm`, `DPM++ 2M Karras`), or is none that is known, so do the key for samplers beside it and the program.
 */
export function holdsSampler(value: Occurrence['value'], generation: Generation, knowledge: Knowledge): boolean {
  const written = String(value ?? '');
  const sampler = knowledge.sampler(written);
  const schedule = knowledge.schedule(written);
  if ((sampler === null) !== (schedule === null)) return sampler !== null;
  if (settingOf(generation, 'sampler')) return false;
  const program = generation.program ?? '';
  if (schedule) return own(schedule.words, program) !== written;
  return knowledge.data.samplers.scheduler_is_sampler.includes(program) || isLikeDiffusers(generation, knowledge);
}
