/** Which model runs, as far as the names of a file tell: the facts that every judgement rests on. */
import { type Generation, type Lora, type Name, settingOf, wholeName } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import type { Model } from '../knowledge/schema.ts';

/**
 * How sure it is which model runs. `known`: figures of it are known. `named`: there is a name, but nothing is known of it.
 * `untraced`: a graph leads to it in a way that can't be followed. `none`: the file names none.
 */
export type Certainty = 'known' | 'named' | 'untraced' | 'none';

/**
 * An acceleration LoRA. `full`: it decides steps and guidance. `reduced`: at a low weight that sources run it at: it decides the steps,
 * the model keeps some of its guidance. `weak`: loaded far below the weight it is made for. `off`: at 0 or below.
 */
export interface LoadedAccelerator {
  readonly lora: Lora;
  readonly model: Model;
  readonly effect: 'full' | 'reduced' | 'weak' | 'off';
}

export interface RunModel {
  /** The model's family; `null` when none is named or the name is not known. */
  readonly family: Model | null;
  /** The accelerator that decides the step range instead of the family (Lightning, LCM, …). */
  readonly accelerator: Model | null;
  /** The LoRA that the accelerator is; `null` where it is merged into the checkpoint. */
  readonly lora: Lora | null;
  /** That LoRA is loaded so weakly that the model keeps some of its own guidance. */
  readonly isReduced: boolean;
  /** What decides the step range. */
  readonly decisive: Model | null;
  /** The model's name for people: the decisive entry's, else the one in the file, else `null`. */
  readonly name: string | null;
  readonly certainty: Certainty;
  /** It counts frames, or says so where its model is not known: a video. */
  readonly isVideo: boolean;
  /** It makes sound, speech or a 3D shape with a model that is not known. */
  readonly noPicture: boolean;
  /** The file belongs to a model that it does not name. */
  readonly ownModel: boolean;
  /** Something loaded may be made for few steps, though it is not known: then few steps are no mistake. */
  readonly mayBeFewStep: boolean;
}

/** Whether what decides the step range is made to need few. */
export function isFewStep({ accelerator, decisive }: RunModel): boolean {
  return accelerator !== null || decisive?.steps.distilled_for !== undefined;
}

/** Whether the figures of the general guides may be meant: they are those of pictures. */
export function isOfPictures({ noPicture, isVideo, decisive }: RunModel): boolean {
  return !noPicture && !isVideo && (decisive?.kind ?? 'image') === 'image';
}

type FactOf<Fact> = (model: Model) => Fact | undefined;
type Said<Fact> = { readonly model: Model; readonly fact: Fact } | null;

/** What is said of how it samples, and by which entry: by what decides the steps first. `null` where none says it. */
export function ofSampling<Fact>({ decisive, family }: RunModel, fact: FactOf<Fact>): Said<Fact> {
  return (decisive && saidBy(decisive, fact)) ?? (family && saidBy(family, fact));
}

/** What is said of what it makes, its size and length: by the family first, for an accelerator only changes how. */
export function ofPicture<Fact>({ family, accelerator }: RunModel, fact: FactOf<Fact>): Said<Fact> {
  return (family && saidBy(family, fact)) ?? (accelerator && saidBy(accelerator, fact));
}

function saidBy<Fact>(model: Model, factOf: FactOf<Fact>): Said<Fact> {
  const fact = factOf(model);
  return fact === undefined ? null : { model, fact };
}

/** The entry that makes it a flow model: its noise is counted otherwise. `null` where none is known to. */
export function flowModelOf({ decisive, family }: RunModel, knowledge: Knowledge): Model | null {
  const { models } = knowledge.data.samplers.flow_models;
  return [decisive, family].find((each) => each && (each.flow_shift !== undefined || models.includes(each.id))) ?? null;
}

/** Below this share of the weight it is made for, an acceleration LoRA is a spice, and the model keeps its own count. */
const WEAK = 0.5;

