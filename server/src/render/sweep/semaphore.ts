/** Whose turn it is: so many at once, the others in the order in which they came. */

export interface Semaphore {
  /** Does the work when it is its turn; `null`, without doing it, when `signal` aborts before that. */
  take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | null>;
}

/** `atOnce`: from 1; infinite where there is no need to wait. */
export function createSemaphore(atOnce: number): Semaphore {
  const waiting: (() => void)[] = [];
  let free = atOnce;

  /** Whether it got its turn. */
  function turn(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (free > 0) {
      free -= 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const begin = (): void => {
        signal.removeEventListener('abort', leave);
        resolve(true);
      };
      const leave = (): void => {
        waiting.splice(waiting.indexOf(begin), 1);
        resolve(false);
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(begin);
    });
  }

  return {
    take: async (work, signal) => {
      if (!(await turn(signal))) return null;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
