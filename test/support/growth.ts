/** How time grows with an input: a ratio of one run, which holds on a busy machine as on a quiet one. */

/**
 * How many times the processor's time that `work` takes at eight times the size: about 8 where it costs what its input costs, 64
 * where it squares. `size` is to be one that takes some milliseconds; the least of three tries counts, at both sizes.
 */
export function growth(work: (size: number) => void, size: number): number {
  work(size);
  return (
    least(() => work(8 * size)) /
    Math.max(
      least(() => work(size)),
      1,
    )
  );
}

/** Below what would be quadratic, above what garbage and caches add to linear. */
export const LINEAR = 24;

function least(work: () => void): number {
  const tries = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...tries);
}
