/** What a generation renders with, as far as its names tell: the facts that a verdict rests on. */
import { countOf, type Generation, type Lora, type Name, settingOf } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Model, Sampler, Schedule } from '../knowledge/schema.ts';
import { type Part, partOf, strengthPassedOver } from './strength.ts';

export interface Subject {
  /** The model's family; `null` when none is named or the name is not known. */
  readonly family: Model | null;
  /** The accelerator that decides the step range instead of the family (Lightning, LCM, …). */
  readonly accelerator: Model | null;
  /** The LoRA that the accelerator is; absent or `null` where it is merged into the checkpoint. */
  readonly lora?: Lora | null;
  /** What decides the step range. */
  readonly decisive: Model | null;
  /** The model's name for people: the decisive entry's, else the one in the file, else `null`. */
  readonly name: string | null;
  readonly sampler: Sampler | null;
  readonly schedule: Schedule | null;
  readonly guidance: number | null;
  /** It counts frames: a video. */
  readonly isVideo: boolean;
  /** The file belongs to a model that it does not name. */
  readonly ownModel: boolean;
  /** What runs of the written steps; absent or `null` where all do. */
  readonly part?: Part | null;
  /** Something loaded may be made for few steps, though it is not known: then few steps are no mistake. */
  readonly mayBeFewStep: boolean;
}

/** Whether what decides the step range is made to need few. */
export function isFewStep({ accelerator, decisive }: Subject): boolean {
  return accelerator !== null || decisive?.steps.distilled_for !== undefined;
}

/** Resolves the names of a generation. A LoRA is an accelerator only where it applies to the family (or the family is unknown). */
export function subjectOf(generation: Generation, knowledge: Knowledge): Subject {
  const found = generation.model && familyOf(generation.model, knowledge);
  const merged = found && found.role !== 'checkpoint' ? found : null;
  const family = merged ? null : found;
  // A LoRA at weight 0 is switched off.
  const loaded = generation.loras
    .filter(({ weight }) => weight !== 0)
    .map((lora) => ({ lora, model: knowledge.model(lora.text, 'lora') }))
    .find(({ model }) => model && (!family || !model.applies_to || model.applies_to.includes(family.id)));
  const accelerator = merged ?? loaded?.model ?? null;
  const decisive = accelerator ?? family;
  const guidance = settingOf(generation, 'guidance_scale');
  const text = (setting: string) => String(settingOf(generation, setting)?.value ?? '');
  return {
    family,
    accelerator,
    lora: merged ? null : (loaded?.lora ?? null),
    decisive,
    name: decisive?.name ?? generation.model?.text ?? null,
    sampler: knowledge.sampler(text('sampler')) ?? knowledge.sampler(text('scheduler')),
    schedule: knowledge.schedule(text('scheduler')),
    guidance: guidance ? countOf(guidance) : null,
    ownModel: generation.ownModel === true && generation.model === null,
    isVideo: decisive?.kind === 'video' || settingOf(generation, 'frames') !== undefined,
    part: strengthPassedOver(generation, family, knowledge) ? null : partOf(generation, knowledge),
    mayBeFewStep: mayBeFewStep(generation, knowledge),
  };
}

/** The family of a name, with the variant that stands apart from it first. */
function familyOf({ text, detail }: Name, knowledge: Knowledge): Model | null {
  const whole = detail === undefined ? null : knowledge.model(`${text}-${detail}`, 'model');
  return whole ?? knowledge.model(text, 'model');
}

function mayBeFewStep({ model, loras, fewStep }: Generation, knowledge: Knowledge): boolean {
  const names = [model?.text ?? '', model?.detail ?? '', ...loras.map(({ text }) => text)];
  const unknownLora = loras.some(({ text, weight }) => weight !== 0 && knowledge.model(text, 'lora') === null);
  return fewStep === true || unknownLora || names.some((name) => knowledge.saysFewStep(name));
}

/** The step count of the main pass, if it is a usable number. */
export function stepsOf(generation: Generation): number | null {
  const steps = settingOf(generation, 'inference_steps');
  const count = steps && !steps.sentinel ? countOf(steps) : null;
  return count !== null && Number.isInteger(count) && count > 0 ? count : null;
}
