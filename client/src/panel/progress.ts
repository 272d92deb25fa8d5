/** How far a render is. No vscode, no DOM. */

/** A moment of a render: so much done of the total, in steps or as a fraction of 1, and seconds since it began. */
export interface Moment {
  readonly done: number;
  readonly total: number;
  readonly elapsedSeconds: number;
}

export interface Progress {
  readonly unit: 'steps' | 'fraction';
  /** Where the speed is measured from. */
  readonly first: Moment;
  readonly latest: Moment;
}

/** The progress after a moment. */
export function after(
  before: Progress | null,
  unit: Progress['unit'],
  { done, total, elapsedSeconds }: Moment,
): Progress {
  const latest = { done, total, elapsedSeconds };
  // Another total, or fewer done: the next pass (hires fix, a second sampler), which has a speed of its own.
  const goesOn = before?.unit === unit && before.latest.total === total && before.latest.done <= done;
  return { unit, first: goesOn ? before.first : latest, latest };
}

/**
 * Seconds until the last step, from the speed since the first step seen; `null` before two were. The time up to the first
 * step is left out of the speed because it holds what happens once, such as loading the model.
 */
export function secondsLeft(progress: Progress | null): number | null {
  if (!progress) return null;
  const { first, latest } = progress;
  if (latest.done <= first.done) return null;
  const secondsEach = (latest.elapsedSeconds - first.elapsedSeconds) / (latest.done - first.done);
  return secondsEach * (latest.total - latest.done);
}
