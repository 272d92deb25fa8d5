/** Runs all rules over a reading. */
import type { Reading } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { clipSkipRange } from './clip-skip-range.ts';
import type { Finding, Rule, Severity } from './finding.ts';
import { framesForm } from './frames-form.ts';
import { guidanceDistilled } from './guidance-distilled.ts';
import { guidanceIgnored } from './guidance-ignored.ts';
import { guidanceSwapped } from './guidance-swapped.ts';
import { hostLimit } from './host-limit.ts';
import { loraWeight } from './lora-weight.ts';
import { negativePromptIgnored } from './negative-prompt-ignored.ts';
import { samplerIdle } from './sampler-idle.ts';
import { samplerUnknown } from './sampler-unknown.ts';
import { samplersDisagree } from './samplers-disagree.ts';
import { scheduleMismatch } from './schedule-mismatch.ts';
import { seedOutOfRange } from './seed-out-of-range.ts';
import { sizeFarFromNative } from './size-far-from-native.ts';
import { sizeMultiple } from './size-multiple.ts';
import { stepsConflict } from './steps-conflict.ts';
import { stepsEffective } from './steps-effective.ts';
import { stepsKeyIgnored } from './steps-key-ignored.ts';
import { stepsNotACount } from './steps-not-a-count.ts';
import { stepsRange } from './steps-range.ts';
import { stepsUnused } from './steps-unused.ts';
import { strengthIgnored } from './strength-ignored.ts';
import { subjectOf } from './subject.ts';

const RULES: readonly Rule[] = [
  stepsRange,
  stepsNotACount,
  stepsConflict,
  stepsKeyIgnored,
  stepsEffective,
  stepsUnused,
  strengthIgnored,
  hostLimit,
  guidanceDistilled,
  guidanceIgnored,
  guidanceSwapped,
  negativePromptIgnored,
  sizeMultiple,
  sizeFarFromNative,
  framesForm,
  seedOutOfRange,
  clipSkipRange,
  samplerUnknown,
  scheduleMismatch,
  samplerIdle,
  samplersDisagree,
  loraWeight,
];

/** A severity chosen by the user for a rule; `default` keeps the finding's own. */
export type SeverityChoice = Severity | 'default' | 'off';

/**
 * The findings of a reading in order of place. A value shared by several generations (YAML merge, link) is reported once per
 * rule, with the finding of the generation that comes first.
 */
export function check(
  reading: Reading,
  knowledge: Knowledge,
  choices: Readonly<Record<string, SeverityChoice>> = {},
): Finding[] {
  const findings = new Map<string, Finding>();
  for (const generation of reading.generations) {
    const subject = subjectOf(generation, knowledge);
    for (const rule of RULES) {
      for (const finding of rule({ generation, subject, knowledge, reading })) {
        const choice = choices[finding.code] ?? 'default';
        if (choice === 'off') continue;
        const key = `${finding.code} ${finding.occurrence.range.start}`;
        if (!findings.has(key)) findings.set(key, choice === 'default' ? finding : { ...finding, severity: choice });
      }
    }
  }
  return [...findings.values()].sort((a, b) => a.occurrence.range.start - b.occurrence.range.start);
}
