/** From a generation to what a backend is asked for: which value comes from the file, which is a draft's, which a default. */
import { type Generation, settingOf } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { type Subject, stepsOf } from '../rules/subject.ts';
import type { Choice, RenderRequest } from './backend.ts';
import { createGivenReader, type Given, type Overrides } from './given.ts';
import { planGuidance } from './plan-guidance.ts';

export type RenderMode = 'draft' | 'configured';

export interface PlannedSetting {
  readonly label: string;
  readonly value: string;
  /** `override`: asked for by whoever renders, over the file. `server`: left to the backend. */
  readonly from: 'file' | 'draft' | 'default' | 'override' | 'server';
}

export interface Plan {
  readonly request: RenderRequest;
  readonly settings: readonly PlannedSetting[];
  /** The file gives no seed or asks for a random one: the request's was drawn for this render. */
  readonly seedIsDrawn: boolean;
  /** What differs from the file and why, a sentence each. */
  readonly warnings: readonly string[];
}

/** A generation that can't be rendered as it stands. The message says what to do. */
export class PlanError extends Error {}

export interface PlanOptions {
  readonly mode: RenderMode;
  /** Used where the file gives no seed or asks for a random one. */
  readonly randomSeed: () => bigint;
  /** Values of the command line, over the file's. */
  readonly overrides?: Overrides;
  /** Longest side the backend can draw, pixels. */
  readonly maxSide: number;
}

/** Pixels a side where neither the file nor its model says. */
const DEFAULT_SIDE = 512;
/** Seeds are unsigned 64-bit, as in ComfyUI. */
const SEED_LIMIT = 2n ** 64n;
/** What stands for a value that the backend chooses. */
const LEFT_OUT = 'its own choice';

