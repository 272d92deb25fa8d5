/** What guidance is to the program and the model at hand, and whether it is on. */
import { kept, remembered } from '../common/memory.ts';
import type { Generation, Occurrence } from '../dialects/generation.ts';
import { asNumber } from '../dialects/numbers.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { Model, Program, ProgramFacts } from '../knowledge/schema.ts';
import { holds, type RunFacts } from './facts.ts';
import { ofSampling, type RunModel } from './model.ts';

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
  /** The same where 1 is off, as models are described: some pipelines count from 0. */
  readonly usual: number | null;
  /** By a key of its own, that is there for a negative prompt: nobody writes it by accident, and without one it does nothing. */
  readonly deliberate: boolean;
  /** What it waits for is not there: a negative prompt, or a switch that turns guidance on. */
  readonly idle: 'no-negative' | 'switched-off' | null;
}

export interface RunGuidance {
  /** Every place of the main pass, in the order of the file. */
  readonly scales: readonly Scale[];
  /** The place that says how strong real guidance is; `null` where none does. */
  readonly real: Scale | null;
  /** The place of guidance that is an input of the model; `null` where none is. */
  readonly input: Scale | null;
  /** What is known of the model's guidance, and whose figures they are. */
  readonly known: { readonly model: Model; readonly facts: NonNullable<Model['guidance']> } | null;
  /** At this value, and in most programs below it, real guidance is off. */
  readonly off: number;
  /** It is so at that value alone: below it the prompt counts for less, at 0 for nothing. */
  readonly onlyAt: boolean;
  /** How far its values lie below those of the same effect elsewhere. */
  readonly below: number;
  /** Whether real guidance is on; `null` where it can't be told. */
  readonly on: boolean | null;
}

/** At this guidance and below, classifier-free guidance is off in most programs. */
const USUAL_OFF = 1;
/** What most programs call guidance, of whichever kind: plain spelling. */
const USUAL_KEY = 'guidancescale';

/** Reads the guidance of a generation. `isPassedOver`: a mode of the program sets that place itself, or it looks for another key. */
export function guidanceOf(
  generation: Generation,
  program: Program | null,
  facts: RunFacts,
  model: RunModel,
  isPassedOver: (occurrence: Occurrence) => boolean,
  { anyProgram }: Knowledge,
): RunGuidance {
  const {
    off = USUAL_OFF,
    below = 0,
    only_at: onlyAt = false,
    off_when: offWhen,
    off_unless: onWhen,
  } = facts.guidance ?? {};
  const kindOf = createKinds(program, facts.guidance, anyProgram.guidance, model);
  const hasNegative = generation.settings.some(({ setting }) => setting === 'negative_prompt');
  const isSwitchedOff =
    (offWhen !== undefined && holds(offWhen, generation)) || (onWhen !== undefined && !holds(onWhen, generation));
  const all = generation.settings
    .filter(
      (at) =>
        (at.setting === 'guidance_scale' || at.setting === 'distilled_guidance') &&
        at.pass === null &&
        !isPassedOver(at),
    )
    .map((occurrence): Scale => {
      const kind = kindOf(occurrence);
      const number = asNumber(occurrence)?.number ?? null;
      // Whoever asks for guidance on the spot wants it.
      if (occurrence.asked) return { occurrence, kind, number, usual: number, deliberate: false, idle: null };
      const usual = number !== null && kind === 'real' ? number + below : number;
      const written = normaliseKey(occurrence.key);
      const deliberate = facts.guidance?.needs_negative?.some((key) => normaliseKey(key) === written) ?? false;
      const idle = isSwitchedOff ? 'switched-off' : deliberate && !hasNegative ? 'no-negative' : null;
      return { occurrence, kind, number, usual, deliberate, idle };
    });
  const isAsked = all.some(({ occurrence: { asked, setting } }) => asked && setting === 'guidance_scale');
  const scales = all.filter(({ occurrence, kind }) => !isAsked || occurrence.asked || kind === 'embedded');
  const said = ofSampling(model, ({ guidance }) => guidance);
  const known = said && knownOf(said.model);
  const runs = ({ number, idle, occurrence: { asked } }: Scale): boolean =>
    number !== null && idle === null && (asked ? isAbove(number, USUAL_OFF) : runsAt(number, { off, onlyAt }));
  const { real, input } = sorted(scales, known);
  const on = isSwitchedOff && !isAsked ? false : isOn(scales, known, runs, program);
  return { scales: kept(scales), real, input, known, off, onlyAt, below, on };
}

