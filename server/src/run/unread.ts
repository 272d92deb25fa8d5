/** Settings of the file that its program passes over, each with the reason. */
import { type Generation, isPlaceholder, type Occurrence, settingOf } from '../dialects/generation.ts';
import { normaliseKey } from '../knowledge/knowledge.ts';
import type { Tool } from '../knowledge/schema.ts';
import type { RunGuidance } from './guidance.ts';
import type { RunModel } from './model.ts';
import type { Sampling } from './sampling.ts';

/**
 * `other-key`: the program reads it under another name. `listed`: a written schedule replaces it. `adaptive`: the sampler stops by
 * itself. `model`: this model takes none. `beside`: another setting takes its place. `no-negative`: guidance starts only beside a
 * negative prompt. `guidance-off`: only guidance would read it, and that is off.
 */
export type Because = 'other-key' | 'listed' | 'adaptive' | 'model' | 'beside' | 'no-negative' | 'guidance-off';

export interface Unread {
  readonly occurrence: Occurrence;
  readonly because: Because;
  /** The setting that makes it so. */
  readonly by?: Occurrence;
  /** The name under which the program would read it. */
  readonly reads?: string;
}

/** What runs of a generation, as far as it decides what is read. */
interface Known {
  readonly model: RunModel;
  readonly sampling: Sampling;
  readonly guidance: RunGuidance;
}

/** All that is passed over for certain. */
export function unreadOf(generation: Generation, program: Tool | null, known: Known): readonly Unread[] {
  return [
    ...otherStepKeys(generation, program),
    ...unusedSteps(generation, program, known),
    ...passedOverStrength(generation, program, known),
    ...unusedGuidance(generation, program, known),
    ...unusedNegative(generation, known),
  ];
}

function otherStepKeys({ settings }: Generation, program: Tool | null): Unread[] {
  const { reads: [reads] = [], ignores } = program?.steps ?? {};
  if (!ignores || reads === undefined) return [];
  const ignored = new Set(ignores.map(normaliseKey));
  return settings
    .filter(
      ({ setting, key, pass }) => setting === 'inference_steps' && pass === null && ignored.has(normaliseKey(key)),
    )
    .map((occurrence) => ({ occurrence, because: 'other-key', reads }));
}

function unusedSteps(generation: Generation, program: Tool | null, { sampling: { sampler } }: Known): Unread[] {
  const occurrence = settingOf(generation, 'inference_steps');
  if (!occurrence) return [];
  // In diffusers a list of timesteps or sigmas replaces the count (pipelines, `retrieve_timesteps`).
  const by = program?.id === 'diffusers' ? settingOf(generation, 'custom_schedule') : undefined;
  if (by) return [{ occurrence, because: 'listed', by }];
  return sampler && !sampler.total_evaluations.includes('N') ? [{ occurrence, because: 'adaptive' }] : [];
}

function passedOverStrength(generation: Generation, program: Tool | null, { model }: Known): Unread[] {
  const rule = program?.strength_ignored;
  const occurrence = rule && settingOf(generation, 'strength');
  if (!occurrence || occurrence.value === null) return [];
  if (model.family && rule.models.includes(model.family.id)) return [{ occurrence, because: 'model' }];
  const keys = new Set(rule.beside.map(normaliseKey));
  const by = generation.settings.find(({ key, value }) => value !== null && keys.has(normaliseKey(key)));
  return by ? [{ occurrence, because: 'beside', by }] : [];
}

function unusedGuidance(
  { settings }: Generation,
  program: Tool | null,
  { model: { family }, guidance: { scales, off } }: Known,
): Unread[] {
  const { kind, parameter } = family?.guidance ?? {};
  if (program?.id !== 'diffusers' || kind !== 'cfg' || !parameter) return [];
  const right = scales.find(({ occurrence }) => normaliseKey(occurrence.key) === normaliseKey(parameter));
  const isSet = ({ number }: { number: number | null }): boolean => (number ?? 0) > off;
  if (!right)
    return scales
      .filter((scale) => scale.kind === 'unused' && isSet(scale))
      .map(({ occurrence }) => ({ occurrence, because: 'other-key', reads: parameter }));
  const hasNegative = settings.some(({ setting }) => setting === 'negative_prompt');
  return hasNegative || !isSet(right) ? [] : [{ occurrence: right.occurrence, because: 'no-negative' }];
}

function unusedNegative({ settings }: Generation, { guidance: { on, scales } }: Known): Unread[] {
  const by = scales.find(({ occurrence }) => occurrence.setting === 'guidance_scale')?.occurrence;
  if (on !== false || !by) return [];
  return settings
    .filter(
      ({ setting, value }) =>
        setting === 'negative_prompt' && typeof value === 'string' && value.trim() !== '' && !isPlaceholder(value),
    )
    .map((occurrence) => ({ occurrence, because: 'guidance-off', by }));
}
