/** From the name of a sampler or schedule, as any tool writes it, to what is known of it. */
import { rememberedText } from '../common/memory.ts';
import { own } from './own.ts';
import type { CompiledData, Prediction, Sampler, Schedule } from './schema.ts';

/** Characters. */
const LONGEST_NAME = 100;

export interface SamplerNames {
  /** The numbers of Draw Things are names too: `0` is DPM++ 2M Karras. */
  sampler(name: string): Sampler | null;
  /** Also finds the schedule at the end of a sampler's name: `DPM++ 2M Karras` is Karras. */
  schedule(name: string): Schedule | null;
  /** The schedule at the end of a sampler's name; one that is the whole name is none. */
  scheduleBehind(name: string): Schedule | null;
  /** What a model answers at each step; `null` for what is neither noise nor velocity. */
  prediction(name: string): Prediction | null;
}

/** Indexes data/samplers.yaml. */
export function createSamplerNames({
  samplers,
  schedules,
  predictions,
  drawthings,
}: CompiledData['samplers']): SamplerNames {
  const bySampler = new Map<string, Sampler>();
  for (const sampler of samplers) {
    for (const name of [sampler.id, sampler.name, ...Object.values(sampler.names).flat()])
      bySampler.set(plain(name), sampler);
  }
  const bySchedule = new Map<string, Schedule>();
  for (const schedule of schedules) {
    for (const name of [schedule.id, schedule.name, ...schedule.names]) bySchedule.set(plain(name), schedule);
  }
  // Longer ones are no names, and looking for a schedule at their ends takes time by the square.
  const spelled = rememberedText((name) => plain(own(drawthings, name.trim()) ?? name));
  const written = (name: string) => (name.length > LONGEST_NAME ? '' : spelled(name));

  return {
    sampler: (name) => {
      const whole = written(name);
      return bySampler.get(whole) ?? bySampler.get(splitAt(whole, bySchedule)?.sampler ?? '') ?? null;
    },
    schedule: (name) => {
      const whole = written(name);
      return bySchedule.get(whole) ?? splitAt(whole, bySchedule)?.schedule ?? null;
    },
    scheduleBehind: (name) => splitAt(written(name), bySchedule)?.schedule ?? null,
    prediction: (name) =>
      predictions.find(({ id, names }) => [id, ...names].some((one) => plain(one) === written(name))) ?? null,
  };
}

/**
 * Model calls that `steps` steps cost, before guidance, which doubles them: of a sampler that is not known, one a step. The figure
 * of one that ignores the step count is the same for every count.
 */
export function evaluationsOf(sampler: Sampler | null, steps: number): number {
  if (!sampler) return steps;
  const { total_evaluations } = sampler;
  const [, factor, rest = '0'] = /^(\d*)N([+-]\d+)?$/.exec(total_evaluations) ?? [];
  if (factor === undefined) return Number(total_evaluations);
  return Math.max(1, Number(factor || 1) * steps + Number(rest));
}

/** Names are compared without case, with `_` and spaces alike, and without what some put before them:
 * krita the use (`Fast - UniPC`), Python the module (`sgm.sampling.EulerEDMSampler`), RES4LYF the kind (`exponential/res_2s`).
 */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/^.* - |^([a-z_]\w*\.)+(?=[a-z])|^[a-z_]+\/(?=res_|euler$|ralston|deis_|dpmpp_|heun)/, '')
    .replace(/[\s_]+/g, ' ')
    .trim();
}

/** `dpm++ 2m karras` is the sampler `dpm++ 2m` with the schedule `karras`. */
function splitAt(
  name: string,
  schedules: ReadonlyMap<string, Schedule>,
): { sampler: string; schedule: Schedule } | null {
  for (let space = name.indexOf(' '); space > 0; space = name.indexOf(' ', space + 1)) {
    const schedule = schedules.get(name.slice(space + 1));
    if (schedule) return { sampler: name.slice(0, space), schedule };
  }
  return null;
}
