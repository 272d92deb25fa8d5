/** Guidance of a render: the real one, and the one that a distilled model takes as an input. */
import { t } from '@vscode/l10n';
import { isAbove, type Scale } from '../../run/index.ts';
import { PlanError } from './error.ts';
import { originOf } from './given.ts';
import type { Planning } from './planning.ts';

/** Real guidance where neither the file nor its model says. */
const DEFAULT_GUIDANCE = 4;
/** What a request says where there is to be none. */
const OFF = 1;

/** Plans both kinds of guidance. Throws `PlanError` where what was asked for is no number. */
export function planGuidance({ run: { guidance: runGuidance }, use, change }: Planning): {
  guidance: number;
  distilledGuidance: number | null;
} {
  const facts = runGuidance.known?.facts;
  const takesInput = facts?.kind === 'embedded';
  const [real, input] = [numbered(runGuidance.real), numbered(runGuidance.input)];
  const wanted = real?.usual ?? (facts === undefined ? DEFAULT_GUIDANCE : takesInput ? OFF : facts.default);
  // The run knows what is off in its program; elsewhere 0 and 1 both mean it.
  const isOn = (real || runGuidance.on === false ? runGuidance.on : null) ?? isAbove(wanted, OFF);
  const guidance = isOn ? wanted : OFF;
  use(t`Guidance`, real?.number ?? guidance, real ? originOf(real.occurrence) : 'default');
  if (real?.occurrence.asked) change('guidance_scale', t`guidance`, guidance);

  const distilledGuidance = input?.number ?? (takesInput ? facts.default : null);
  if (distilledGuidance !== null) {
    use(t`Distilled guidance`, distilledGuidance, input ? originOf(input.occurrence) : 'default');
    if (input?.occurrence.asked) change('distilled_guidance', t`distilled guidance`, distilledGuidance);
  }
  return { guidance, distilledGuidance };
}

/** A place without a number says nothing. Throws `PlanError` where a number was asked for. */
function numbered(scale: Scale | null): Scale | null {
  if (scale?.number != null) return scale;
  if (!scale?.occurrence.asked) return null;
  throw new PlanError(t`${scale.occurrence.source} is no guidance. Give a number.`);
}
