/** Work that no two processes do at once, held apart by a file: who has made it may go on, and removes it at the end. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { noneIf } from './files.ts';

/** All in milliseconds. */
export interface LockTimes {
  /** Between two looks at whether the holder has finished. */
  readonly look: number;
  /** Between two signs of life of the holder. */
  readonly sign: number;
  /** Without a sign of life the holder is taken to have died. Clocks have no say in it: the sign is that something changes. */
  readonly dead: number;
  /** The longest that anyone waits for a holder who lives. */
  readonly most: number;
}

const TIMES: LockTimes = { look: 20, sign: 1000, dead: 5000, most: 60_000 };

/**
 * Runs `work` while no other process runs any under the same lock. `isOurs` tells it whether that still holds: somebody who was
 * asleep for long may have been taken for dead. Rejects as `work` does, and when a holder who lives does not come to an end.
 */
export async function alone<Result>(
  lock: string,
  work: (isOurs: () => Promise<boolean>) => Promise<Result>,
  times = TIMES,
): Promise<Result> {
  const name = randomUUID();
  await take(lock, name, times);
  const isOurs = async (): Promise<boolean> => (await nameIn(lock)) === name;
  const living = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => {}); // Whoever took it away has a reason.
  }, times.sign);
  try {
    return await work(isOurs);
  } finally {
    clearInterval(living);
    if (await isOurs()) await rm(lock, { force: true });
  }
}

/** Makes the lock; waits for a holder who lives, and takes away what a dead one has left. */
async function take(lock: string, name: string, { look, dead, most }: LockTimes): Promise<void> {
  const asked = performance.now();
  let seen: string | null = null;
  let since = asked;
  for (;;) {
    const made = await open(lock, 'wx', 0o600).catch(noneIf('EEXIST'));
    if (made) return sign(made, lock, name);
    const shown = await signOf(lock);
    const now = performance.now();
    if (shown !== seen) [seen, since] = [shown, now];
    else if (now - since > dead) await rm(lock, { recursive: true, force: true });
    if (now - asked > most) throw new Error(`${lock} is held by another window`);
    await pause(look);
  }
}

/** Writes a name into a lock that was just made. Where the disk has no room even for that, the lock goes again. */
async function sign(made: FileHandle, lock: string, name: string): Promise<void> {
  try {
    await made.writeFile(name);
  } catch (error) {
    await rm(lock, { force: true });
    throw error;
  } finally {
    await made.close();
  }
}

/** Changes while the holder lives; `null` where there is no lock. */
async function signOf(lock: string): Promise<string | null> {
  const found = await stat(lock).catch(noneIf('ENOENT'));
  return found && `${found.ino} ${found.mtimeMs}`;
}

/** `null` where there is no lock that can be read. */
function nameIn(lock: string): Promise<string | null> {
  return readFile(lock, 'utf8').catch(() => null);
}
