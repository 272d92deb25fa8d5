/** How a file writes the names of schedules. */
import { type Generation, settingOf } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Schedule } from '../knowledge/schema.ts';
import { flowModelOf, type RunModel } from './model.ts';

/** Ids of the schedules that suit a model, the best first: what its authors name, what flow models have, what is usual. */
export function schedulesFor(model: RunModel, knowledge: Knowledge): readonly string[] {
  const flow = flowModelOf(model, knowledge);
  const usual = flow?.usual_schedule === undefined ? knowledge.data.samplers.flow_schedules : [flow.usual_schedule];
  return model.decisive?.schedules ?? (flow ? usual : (knowledge.guide('scheduler')?.compare ?? []).map(String));
}

/** Programs write `karras` or `Karras`. A1111 takes its own spelling only (modules/sd_schedulers.py): `sgm_uniform` or `SGM Uniform`. */
export function scheduleName(generation: Generation, knowledge: Knowledge): (schedule: Schedule) => string {
  const written = writtenIn(generation, 'scheduler');
  const isTitle = written === null ? isA1111(generation, knowledge) : /^\p{Lu}/u.test(written);
  return ({ id, name }) => (isTitle ? name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()) : id);
}

function isA1111({ program }: Generation, knowledge: Knowledge): boolean {
  return knowledge.program(program)?.sampler_names === 'a1111';
}

/** A name that the file gives a setting. */
export function writtenIn(generation: Generation, setting: string): string | null {
  const value = settingOf(generation, setting)?.value;
  return typeof value === 'string' && value !== '' ? value : null;
}
