/** Sampler and noise schedule of a run, also where one name holds both. */
import { type Generation, type Occurrence, settingOf } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Sampler, Schedule } from '../knowledge/schema.ts';

export interface Sampling {
  readonly sampler: Sampler | null;
  readonly schedule: Schedule | null;
  /** Where the sampler is named, also one that nobody knows. */
  readonly samplerAt: Occurrence | null;
  /** Where the schedule is named, also one that nobody knows: under a key of its own, or behind the sampler (`DPM++ 2M Karras`). */
  readonly scheduleAt: Occurrence | null;
}

/** Reads the two names, but for `ignored` ones. Where the one key holds a sampler (diffusers, InvokeAI, fal), it is that. */
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
  const [first, second] = [named('sampler'), named('scheduler')];
  const text = (occurrence: Occurrence | null) => String(occurrence?.value ?? '');
  const isSampler = knowledge.sampler(text(second)) !== null;
  const samplerAt = isSampler && knowledge.sampler(text(first)) === null ? second : first;
  const own = knowledge.schedule(text(second));
  const behind = own ? null : knowledge.scheduleBehind(text(first));
  return {
    sampler: knowledge.sampler(text(samplerAt)),
    schedule: own ?? behind,
    samplerAt,
    scheduleAt: behind ? first : own || !isSampler ? second : null,
  };
}
