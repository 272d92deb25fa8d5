/** A set that does not keep what is in it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { Members } from '../../../server/src/common/members.ts';
import { finish } from '../../../server/src/common/slices.ts';
import { analyser } from '../../support/knowledge.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
/** What was looked at in a task stays until it is over. */
const nextTask = () => new Promise((resolve) => setImmediate(resolve));

test('each is in it once, in the order in which they came', () => {
  const [one, other] = [{ id: 1 }, { id: 2 }];
  const members = new Members([one]);
  members.add(other);
  members.add(one);
  expect([...members]).toEqual([one, other]);
});

test('those that nobody has any more are gone, the others stay', async () => {
  const members = new Members<{ id: number }>([]);
  const had = Array.from({ length: 500 }, (_, id) => ({ id })).map((each) => {
    members.add(each);
    return each.id % 5 === 0 ? each : null;
  });
  await nextTask();
  collect();
  expect([...members]).toEqual(had.filter((each) => each !== null));
});

test('who took a shared value before an edit is forgotten with it', async () => {
  const job = (index: number) => `{<<: *a, seed: ${index}}`;
  const jobs = Array.from({ length: 1000 }, (_, index) => job(index)).join(', ');
  const open = analyser.open(`a: &a {steps: 99, prompt: x}\nb: [${jobs}]\n`, 'yaml');
  /** Bytes that are left after so many edits. */
  const heapAfter = async (edits: number) => {
    for (let edit = 0; edit < edits; edit += 1) {
      open.edit({ start: open.length, end: open.length, text: ' ' });
      finish(open.analysis());
      await nextTask();
    }
    collect();
    return process.memoryUsage().heapUsed;
  };
  await heapAfter(5);
  const before = await heapAfter(5);
  // Each edit reads all jobs anew, which takes a megabyte or two.
  expect((await heapAfter(10)) - before).toBeLessThan(10e6);
});
