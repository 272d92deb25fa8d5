/** Guidance of a render: the real one, and the one that a distilled model takes as an input. */
import { isAbove } from '../../run/index.ts';
import type { Planning } from './planning.ts';

/** Real guidance where neither the file nor its model says. */
const DEFAULT_GUIDANCE = 4;
/** What a request says where there is to be none. */
const OFF = 1;

/** Sorts what the file calls guidance by what it means to its program and model. */
export function planGuidance({ run, given, use, change }: Planning): {
  guidance: number;
  distilledGuidance: number | null;
} {
  const { known, scales, below } = run.guidance;
  const facts = known?.facts;
  const takesInput = facts?.kind === 'embedded';
  const isLocked = run.unread.some(
    ({ occurrence, because }) => occurrence.setting === 'guidance_scale' && because === 'locked',
  );
  const asFiled = given('guidance_scale');
  const written = isLocked && asFiled?.from === 'file' ? null : asFiled;
  const named = given('distilled_guidance');
  const scale = scales.find(({ occurrence }) => occurrence.setting === 'guidance_scale');
  const kind = scale?.kind ?? 'unknown';
  // What can't be told by its name is what its model takes.
  const isInput =
    written?.from === 'file' && (kind === 'embedded' || (kind === 'unknown' && takesInput && named?.from !== 'file'));
  // Behind it the file may say real guidance under a name of its own (true_cfg_scale).
  const realNumber = scales.find((scale) => scale.kind === 'real')?.number;
  const behind = realNumber == null ? null : ({ from: 'file', number: realNumber } as const);
  const real = isInput || (written?.from === 'file' && kind === 'unused') ? behind : written;
  const input = named ?? (isInput ? written : null);

  const usual = facts === undefined ? DEFAULT_GUIDANCE : takesInput ? OFF : facts.default;
  const isFiled = real?.number != null && real.from === 'file';
  const asked = real?.number == null ? usual : real.number + (isFiled ? below : 0);
  // The run knows what is off in its program; elsewhere 0 and 1 both mean it.
  const isOn = (isFiled ? run.guidance.on : null) ?? isAbove(asked, OFF);
  const guidance = isOn ? asked : OFF;
  const distilledGuidance = input?.number ?? (takesInput ? facts.default : null);
  use('Guidance', real?.number ?? guidance, real?.number == null ? 'default' : real.from);
  if (real?.from === 'override') change('guidance_scale', 'guidance', guidance);
  if (distilledGuidance !== null)
    use('Distilled guidance', distilledGuidance, input?.number == null ? 'default' : input.from);
  if (input?.from === 'override' && distilledGuidance !== null)
    change('distilled_guidance', 'distilled guidance', distilledGuidance);
  return { guidance, distilledGuidance };
}
