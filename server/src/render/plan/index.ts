/** From a generation to what a backend is asked for: which value comes from the file, which is a draft's, which a default. */

import { t } from '@vscode/l10n';
import { settingOf } from '../../dialects/generation.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Run } from '../../run/index.ts';
import type { Choice, RenderRequest } from '../backend.ts';
import type { GraphChange } from '../graph-request.ts';
import { planFrames } from './frames.ts';
import { type Given, givenAt, givenIn } from './given.ts';
import { planGuidance } from './guidance.ts';
import type { PlannedSetting, Planning, PlanOptions } from './planning.ts';
import { planSeed } from './seed.ts';
import { planSize } from './size.ts';
import { planSteps } from './steps.ts';

export interface Plan {
  readonly request: RenderRequest;
  readonly settings: readonly PlannedSetting[];
  /** The file gives no seed or asks for a random one: the request's was drawn for this render. */
  readonly seedIsDrawn: boolean;
  /** What a graph of the file must hold instead. */
  readonly changes: readonly GraphChange[];
  /** What differs from the file and why, a sentence each. */
  readonly warnings: readonly string[];
}

/** What stands for a value that the backend chooses. */
const leftOut = (): string => t`its own choice`;

/** Plans a render. Throws `PlanError` when a value makes no sense to render with. */
export function planRender(run: Run, knowledge: Knowledge, options: PlanOptions): Plan {
  const { generation, model } = run;
  const settings: PlannedSetting[] = [];
  const changes: GraphChange[] = [];
  const warnings: string[] = [];
  const { asGraph, file = run } = options;
  const given = (setting: string) => givenIn(run, setting);
  const planning: Planning = {
    run,
    file,
    knowledge,
    options,
    use: (label, value, from) => {
      const isGuess = from === 'default' || from === 'server';
      if (!(asGraph && isGuess)) settings.push({ label, value: String(value), from });
    },
    change: (setting, label, to) => {
      const written = settingOf(file.generation, setting);
      const from = written && written.value !== null ? String(written.source || written.value) : null;
      changes.push({ setting, label, from, to });
    },
    warn: (text) => warnings.push(text),
  };
  const { use } = planning;

  const steps = planSteps(planning);
  const size = planSize(planning);
  const frames = planFrames(planning);
  const guidance = planGuidance(planning);
  const { samplerAt, scheduleAt, ...known } = run.sampling;
  const sampler = choose('sampler', t`Sampler`, givenAt(samplerAt), known.sampler);
  const schedule = choose('scheduler', t`Schedule`, givenAt(scheduleAt), known.schedule);
  const { seed, seedIsDrawn } = planSeed(planning);
  const flowShift = given('flow_shift')?.number;
  const prompt = words(t`Prompt`, 'prompt');
  const negativePrompt = words(t`Negative prompt`, 'negative_prompt');
  const loras = generation.loras
    .filter(({ weight }) => weight !== 0)
    .map(({ text, weight }) => ({ name: text, weight: weight ?? 1 }));
  for (const { name, weight } of loras) use('LoRA', weight === 1 ? name : t`${name} at ${weight}`, 'file');
  const merged = model.lora ? null : model.accelerator;
  return {
    request: {
      prompt,
      negativePrompt,
      steps,
      ...guidance,
      ...size,
      ...(frames !== null && { frames }),
      seed,
      sampler,
      schedule,
      model: generation.model?.text ?? null,
      family: (model.family ?? merged)?.id ?? null,
      loras,
      clipSkip: planClipSkip(),
      ...(flowShift && { flowShift }),
      graph: null,
      paidNodesAllowed: false,
    },
    settings,
    seedIsDrawn,
    changes,
    warnings,
  };

  function choose(
    setting: string,
    label: string,
    written: Given | null,
    known: { id: string; name: string } | null,
  ): Choice | null {
    if (written === null) {
      use(label, leftOut(), 'server');
      return null;
    }
    use(label, known?.name ?? written.text, written.from);
    if (written.from === 'override') planning.change(setting, label.toLowerCase(), written.text);
    return { id: known?.id ?? null, written: written.text };
  }

  function words(label: string, setting: 'prompt' | 'negative_prompt'): string {
    const written = given(setting);
    if (written?.text) use(label, written.text, written.from);
    if (written?.from === 'override') planning.change(setting, label.toLowerCase(), written.text);
    return written?.text ?? '';
  }

  /** Every program counts in its own way: `figures` of the guide says which value of it uses every layer. */
  function planClipSkip(): number | null {
    const skip = given('clip_skip');
    if (!skip?.number) return null;
    const last = run.facts.clip_skip?.last ?? 1;
    const counted = Math.max(1, Math.abs(skip.number) - Math.abs(last) + 1);
    use(t`CLIP skip`, counted, skip.from);
    return counted;
  }
}
