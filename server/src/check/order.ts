/** The rules, and which of them speaks where several would. */
import type { CrossRule, Finding, MeasuredRule, Rule } from '../findings/finding.ts';
import { clipSkipRange } from '../rules/clip-skip-range.ts';
import { framesForm } from '../rules/frames-form.ts';
import { guidanceBelowOff } from '../rules/guidance-below-off.ts';
import { guidanceDistilled } from '../rules/guidance-distilled.ts';
import { guidanceIgnored } from '../rules/guidance-ignored.ts';
import { guidanceSwapped } from '../rules/guidance-swapped.ts';
import { hostLimit } from '../rules/host-limit.ts';
import { keyTypo } from '../rules/key-typo.ts';
import { latentUpscale } from '../rules/latent-upscale.ts';
import { loraWeight } from '../rules/lora-weight.ts';
import { negativePromptIgnored } from '../rules/negative-prompt-ignored.ts';
import { predictionMismatch } from '../rules/prediction-mismatch.ts';
import { samplerIdle } from '../rules/sampler-idle.ts';
import { samplerUnknown } from '../rules/sampler-unknown.ts';
import { samplersDisagree } from '../rules/samplers-disagree.ts';
import { scheduleHandover } from '../rules/schedule-handover.ts';
import { scheduleMismatch } from '../rules/schedule-mismatch.ts';
import { seedOutOfRange } from '../rules/seed-out-of-range.ts';
import { settingIgnored } from '../rules/setting-ignored.ts';
import { sizeFarFromNative } from '../rules/size-far-from-native.ts';
import { sizeMultiple } from '../rules/size-multiple.ts';
import { stepsConflict } from '../rules/steps-conflict.ts';
import { stepsEffective } from '../rules/steps-effective.ts';
import { stepsKeyIgnored } from '../rules/steps-key-ignored.ts';
import { stepsNotACount } from '../rules/steps-not-a-count.ts';
import { stepsRange } from '../rules/steps-range.ts';
import { stepsUnused } from '../rules/steps-unused.ts';
import { strengthIgnored } from '../rules/strength-ignored.ts';
import { strengthRange } from '../rules/strength-range.ts';
import { isSamePlace } from '../syntax/navigate.ts';

/** Rules that ask for nothing but the run. */
export const RULES: readonly Rule[] = [
  stepsNotACount,
  stepsConflict,
  stepsKeyIgnored,
  stepsEffective,
  stepsUnused,
  strengthIgnored,
  strengthRange,
  latentUpscale,
  hostLimit,
  guidanceBelowOff,
  guidanceDistilled,
  guidanceIgnored,
  guidanceSwapped,
  sizeMultiple,
  sizeFarFromNative,
  framesForm,
  seedOutOfRange,
  clipSkipRange,
  samplerUnknown,
  scheduleMismatch,
  predictionMismatch,
  samplerIdle,
  loraWeight,
  keyTypo,
];

/** Rules that ask what is known on this machine. */
export const MEASURED_RULES: readonly MeasuredRule[] = [stepsRange];

/** Rules about several generations. */
export const CROSS_RULES: readonly CrossRule[] = [
  negativePromptIgnored,
  settingIgnored,
  samplersDisagree,
  scheduleHandover,
];

/** The verdict on a count: of what is refused, not read or no count it says nothing that counts. */
export const VERDICTS: readonly string[] = ['steps-wasteful', 'steps-accelerated', 'steps-too-few'];

/** Who speaks first: a finding under one of these codes silences those of the codes behind it at the same place. */
const SILENCES: ReadonlyMap<string, readonly string[]> = new Map([
  ['steps-not-a-count', VERDICTS],
  ['steps-key-ignored', VERDICTS],
  ['steps-unused', VERDICTS],
  ['host-limit', VERDICTS],
]);

/** The findings of one generation that are told. */
export function spoken(findings: readonly Finding[]): readonly Finding[] {
  const first = findings.filter(({ code }) => SILENCES.has(code));
  if (first.length === 0) return findings;
  return findings.filter(
    (finding) =>
      !first.some(
        (other) =>
          SILENCES.get(other.code)?.includes(finding.code) === true &&
          isSamePlace(other.occurrence.range, finding.occurrence.range),
      ),
  );
}
