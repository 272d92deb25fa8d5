/** The size of a render, pixels. */

import { t } from '@vscode/l10n';
import { settingOf } from '../../dialects/generation.ts';
import { PlanError } from './error.ts';
import type { Planning } from './planning.ts';

/** Pixels a side where neither the file nor its model says. */
const DEFAULT_SIDE = 512;
/** Sizes that are made smaller stay multiples of this: the smallest that every model takes. */
const MULTIPLE = 8;
const SIDES = ['width', 'height'] as const;

/** Throws `PlanError` for a side that was asked for and is none. */
export function planSize({
  run: {
    generation,
    model,
    size: { written },
  },
  options,
  use,
  change,
  warn,
}: Planning): {
  width: number;
  height: number;
} {
  const [nativeWidth, nativeHeight] = (model.decisive?.size ?? model.family?.size)?.native[0] ?? [];
  const asked = SIDES.filter((side) => settingOf(generation, side)?.asked);
  for (const side of asked)
    if (written[side] === null)
      throw new PlanError(t`${settingOf(generation, side)?.source ?? ''} is no side of a picture. Give whole pixels.`);
  const full = {
    width: written.width ?? nativeWidth ?? DEFAULT_SIDE,
    height: written.height ?? nativeHeight ?? DEFAULT_SIDE,
  };
  const { most, says } = options.bounds.side;
  const scale = Math.min(1, most / Math.max(full.width, full.height));
  const within = (side: number): number =>
    scale < 1 ? Math.max(MULTIPLE, MULTIPLE * Math.round((side * scale) / MULTIPLE)) : side;
  const size = { width: Math.min(most, within(full.width)), height: Math.min(most, within(full.height)) };
  if (scale < 1)
    warn(t`Drawn at ${size.width} × ${size.height} instead of ${full.width} × ${full.height}: ${most} is ${says}.`);

  const known = written.width !== null && written.height !== null;
  use(t`Size`, `${size.width} × ${size.height}`, asked.length > 0 ? 'override' : known ? 'file' : 'default');
  for (const side of SIDES)
    if (asked.includes(side) || (known && size[side] !== full[side])) change(side, side, size[side]);
  return size;
}
