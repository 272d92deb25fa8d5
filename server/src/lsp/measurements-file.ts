/** Measurements as a file that several windows share. Loaded when a client names one. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { jsonOf, readAs } from '../knowledge/readable.ts';
import { untilNow } from '../measured/clock.ts';
import { type Facts, NO_FACTS } from '../measured/facts.ts';
import { FactsSchema, LaterSchema } from '../measured/facts-schema.ts';
import { merge } from '../measured/merge.ts';
import { noneIf } from './files.ts';
import { alone } from './lock-file.ts';

export interface MeasurementsFile {
  /** What is kept; nothing where there is no file yet. Changes nothing. Rejects when the disk can't be read. */
  read(): Promise<Facts>;
  /** Adds to what is kept and resolves with all of it. Rejects when the disk can't be written; then the file is as before. */
  add(facts: Facts): Promise<Facts>;
}

/** More than the bounds of `merge` let through. */
const MOST_BYTES = 10_000_000;

/** What a file holds, beside facts: of a later version of Sweetspot, or nothing of ours. */
type Strange = 'later' | 'broken';

/**
 * `path` is absolute; its folder need not exist. A file that is none of ours is set aside before another takes its place, under a
 * name of its own; one of a later version is left alone, and then nothing is kept.
 */
export function measurementsFile(
  path: string,
  log: (line: string) => void,
  now: () => Date = () => new Date(),
): MeasurementsFile {
  let isTold = false;
  return {
    async read() {
      const held = factsIn(await textIn());
      return typeof held === 'string' ? NO_FACTS : held;
    },
    async add(facts) {
      await mkdir(dirname(path), { recursive: true });
      for (;;) {
        const all = await alone(`${path}.lock`, (isOurs) => join(facts, isOurs));
        if (all) return all;
      }
    },
  };

  /** Joins facts to those of the file; `null` where somebody else has come in between. */
  async function join(facts: Facts, isOurs: () => Promise<boolean>): Promise<Facts | null> {
    const held = factsIn(await textIn());
    if (held === 'later') {
      if (!isTold) log(`${path} is of a later version of Sweetspot. It is left as it is, and nothing is added to it.`);
      isTold = true;
      return facts;
    }
    const known = held === 'broken' ? NO_FACTS : held;
    const all = merge(untilNow(known, now()), untilNow(facts, now()));
    // Whoever reads meanwhile sees the old file or the new one, never half of one.
    const draft = `${path}.${randomUUID()}`;
    try {
      await writeFile(draft, JSON.stringify(all), { mode: 0o600 });
      if (!(await isOurs())) return null;
      if (held === 'broken') await setAside();
      await rename(draft, path);
      return all;
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** `null` where there is no file; nothing of one that is too large to be ours. */
  async function textIn(): Promise<string | null> {
    const size = (await stat(path).catch(noneIf('ENOENT')))?.size ?? 0;
    return size > MOST_BYTES ? '' : readFile(path, 'utf8').catch(noneIf('ENOENT'));
  }

  /** Under a name of its own: no copy takes the place of another. */
  async function setAside(): Promise<void> {
    const aside = `${path}.${randomUUID().slice(0, 8)}.broken`;
    log(`${path} holds no measurements that can be read. It is kept as ${aside}.`);
    await rename(path, aside).catch(noneIf('ENOENT'));
  }
}

function factsIn(text: string | null): Facts | Strange {
  if (text === null) return NO_FACTS;
  const json = jsonOf(text);
  if (v.is(LaterSchema, json)) return 'later';
  const facts = readAs(FactsSchema, json);
  return facts ? merge(NO_FACTS, facts) : 'broken';
}