/** Plans a render. Throws `PlanError` when a value makes no sense to render with. */
export function planRender(generation: Generation, subject: Subject, knowledge: Knowledge, options: PlanOptions): Plan {
  const settings: PlannedSetting[] = [];
  const warnings: string[] = [];
  const given = createGivenReader(generation, options.overrides ?? {});
  const use = (label: string, value: string | number, from: PlannedSetting['from']) =>
    settings.push({ label, value: String(value), from });

  if (generation.model) use('Model', generation.model.text, 'file');
  const { steps, from } = planSteps(generation, subject, knowledge, options.mode, given('inference_steps'));
  use('Steps', steps, from);
  const size = planSize();
  const guidance = planGuidance(generation, subject, knowledge, given, use);
  const { sampler, schedule } = planSampling();
  const { seed, seedIsDrawn } = planSeed();
  const prompt = words('Prompt', 'prompt');
  const negativePrompt = words('Negative prompt', 'negative_prompt');
  const loras = generation.loras
    .filter(({ weight }) => weight !== 0)
    .map(({ text, weight }) => ({ name: text, weight: weight ?? 1 }));
  for (const { name, weight } of loras) use('LoRA', weight === 1 ? name : `${name} at ${weight}`, 'file');
  const merged = subject.lora ? null : subject.accelerator;
  return {
    request: {
      prompt,
      negativePrompt,
      steps,
      ...guidance,
      ...size,
      seed,
      sampler,
      schedule,
      model: generation.model?.text ?? null,
      family: (subject.family ?? merged)?.id ?? null,
      loras,
      clipSkip: planClipSkip(),
      graph: null,
      paidNodesAllowed: false,
    },
    settings,
    seedIsDrawn,
    warnings,
  };

  function planSize(): { width: number; height: number } {
    const [nativeWidth, nativeHeight] = (subject.decisive?.size ?? subject.family?.size)?.native[0] ?? [];
    const both = given('size');
    const size = /^\s*(\d+)\s*[x*×]\s*(\d+)\s*$/i.exec(both?.text ?? '');
    const square = both?.number && both.number >= 16 ? both.number : null;
    const [width, height] = [given('width'), given('height')];
    const wanted = {
      width: width?.number ?? (size ? Number(size[1]) : square),
      height: height?.number ?? (size ? Number(size[2]) : square),
    };
    const asked = [width, height].some((side) => side?.from === 'override');
    const from = asked ? 'override' : wanted.width !== null && wanted.height !== null ? 'file' : 'default';
    const full = {
      width: wanted.width ?? nativeWidth ?? DEFAULT_SIDE,
      height: wanted.height ?? nativeHeight ?? DEFAULT_SIDE,
    };
    const scale = Math.min(1, options.maxSide / Math.max(full.width, full.height));
    const fitted = { width: even(full.width * scale), height: even(full.height * scale) };
    if (scale < 1)
      warnings.push(
        `Drawn at ${fitted.width} × ${fitted.height} instead of ${full.width} × ${full.height}, the largest this backend draws.`,
      );
    use('Size', `${fitted.width} × ${fitted.height}`, from);
    return fitted;
  }

  /** Many programs write the schedule behind the sampler (`DPM++ 2M Karras`), diffusers the sampler as its scheduler. */
  function planSampling(): { sampler: Choice | null; schedule: Choice | null } {
    const [first, second] = [given('sampler'), given('scheduler')];
    const writtenSampler = first ?? (second && knowledge.sampler(second.text) ? second : null);
    const writtenSchedule =
      second && knowledge.schedule(second.text)
        ? second
        : writtenSampler && knowledge.sampler(writtenSampler.text) && knowledge.schedule(writtenSampler.text)
          ? writtenSampler
          : second !== writtenSampler
            ? second
            : null;
    return {
      sampler: choose('Sampler', writtenSampler, knowledge.sampler(writtenSampler?.text ?? '')),
      schedule: choose('Schedule', writtenSchedule, knowledge.schedule(writtenSchedule?.text ?? '')),
    };
  }

  function choose(label: string, written: Given | null, known: { id: string; name: string } | null): Choice | null {
    if (written === null) {
      use(label, LEFT_OUT, 'server');
      return null;
    }
    use(label, known?.name ?? written.text, written.from);
    return { id: known?.id ?? null, written: written.text };
  }

  function planSeed(): { seed: bigint; seedIsDrawn: boolean } {
    const written = given('seed');
    const digits = written && /^\s*(-?\d+)\s*$/.exec(written.text)?.[1];
    const value = digits ? BigInt(digits) : null;
    if (value !== null && value >= SEED_LIMIT)
      throw new PlanError(`The seed ${value} is too large. Use one below 2^64.`);
    const seed = value !== null && value >= 0n ? value : options.randomSeed();
    use('Seed', seed.toString(), seed === value ? (written?.from ?? 'file') : 'default');
    return { seed, seedIsDrawn: seed !== value };
  }

  function words(label: string, setting: 'prompt' | 'negative_prompt'): string {
    const written = given(setting);
    if (written?.text) use(label, written.text, written.from);
    return written?.text ?? '';
  }

  /** Every program counts in its own way: `figures` of the guide says which value of it uses every layer. */
  function planClipSkip(): number | null {
    const skip = given('clip_skip');
    if (!skip?.number) return null;
    const last = knowledge.guide('clip_skip')?.figures[generation.tool ?? ''] ?? 1;
    const counted = Math.max(1, Math.abs(skip.number) - Math.abs(last) + 1);
    use('CLIP skip', counted, skip.from);
    return counted;
  }
}

/** The step count a mode renders with. Throws `PlanError` when the value is no count. */
export function planSteps(
  generation: Generation,
  subject: Subject,
  knowledge: Knowledge,
  mode: RenderMode,
  given: Given | null = null,
): { steps: number; from: PlannedSetting['from'] } {
  if (given?.from === 'override') {
    if (given.number === null || !Number.isInteger(given.number) || given.number < 1)
      throw new PlanError(`${given.text} is not a step count. Give a whole number from 1.`);
    return { steps: given.number, from: 'override' };
  }
  const configured = stepsOf(generation);
  if (mode === 'draft') {
    const model = subject.decisive?.steps;
    const draft = model ? (model.draft ?? model.distilled_for ?? model.default) : knowledge.stepsGuide.draft.steps;
    const steps = Math.min(draft, configured ?? draft);
    return { steps, from: steps === configured ? 'file' : 'draft' };
  }
  if (configured !== null) return { steps: configured, from: 'file' };
  const written = settingOf(generation, 'inference_steps');
  if (written && written.value !== null && !written.sentinel && written.via !== 'placeholder') {
    throw new PlanError(`${written.source} is not a step count. Write a whole number from 1, then render again.`);
  }
  return { steps: subject.decisive?.steps.default ?? knowledge.stepsGuide.default, from: 'default' };
}

function even(pixels: number): number {
  return Math.max(16, 2 * Math.round(pixels / 2));
}
