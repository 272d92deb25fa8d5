/** The mark that `npm test` leaves when everything has passed on a clean tree: which tree that was. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { run } from '../process.ts';

/** In a folder that git ignores. */
export const TESTED = 'test/output/tested.json';

export const TestedSchema = v.object({ tree: v.string(), passed: v.number(), failed: v.number() });

/** The tree of the commit that is checked out; `null` where something differs from it, or where there is no git. */
export async function cleanTree(): Promise<string | null> {
  const status = await run('git', ['status', '--porcelain']);
  const tree = await run('git', ['rev-parse', 'HEAD^{tree}']);
  return status.code === 0 && tree.code === 0 && status.output === '' ? tree.output.trim() : null;
}

/** Marks a tree as tested, where all stages ran on it from beginning to end; else takes the mark away. */
export async function markTested(before: string | null, passed: number, failed: number): Promise<void> {
  const after = await cleanTree();
  if (before === null || before !== after || failed > 0) return rm(TESTED, { force: true });
  await mkdir(dirname(TESTED), { recursive: true });
  await writeFile(TESTED, JSON.stringify({ tree: before, passed, failed }));
}
