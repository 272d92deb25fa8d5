/** What guidance is to the program and the model at hand, and whether it is on. */
import type { Generation, Occurrence } from '../dialects/generation.ts';
import { asNumber } from '../dialects/numbers.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { Model, Tool } from '../knowledge/schema.ts';
import type { RunModel } from './model.ts';

/**
 * `real`: classifier-free guidance, a second model call a step. `likely-real`: the usual word for it, in a program not known.
 * `embedded`: an input of the model. `unused`: this model's guidance is another argument here. `unknown`: can't be told.
 */
export type GuidanceKind = 'real' | 'likely-real' | 'embedded' | 'unused' | 'unknown';

/** Guidance as it is written at one place. */
export interface Scale {
  readonly occurrence: Occurrence;
  readonly kind: GuidanceKind;
  /** `null` for what is computed, a placeholder or "not set". */
  readonly number: number | null;
}

export interface RunGuidance {
  /** Every place of the main pass, in the order of the file. */
  readonly scales: readonly Scale[];
  /** What is known of the model's guidance, and whose figures they are. */
  readonly known: { readonly model: Model; readonly facts: NonNullable<Model['guidance']> } | null;
  /** The value of guidance that is an input of the model; `null` where none is written. */
  readonly embedded: number | null;
  /** At this value and below, real guidance is off. */
  readonly off: number;
  /** Whether real guidance is on; `null` where it can't be told. */
  readonly on: boolean | null;
}

/** At this guidance and below, classifier-free guidance is off in most programs. */
const USUAL_OFF = 1;

/** Reads the guidance of a generation. */
export function guidanceOf(
  generation: Generation,
  program: Tool | null,
  model: RunModel,
  knowledge: Knowledge,
): RunGuidance {
  const scales = generation.settings
    .filter(({ setting, pass }) => (setting === 'guidance_scale' || setting === 'distilled_guidance') && pass === null)
    .map((occurrence) => ({
      occurrence,
      kind:
        occurrence.setting === 'distilled_guidance'
          ? ('embedded' as const)
          : kindOf(occurrence, program, model, knowledge),
      number: asNumber(occurrence)?.number ?? null,
    }));
  const owner = [model.decisive, model.family].find((each) => each?.guidance);
  const known = owner?.guidance ? { model: owner, facts: owner.guidance } : null;
  const off = USUAL_OFF;
  const embedded = scales.find(({ kind }) => kind === 'embedded')?.number ?? null;
  return { scales, known, embedded, off, on: isOn(scales, known, off) };
}

function kindOf(occurrence: Occurrence, program: Tool | null, model: RunModel, knowledge: Knowledge): GuidanceKind {
  const key = normaliseKey(occurrence.key);
  const among = (keys: readonly string[] = []) => keys.some((other) => normaliseKey(other) === key);
  const everywhere = knowledge.data.tools.guidance_keys;
  if (among(everywhere.embedded)) return 'embedded';
  const models = [model.family, model.accelerator];
  const parameter = models.find((each) => each?.guidance?.parameter)?.guidance?.parameter;
  const elsewhere = key === 'guidancescale' && parameter !== undefined && normaliseKey(parameter) !== key;
  const takesInput = models.some((each) => each?.guidance?.kind === 'embedded');
  if (program === null) {
    const usual = key === 'guidancescale' || among(everywhere.real);
    return usual && !elsewhere && !takesInput ? 'likely-real' : 'unknown';
  }
  if (among(program.guidance?.embedded)) return 'embedded';
  if (!among(program.guidance?.real)) return 'unknown';
  // A diffusers pipeline gives this name to whichever kind its model has.
  if (program.id !== 'diffusers' || key !== 'guidancescale') return 'real';
  if (elsewhere) return 'unused';
  return takesInput ? 'embedded' : 'real';
}

function isOn(scales: readonly Scale[], known: RunGuidance['known'], off: number): boolean | null {
  const takesReal = known?.facts.kind === 'cfg' || known?.facts.kind === 'cfg-low';
  const written = scales.filter(({ occurrence }) => occurrence.setting === 'guidance_scale');
  const isReal = ({ kind, occurrence }: Scale): boolean =>
    takesReal
      ? kind !== 'unused' && kind !== 'embedded'
      : // Without the model the plain key may as well be an input of the model (FLUX in diffusers).
        kind === 'real' && (known !== null || normaliseKey(occurrence.key) !== 'guidancescale');
  if (written.some((scale) => isReal(scale) && (scale.number ?? off) > off)) return true;
  const real = written.filter(({ kind }) => kind === 'real' || kind === 'likely-real');
  return real.length > 0 && real.every(({ number }) => (number ?? Number.POSITIVE_INFINITY) <= off) ? false : null;
}
