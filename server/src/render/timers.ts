/** Waiting for so long and no longer. Timers run by a clock that never jumps. */

/** Milliseconds of the longest timer, some 25 days: Node keeps them in 31 bits, and ends longer ones at once. */
const LONGEST = 2 ** 31 - 1;

/** Milliseconds that a timer takes, for a duration from the user's settings, which may be for ever. */
export function timerFor(milliseconds: number): number {
  return Math.min(milliseconds, LONGEST);
}

/** What a promise resolves with; `null` when that takes longer than so many milliseconds, or when it rejects. */
export async function withTimeout<T>(milliseconds: number, promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, timerFor(milliseconds), null);
  });
  try {
    return await Promise.race([promise.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
