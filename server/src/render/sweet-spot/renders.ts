/** The pictures of a search, each rendered and decoded once. */
import { t } from '@vscode/l10n';
import type { Picture } from '../backend.ts';
import { type Image, MeasureError, toImage } from './pixels.ts';

/** A finished picture and the time it took. */
export interface Rendered {
  readonly picture: Picture;
  readonly seconds: number;
}

export interface Shot {
  readonly steps: number;
  readonly image: Image;
  readonly seconds: number;
}

/** The picture of so many steps and a seed; `null` where it was left out. Throws when the search is aborted. */
export type Shoot = (steps: number, seed: bigint) => Promise<Shot | null>;

/** Renders each picture once, however often it is asked for. Throws `MeasureError` when one has another size than the first. */
export function createShoot(
  render: (steps: number, seed: bigint) => Promise<Rendered | null>,
  signal: AbortSignal,
): Shoot {
  const taken = new Map<string, Promise<Shot | null>>();
  let size: { readonly width: number; readonly height: number } | null = null;
  const take = async (steps: number, seed: bigint): Promise<Shot | null> => {
    signal.throwIfAborted();
    const rendered = await render(steps, seed);
    signal.throwIfAborted();
    if (rendered === null) return null;
    const { width, height } = rendered.picture;
    size ??= { width, height };
    if (width !== size.width || height !== size.height)
      throw new MeasureError(
        t`The server drew one picture of ${size.width} x ${size.height} and one of ${width} x ${height}: they can not be compared.`,
      );
    return { steps, image: await toImage(rendered.picture), seconds: rendered.seconds };
  };
  return (steps, seed) => {
    const key = `${seed} ${steps}`;
    const shot = taken.get(key) ?? take(steps, seed);
    taken.set(key, shot);
    return shot;
  };
}
