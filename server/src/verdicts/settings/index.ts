/**
 * What a value of any setting but the step count means for this model and sampler. The sentences are the guides' `verdicts`;
 * the files beside this one choose among them. Where a rule has a finding, the hover shows that instead.
 */

import { isPlaceholder, type Lora, type Occurrence } from '../../dialects/generation.ts';
import { fill, type Knowledge } from '../../knowledge/knowledge.ts';
import { own } from '../../knowledge/own.ts';
import type { Run } from '../../run/index.ts';
import { judgeClipSkip } from './clip-skip.ts';
import { stepCost } from './cost.ts';
import { judgeShift } from './flow-shift.ts';
import { judgeFps, judgeFrames } from './frames.ts';
import { judgeDistilled, judgeGuidance } from './guidance.ts';
import { judgeBatch, judgeCount } from './image-count.ts';
import { judgeLora, judgeLoraWeight } from './lora-weight.ts';
import { judgeNegativePrompt } from './negative-prompt.ts';
import { judgePrediction } from './prediction.ts';
import { type Judge, type Remark, short } from './remark.ts';
import { judgeSampler, judgeScheduler } from './sampler.ts';
import { judgeSeed } from './seed.ts';
import { judgeSize } from './size.ts';
import { judgeBoundary, judgePart, judgeShare } from './split.ts';
import { judgeStrength } from './strength.ts';

const JUDGES: Readonly<Record<string, Judge>> = {
  guidance_scale: judgeGuidance,
  distilled_guidance: judgeDistilled,
  seed: judgeSeed,
  size: judgeSize,
  width: judgeSize,
  height: judgeSize,
  sampler: judgeSampler,
  scheduler: judgeScheduler,
  strength: judgeStrength,
  negative_prompt: judgeNegativePrompt,
  image_count: judgeCount,
  batch_size: judgeBatch,
  clip_skip: judgeClipSkip,
  lora_weight: judgeLoraWeight,
  flow_shift: judgeShift,
  prediction: judgePrediction,
  frames: judgeFrames,
  fps: judgeFps,
  split: judgeShare,
  boundary: judgeBoundary,
  start_step: judgePart,
  end_step: judgePart,
  denoising_start: judgePart,
  denoising_end: judgePart,
};

/** One line for people, `''` where there is nothing to say. Text of the file in it is not escaped. */
export function judgeSetting(occurrence: Occurrence, run: Run, knowledge: Knowledge): string {
  const remarks = unset(occurrence) ?? own(JUDGES, occurrence.setting)?.({ occurrence, run, knowledge }) ?? [];
  return say(remarks, occurrence.setting, { key: occurrence.key, value: short(String(occurrence.value)) }, knowledge);
}

/** What a LoRA is and whether its weight suits it, as one line. */
export function judgeLoraName(lora: Lora, knowledge: Knowledge): string {
  return say(judgeLora(lora, knowledge), 'lora_weight', { key: short(lora.text), value: lora.weight ?? '' }, knowledge);
}

/** What runs of a step count and what it costs, `''` where all of it does, in a call each, and the picture settles. */
export function costOfSteps(occurrence: Occurrence, run: Run, knowledge: Knowledge): string {
  const remarks = stepCost({ occurrence, run, knowledge });
  return say(remarks, occurrence.setting, { key: occurrence.key, value: String(occurrence.value) }, knowledge);
}

/** Values that say nothing yet; their sentences are the same for every setting and stand in the guide of the steps. */
function unset({ value, via, sentinel }: Occurrence): readonly Remark[] | null {
  const remark = (id: string) => [{ id, guide: 'inference_steps' }];
  if (via === 'placeholder' || isPlaceholder(value)) return remark('placeholder');
  if (via === 'link' && value === null) return remark('computed');
  if (sentinel) return remark('not-set');
  return value === null ? [] : null;
}

function say(
  remarks: readonly Remark[],
  setting: string,
  given: Readonly<Record<string, string | number>>,
  knowledge: Knowledge,
): string {
  return remarks
    .map(({ id, values, guide = setting }) =>
      fill(own(knowledge.guide(guide)?.verdicts, id) ?? `{${id}}`, { ...given, ...values }),
    )
    .join(' ');
}
