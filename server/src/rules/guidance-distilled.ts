/** `guidance-distilled`: real guidance with a model that is made to run without it. */
import { type Finding, finding, type Rule } from './finding.ts';
import { GUIDANCE_OFF, guidanceKind } from './guidance.ts';
import { asNumber } from './numbers.ts';

/** Past the advised guidance by more than this, a consistency LoRA burns the picture. */
const BURNT = 1.5;

export const guidanceDistilled: Rule = ({ generation, subject, knowledge }) => {
  const { decisive } = subject;
  const guidance = decisive?.guidance;
  if (!decisive || !guidance) return [];
  const findings: Finding[] = [];
  for (const occurrence of generation.settings) {
    if (occurrence.setting !== 'guidance_scale' || occurrence.pass !== null) continue;
    const number = asNumber(occurrence)?.number ?? 0;
    const kind = guidanceKind(occurrence, generation, subject, knowledge);
    if (number <= GUIDANCE_OFF || (kind !== 'real' && kind !== 'likely-real')) continue;
    const report = (message: string, suggested: number) =>
      findings.push(
        finding(knowledge, 'guidance-distilled', {
          occurrence,
          message,
          values: { model: decisive.name, high: guidance.sweet?.[1] ?? GUIDANCE_OFF, best: guidance.default },
          ...(kind === 'likely-real' && { severity: 'information' }),
          suggest: [suggested],
        }),
      );
    if (guidance.kind === 'off') report('off', GUIDANCE_OFF);
    else if (guidance.kind === 'embedded' && kind === 'real') report('embedded', GUIDANCE_OFF);
    // Whole LCM checkpoints take guidance as an input under the same name: only the LoRAs are certain.
    else if (guidance.kind === 'cfg-low' && subject.lora && number > (guidance.sweet?.[1] ?? GUIDANCE_OFF) * BURNT)
      report('low', guidance.default);
  }
  return findings;
};
