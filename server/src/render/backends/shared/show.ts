/** What every server's picture goes through on its way to whoever watches. */
import type { Picture, PictureSize, RenderEvent } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import { isBlack } from './black.ts';
import { sizeDifference } from './echo.ts';

export interface Drawn {
  readonly picture: Picture;
  readonly seed: bigint;
  /** What was asked for. */
  readonly asked: PictureSize;
  /** The product, for people. */
  readonly by: string;
  /** How it differs from what was asked for, a sentence each; its size is looked at here. */
  readonly said?: readonly string[];
  /** What to do where it is black all over. */
  readonly ifBlack: string;
}

/** Shows a picture, after what is to be said of it. Throws `BackendError` `black-picture` for one that is black all over. */
export async function show(
  { picture, seed, asked, by, said = [], ifBlack }: Drawn,
  emit: (event: RenderEvent) => void,
): Promise<void> {
  const size = sizeDifference(asked, picture, by);
  for (const text of [...said, ...(size === null ? [] : [size])]) emit({ kind: 'warning', text });
  emit({ kind: 'picture', picture, seed });
  if (await isBlack(picture)) throw new BackendError('black-picture', ifBlack);
}
