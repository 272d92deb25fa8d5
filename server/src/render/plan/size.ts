/** The size of a render, pixels. */

import { PlanError } from './error.ts';
import type { Given } from './given.ts';
import type { Planning } from './planning.ts';

/** Pixels a side where neither the file nor its model says. */
const DEFAULT_SIDE = 512;
/** Sizes that are made smaller stay multiples of this: the smallest that every model takes. */
const MULTIPLE = 8;
/** A lone number under `size` below this counts something else. */
const SMALLEST_SQUARE = 16;

export function planSize({ run: { model }, options, given, use, change, warn }: Planning): {
  width: number;
  height: number;
} {
  const [nativeWidth, nativeHeight] = (model.decisive?.size ?? model.family?.size)?.native[0] ?? [];
  const pair = pairOf(given('size'));
  const written = { width: given('width'), height: given('height') };
  const full = {
    width: sideOf(written.width) ?? pair?.width ?? nativeWidth ?? DEFAULT_SIDE,
    height: sideOf(written.height) ?? pair?.height ?? nativeHeight ?? DEFAULT_SIDE,
  };
  const { most, says } = options.bounds.side;
  const scale = Math.min(1, most / Math.max(full.width, full.height));
  const within = (side: number): number =>
    scale < 1 ? Math.max(MULTIPLE, MULTIPLE * Math.round((side * scale) / MULTIPLE)) : side;
  const size = { width: Math.min(most, within(full.width)), height: Math.min(most, within(full.height)) };
  if (scale < 1)
    warn(`Drawn at ${size.width} × ${size.height} instead of ${full.width} × ${full.height}: ${most} is ${says}.`);

  const asked = written.width?.from === 'override' || written.height?.from === 'override';
  const known = (sideOf(written.width) ?? pair) !== null && (sideOf(written.height) ?? pair) !== null;
  use('Size', `${size.width} × ${size.height}`, asked ? 'override' : known ? 'file' : 'default');
  for (const side of ['width', 'height'] as const) {
    const isOther = written[side]?.from === 'override' || (known && size[side] !== full[side]);
    if (isOther) change(side, side, size[side]);
  }
  return size;
}

/** Throws `PlanError` for a side that was asked for and is none. */
function sideOf(written: Given | null): number | null {
  if (written?.number != null && Number.isInteger(written.number) && written.number > 0) return written.number;
  if (written?.from === 'override') throw new PlanError(`${written.text} is no side of a picture. Give whole pixels.`);
  return null;
}

/** `640x384`, `1280*720`, or one number for a square. */
function pairOf(size: Given | null): { width: number; height: number } | null {
  const sides = /^\s*(\d+)\s*[x*×]\s*(\d+)\s*$/i.exec(size?.text ?? '');
  if (sides) return { width: Number(sides[1]), height: Number(sides[2]) };
  const square = size?.number ?? 0;
  return square >= SMALLEST_SQUARE ? { width: square, height: square } : null;
}