const knownOf = remembered((model: Model): RunGuidance['known'] =>
  model.guidance ? { model, facts: model.guidance } : null,
);

/** What can't be told by its name is what its model takes; behind that the file may say real guidance under a name of its own. */
function sorted(scales: readonly Scale[], known: RunGuidance['known']): Pick<RunGuidance, 'real' | 'input'> {
  const named = scales.find(({ occurrence }) => occurrence.setting === 'distilled_guidance');
  const takesInput = known?.facts.kind === 'embedded' && (!named || named.occurrence.asked === true);
  const isInput = ({ kind }: Scale): boolean => kind === 'embedded' || (kind === 'unknown' && takesInput);
  const [first] = scales.filter(({ occurrence }) => occurrence.setting === 'guidance_scale');
  const isReal = first && !isInput(first) && first.kind !== 'unused';
  return {
    real: (isReal ? first : scales.find(({ kind }) => kind === 'real')) ?? null,
    input: named ?? scales.find(isInput) ?? null,
  };
}

/** Decides what each place of guidance is. `ofProgram`, `ofAny`: which keys are what in it, and in whatever program. */
function createKinds(
  program: Program | null,
  ofProgram: ProgramFacts['guidance'],
  ofAny: ProgramFacts['guidance'],
  { family, accelerator }: RunModel,
): (occurrence: Occurrence) => GuidanceKind {
  const models = [family, accelerator];
  const parameter = models.find((each) => each?.guidance?.parameter)?.guidance?.parameter;
  const takesInput = models.some((each) => each?.guidance?.kind === 'embedded');
  // Not by a LoRA: that leaves the argument where it was.
  const isDistilled = family?.guidance?.kind === 'off';
  return ({ setting, key: written, asked }) => {
    if (setting === 'distilled_guidance') return 'embedded';
    if (asked) return 'real';
    const key = normaliseKey(written);
    const among = (keys: readonly string[] = []) => keys.some((other) => normaliseKey(other) === key);
    if (among(ofAny?.embedded)) return 'embedded';
    const elsewhere = key === USUAL_KEY && parameter !== undefined && normaliseKey(parameter) !== key;
    if (program === null) {
      const usual = key === USUAL_KEY || among(ofAny?.real);
      return usual && !elsewhere && !takesInput ? 'likely-real' : 'unknown';
    }
    if (among(ofProgram?.embedded)) return 'embedded';
    if (among(ofProgram?.real)) return 'real';
    if (!among(ofProgram?.as_model)) return 'unknown';
    if (elsewhere && program.library) return 'unused';
    if (takesInput) return 'embedded';
    // Of a kind that takes an input, but distilled to have none: it is given one, and does not look at it.
    return parameter !== undefined && isDistilled ? 'unused' : 'real';
  };
}

/** Numbers that went through a slider come back as 1.0000000000000002, which programs take for 1. */
export function isAbove(value: number, limit: number): boolean {
  return value > limit + 1e-6;
}

/** Whether real guidance of this value runs: two answers of the model are compared. */
export function runsAt(value: number, { off, onlyAt }: Pick<RunGuidance, 'off' | 'onlyAt'>): boolean {
  return isAbove(value, off) || (onlyAt && isAbove(off, value));
}

function isOn(
  scales: readonly Scale[],
  known: RunGuidance['known'],
  runs: (scale: Scale) => boolean,
  program: Program | null,
): boolean | null {
  const takesReal = known?.facts.kind === 'cfg' || known?.facts.kind === 'cfg-low';
  const written = scales.filter(({ occurrence }) => occurrence.setting === 'guidance_scale');
  const isReal = ({ kind, occurrence }: Scale): boolean =>
    takesReal
      ? kind !== 'unused' && kind !== 'embedded'
      : // Without the model the plain key may as well be an input of the model (FLUX in diffusers).
        kind === 'real' && (known !== null || occurrence.asked || normaliseKey(occurrence.key) !== USUAL_KEY);
  if (written.some((scale) => isReal(scale) && runs(scale))) return true;
  // What runs without real guidance by itself has none in a program that is known, unless it is asked for.
  const isBare = known?.facts.kind === 'off' || known?.facts.kind === 'embedded';
  if (isBare && program && written.every(({ kind }) => kind === 'embedded' || kind === 'unused')) return false;
  // All that is written is an input of the model.
  if (program && written.length > 0 && written.every(({ kind }) => kind === 'embedded')) return false;
  const real = written.filter(({ kind }) => kind === 'real' || kind === 'likely-real');
  return real.length > 0 && real.every((scale) => scale.number !== null && !runs(scale)) ? false : null;
}
