/** Work that nobody waits for. */

/** Does some work and lets it go on by itself. If it fails, that is written to the log of the process, and all else goes on. */
export function inBackground(work: () => unknown): void {
  new Promise((resolve) => resolve(work())).catch((error: unknown) => console.error(error));
}