function effectOf(
  { weight }: Lora,
  { lora_weight: full = 1, lora_works_from: least = full }: Model,
): LoadedAccelerator['effect'] {
  if (weight === null || weight >= full * WEAK) return 'full';
  if (weight >= least) return 'reduced';
  return weight > 0 ? 'weak' : 'off';
}

/** Resolves the names of a generation. A LoRA is an accelerator only where it applies to the family (or the family is unknown). */
export function modelOf(generation: Generation, knowledge: Knowledge): RunModel {
  const named = generation.model ? familyOf(generation.model, knowledge) : knowledge.assumedModel;
  // A model for video alone with its sound: figures for its pictures say nothing of that.
  const found = own(generation.switches ?? {}, 'no_picture') && named?.kind !== 'audio' ? null : named;
  const merged = found && found.role !== 'checkpoint' ? found : null;
  const family = merged ? null : found;
  const accelerators: LoadedAccelerator[] = [];
  for (const lora of generation.loras) {
    const model = knowledge.model(wholeName(lora), 'lora');
    const fits = model && (!family || !model.applies_to || model.applies_to.includes(family.id));
    if (fits) accelerators.push({ lora, model, effect: effectOf(lora, model) });
  }
  const loaded =
    accelerators.find(({ effect }) => effect === 'full') ?? accelerators.find(({ effect }) => effect === 'reduced');
  const accelerator = merged ?? loaded?.model ?? null;
  const decisive = accelerator ?? family;
  return {
    family,
    accelerator,
    lora: merged ? laterOf(merged, accelerators) : (loaded?.lora ?? null),
    isReduced: !merged && loaded?.effect === 'reduced',
    decisive,
    name: decisive?.name ?? generation.model?.text ?? null,
    certainty: decisive ? 'known' : generation.model ? 'named' : generation.graph ? 'untraced' : 'none',
    ownModel: generation.ownModel === true && generation.model === null,
    noPicture: !decisive && (generation.noPicture === true || isSaid(generation, knowledge.saysNoPicture)),
    isVideo: decisive?.kind === 'video' || countsFrames(generation) || (!decisive && makesVideo(generation, knowledge)),
    mayBeFewStep: accelerators.some(({ effect }) => effect === 'weak') || mayBeFewStep(generation, knowledge),
  };
}

/** Where a name says what its LoRAs are, which join after the start: one of these. */
function laterOf(merged: Model, accelerators: readonly LoadedAccelerator[]): Lora | null {
  const same = accelerators.filter(({ model }) => model.id === merged.id);
  return same.length > 0 && same.every(({ lora }) => lora.joinsLater) ? same[0].lora : null;
}

/** The family of a name, with the variant that stands apart from it first. */
function familyOf({ text, detail }: Name, knowledge: Knowledge): Model | null {
  const whole = detail === undefined ? null : knowledge.model(`${text}-${detail}`, 'model');
  return whole ?? knowledge.model(text, 'model');
}

/** By the name of its model or class, or the kind of node that it begins with or that takes its steps. */
function isSaid(generation: Generation, says: (name: string) => boolean): boolean {
  const { model, switches = {} } = generation;
  const said = ['pipeline', 'no_picture'].map((name) => own(switches, name));
  const names = [model?.text, ...said, settingOf(generation, 'inference_steps')?.node];
  return names.some((name) => typeof name === 'string' && says(name));
}

function countsFrames(generation: Generation): boolean {
  return Number(settingOf(generation, 'frames')?.value ?? 1) !== 1;
}

function makesVideo(generation: Generation, { saysVideo }: Knowledge): boolean {
  return generation.video === true || settingOf(generation, 'fps') !== undefined || isSaid(generation, saysVideo);
}

function mayBeFewStep({ model, loras, fewStep }: Generation, knowledge: Knowledge): boolean {
  const says = (name = ''): boolean => knowledge.saysFewStep(name);
  return (
    fewStep === true ||
    says(model?.text) ||
    says(model?.detail) ||
    loras.some((lora) => {
      const name = wholeName(lora);
      const isOn = lora.weight === null || lora.weight > 0;
      return isOn && (knowledge.model(name, 'lora') === null || says(name));
    })
  );
}
