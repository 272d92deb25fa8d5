/** How far a render may go: what the backend can do, and what the user's settings allow. */
import { t } from '@vscode/l10n';
import type { ServerInfo } from '../backend.ts';
import type { RenderLimits } from '../backend-kind.ts';

/** A largest value, and whose it is, for people: `the longest side that ComfyUI draws`. */
export interface Bound {
  readonly most: number;
  readonly says: string;
}

export interface Bounds {
  /** Pixels. */
  readonly side: Bound;
  /** `null`: any count. */
  readonly steps: Bound | null;
  /** Largest seed that the backend keeps, with its name. */
  readonly seed: { readonly most: bigint; readonly name: string };
}

/** Where the user sets none: 2048 pixels a side, half an hour. */
export const DEFAULT_LIMITS: RenderLimits = { maxSide: 2048, maxDuration: 30 * 60_000 };

/** The bounds of a server within those of the user. */
export function boundsOf({ name, capabilities }: ServerInfo, limits: Pick<RenderLimits, 'maxSide'>): Bounds {
  const { maxSide, maxSteps, maxSeed } = capabilities;
  return {
    side:
      maxSide !== null && maxSide <= limits.maxSide
        ? { most: maxSide, says: t`the longest side that ${name} draws` }
        : { most: limits.maxSide, says: t`the longest side allowed (sweetspot.render.maxSide, --max-side)` },
    steps: maxSteps === null ? null : { most: maxSteps, says: t`as many as ${name} takes` },
    seed: { most: maxSeed, name },
  };
}
