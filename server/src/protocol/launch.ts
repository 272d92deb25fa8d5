/** How the server's process is started. */

/**
 * What Node is told beside the program, on a machine that runs so many threads at once. V8 compiles hot functions in four threads of
 * their own, which take a processor from the program on a machine of two: opening a megabyte of YAML there took a third longer.
 */
export function nodeArguments(processors: number): string[] {
  return [`--v8-pool-size=${Math.min(MOST_THREADS, Math.max(1, processors - 1))}`];
}

/** As many as Node has by itself. */
const MOST_THREADS = 4;
