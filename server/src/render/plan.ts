/** From a generation to what a backend is asked for: which value comes from the file, which is a draft's, which a default. */
import { countOf, type Generation, settingOf } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { type Subject, stepsOf } from '../rules/subject.ts';
import type { RenderRequest } from './backend.ts';

export type RenderMode = 'draft' | 'configured';

export interface PlannedSetting {
  readonly label: string;
  readonly value: string;
  /** `override`: asked for by whoever renders, over the file. */
  readonly from: 'file' | 'draft' | 'default' | 'override';
}

export interface Plan {
  readonly request: RenderRequest;
  readonly settings: readonly PlannedSetting[];
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
  readonly overrides?: { readonly steps?: number };
  /** Longest side the backend can draw, pixels. */
  readonly maxSide: number;
}

/** Sizes, guidance and seed a generation gets when neither the file nor its model says. */
const DEFAULTS = { width: 512, height: 512, guidance: 4, sampler: 'euler', schedule: 'karras' };
/** Seeds are unsigned 64-bit, as in ComfyUI. */
const SEED_LIMIT = 2n ** 64n;

/** Plans a render. Throws `PlanError` when a value of the file makes no sense to render with. */
export function planRender(generation: Generation, subject: Subject, knowledge: Knowledge, options: PlanOptions): Plan {
  const settings: PlannedSetting[] = [];
  const warnings: string[] = [];
  const use = (label: string, value: string | number, from: PlannedSetting['from']) =>
    settings.push({ label, value: String(value), from });
  const literal = (setting: string) => {
    const occurrence = settingOf(generation, setting);
    return occurrence && occurrence.value !== null && occurrence.via !== 'placeholder' ? occurrence : undefined;
  };

  const { steps, from } = options.overrides?.steps
    ? { steps: options.overrides.steps, from: 'override' as const }
    : planSteps(generation, subject, knowledge, options.mode);
  use('Steps', steps, from);
  const { width, height } = planSize();
  const guidance = planGuidance();
  const sampler = planSampler();
  const schedule = planSchedule();
  const seed = planSeed();
  const prompt = String(literal('prompt')?.value ?? '');
  const negativePrompt = String(literal('negative_prompt')?.value ?? '');
  if (prompt) use('Prompt', prompt, 'file');
  if (negativePrompt) use('Negative prompt', negativePrompt, 'file');
  return {
    request: {
      prompt,
      negativePrompt,
      steps,
      guidance,
      width,
      height,
      seed,
      sampler,
      schedule,
      model: generation.model?.text ?? null,
    },
    settings,
    warnings,
  };

  function planSize(): { width: number; height: number } {
    const [nativeWidth, nativeHeight] = (subject.decisive?.size ?? subject.family?.size)?.native[0] ?? [];
    const size = /^\s*(\d+)\s*[x*×]\s*(\d+)\s*$/i.exec(String(literal('size')?.value ?? ''));
    const side = Number(literal('size')?.value);
    const wanted = {
      width: numberOf('width') ?? (size ? Number(size[1]) : null) ?? (side >= 16 ? side : null),
      height: numberOf('height') ?? (size ? Number(size[2]) : null) ?? (side >= 16 ? side : null),
    };
    const from = wanted.width !== null && wanted.height !== null ? 'file' : 'default';
    const full = {
      width: wanted.width ?? nativeWidth ?? DEFAULTS.width,
      height: wanted.height ?? nativeHeight ?? DEFAULTS.height,
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

  function planGuidance(): number {
    const written = numberOf('guidance_scale');
    if (written !== null) {
      use('Guidance', written, 'file');
      return Math.max(written, 1); // 0 and 1 both mean "off" in the tools that use them
    }
    const value = Math.max(subject.decisive?.guidance?.default ?? DEFAULTS.guidance, 1);
    use('Guidance', value, 'default');
    return value;
  }

  function planSampler(): string {
    const written = literal('sampler');
    if (!subject.sampler) {
      // A name nobody knows goes to the backend as it is, whose error lists the names it knows.
      if (typeof written?.value === 'string') {
        use('Sampler', written.value, 'file');
        return written.value;
      }
      use('Sampler', DEFAULTS.sampler, 'default');
      return DEFAULTS.sampler;
    }
    const { id, name, builtin } = subject.sampler;
    if (builtin !== id)
      warnings.push(
        `${name} is drawn with ${knowledge.sampler(builtin)?.name ?? builtin}, the nearest sampler this backend has.`,
      );
    use('Sampler', builtin, 'file');
    return builtin;
  }

  function planSchedule(): string {
    if (!subject.schedule) {
      use('Schedule', DEFAULTS.schedule, 'default');
      return DEFAULTS.schedule;
    }
    const { id, name, builtin } = subject.schedule;
    if (builtin !== id)
      warnings.push(
        `The ${name} schedule is drawn with ${knowledge.schedule(builtin)?.name ?? builtin}, the nearest this backend has.`,
      );
    use('Schedule', builtin, 'file');
    return builtin;
  }

  function planSeed(): bigint {
    const written = literal('seed');
    const digits = written && /^["']?(-?\d+)["']?$/.exec(written.source)?.[1];
    const value = digits ? BigInt(digits) : null;
    if (value !== null && value >= 0n && value < SEED_LIMIT) {
      use('Seed', value.toString(), 'file');
      return value;
    }
    if (value !== null && value >= SEED_LIMIT)
      throw new PlanError(`The seed ${value} is too large. Use one below 2^64.`);
    const seed = options.randomSeed();
    use('Seed', seed.toString(), 'default');
    return seed;
  }

  function numberOf(setting: string): number | null {
    const occurrence = literal(setting);
    const value = occurrence && countOf(occurrence);
    return value !== undefined && value !== null && Number.isFinite(value) ? value : null;
  }
}

/** The step count a mode renders with. Throws `PlanError` when the file's value is no count. */
export function planSteps(
  generation: Generation,
  subject: Subject,
  knowledge: Knowledge,
  mode: RenderMode,
): { steps: number; from: PlannedSetting['from'] } {
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
