/** Measurements as a file that several windows share. Loaded when a client names one. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { type Facts, NO_FACTS } from '../measured/facts.ts';
import { FactsSchema } from '../measured/facts-schema.ts';
import { merge } from '../measured/merge.ts';

export interface MeasurementsFile {
  /** What is kept; nothing where there is no file yet. Rejects when the disk can't be read. */
  read(): Promise<Facts>;
  /** Adds to what is kept and resolves with all of it. Rejects when the disk can't be written; then the file is as before. */
  add(facts: Facts): Promise<Facts>;
}

/** Milliseconds between two looks at whether another window has finished, and until it is taken to have died over it. */
const LOOK_AGAIN = 20;
const GIVEN_UP = 5000;

/** `path` is absolute; its folder need not exist. A file that is none of ours is set aside under `path` with `.broken`. */
export function measurementsFile(path: string, log: (line: string) => void): MeasurementsFile {
  return {
    read,
    async add(facts) {
      await mkdir(dirname(path), { recursive: true });
      return alone(`${path}.lock`, async () => {
        const all = merge(await read(), facts);
        // Whoever reads meanwhile sees the old file or the new one, never half of one.
        const draft = `${path}.${randomUUID()}`;
        try {
          await writeFile(draft, JSON.stringify(all), { mode: 0o600 });
          await rename(draft, path);
        } finally {
          await rm(draft, { force: true });
        }
        return all;
      });
    },
  };

  async function read(): Promise<Facts> {
    const text = await readFile(path, 'utf8').catch(noneIf('ENOENT'));
    if (text === null) return NO_FACTS;
    const result = v.safeParse(FactsSchema, parsed(text));
    if (result.success) return merge(NO_FACTS, result.output);
    log(`${path} holds no measurements that can be read. It is kept as ${path}.broken.`);
    await rename(path, `${path}.broken`).catch(noneIf('ENOENT'));
    return NO_FACTS;
  }
}

/** Runs work while no other process runs any under the same lock file. One that a dead process has left is taken away. */
async function alone<Result>(lock: string, work: () => Promise<Result>): Promise<Result> {
  const asked = Date.now();
  for (;;) {
    const held = await open(lock, 'wx').catch(noneIf('EEXIST'));
    if (held) {
      await held.close();
      return work().finally(() => rm(lock, { force: true }));
    }
    const since = (await stat(lock).catch(noneIf('ENOENT')))?.mtimeMs;
    // A clock that was put back must not make anyone wait for ever.
    if (since !== undefined && Date.now() - Math.min(since, asked) > GIVEN_UP) await rm(lock, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }
}

/** Turns one error of the file system into `null`, and throws any other. */
function noneIf(code: string): (error: unknown) => null {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === code) return null;
    throw error;
  };
}

/** `null` for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
