/** Samplers that share one schedule (SDXL base and refiner, Wan high and low noise): their counts may not change alone. */
import type { Generation } from '../dialects/generation.ts';

/** False when the generation runs only a part of its schedule, so that a new count would need new bounds, on both sides. */
export function changesAlone(generation: Generation): boolean {
  const number = (setting: string) =>
    Number(generation.settings.find((occurrence) => occurrence.setting === setting)?.value ?? Number.NaN);
  const steps = number('inference_steps');
  return !(number('start_step') > 0) && !(number('end_step') < steps);
}
