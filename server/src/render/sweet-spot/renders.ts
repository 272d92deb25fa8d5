/** The pictures of a search, each rendered and decoded once. */
import { t } from '@vscode/l10n';
import type { Picture } from '../backend.ts';
import { type Image, MeasureError, toImage } from './pixels.ts';

/** A finished picture and the time it took. */
export interface Rendered {
  readonly picture: Picture;
  readonly seconds: number;
}

export interface DecodedRender {
  readonly steps: number;
  readonly image: Image;
  readonly seconds: number;
}

/** The picture of so many steps and a seed; `null` where it was left out. Throws when the search is aborted. */
export type RenderOnce = (steps: number, seed: bigint) => Promise<DecodedRender | null>;

/** Renders each picture once, however often it is asked for. Throws `MeasureError` when one has another size than the first. */
export function createRenderOnce(
  render: (steps: number, seed: bigint) => Promise<Rendered | null>,
  signal: AbortSignal,
): RenderOnce {
  const taken = new Map<string, Promise<DecodedRender | null>>();
  let size: { readonly width: number; readonly height: number } | null = null;
  const take = async (steps: number, seed: bigint): Promise<DecodedRender | null> => {
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
    const one = taken.get(key) ?? take(steps, seed);
    taken.set(key, one);
    return one;
  };
}
