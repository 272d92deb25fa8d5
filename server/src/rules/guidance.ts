/** What a guidance key means to the program and the model at hand. */
import type { Generation, Occurrence } from '../dialects/generation.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import { asNumber } from './numbers.ts';
import type { Subject } from './subject.ts';

/**
 * `real`: classifier-free guidance, a second model call a step. `likely-real`: the usual word for it, in a program not known.
 * `embedded`: an input of the model. `unused`: this model's guidance is another argument here. `unknown`: can't be told.
 */
export type GuidanceKind = 'real' | 'likely-real' | 'embedded' | 'unused' | 'unknown';

/** At this guidance and below, classifier-free guidance is off. */
export const GUIDANCE_OFF = 1;

/** Decides what a `guidance_scale` occurrence is. */
export function guidanceKind(
  occurrence: Occurrence,
  generation: Generation,
  subject: Subject,
  knowledge: Knowledge,
): GuidanceKind {
  const key = normaliseKey(occurrence.key);
  const among = (keys: readonly string[] = []) => keys.some((other) => normaliseKey(other) === key);
  const everywhere = knowledge.data.tools.guidance_keys;
  if (among(everywhere.embedded)) return 'embedded';
  const tool = knowledge.tool(generation.tool);
  const models = [subject.family, subject.accelerator];
  const parameter = models.find((model) => model?.guidance?.parameter)?.guidance?.parameter;
  const elsewhere = key === 'guidancescale' && parameter !== undefined && normaliseKey(parameter) !== key;
  const takesInput = models.some((model) => model?.guidance?.kind === 'embedded');
  if (generation.tool === null) {
    const usual = key === 'guidancescale' || among(everywhere.real);
    return usual && !elsewhere && !takesInput ? 'likely-real' : 'unknown';
  }
  if (among(tool?.guidance?.embedded)) return 'embedded';
  if (!among(tool?.guidance?.real)) return 'unknown';
  // A diffusers pipeline gives this name to whichever kind its model has.
  if (tool?.id !== 'diffusers' || key !== 'guidancescale') return 'real';
  if (elsewhere) return 'unused';
  return takesInput ? 'embedded' : 'real';
}

/** True where real guidance is written and every place of it is at or below "off". */
export function isGuidanceOff(generation: Generation, subject: Subject, knowledge: Knowledge): boolean {
  const real = generation.settings.filter(
    (occurrence) =>
      occurrence.setting === 'guidance_scale' &&
      occurrence.pass === null &&
      ['real', 'likely-real'].includes(guidanceKind(occurrence, generation, subject, knowledge)),
  );
  return (
    real.length > 0 &&
    real.every((occurrence) => (asNumber(occurrence)?.number ?? Number.POSITIVE_INFINITY) <= GUIDANCE_OFF)
  );
}
