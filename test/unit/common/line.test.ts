import { expect, test } from 'vitest';
import { Line } from '../../../server/src/common/line.ts';

/** All that leaves a line, in order. */
async function read<Thing>(line: Line<Thing>, onEach: (thing: Thing) => void = () => {}): Promise<Thing[]> {
  const left: Thing[] = [];
  for await (const thing of line) {
    left.push(thing);
    onEach(thing);
  }
  return left;
}

test('whoever came first leaves first, whoever comes meanwhile', async () => {
  const line = new Line<number>();
  line.push(0);
  line.push(1);
  const left = read(line, (number) => {
    if (number < 8) line.push(number + 2);
    if (number === 9) line.end();
  });
  expect(await left).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('whoever waits is told of what comes, and that nothing more does', async () => {
  const line = new Line<string>();
  const left = read(line);
  await Promise.resolve();
  line.push('late');
  await Promise.resolve();
  line.end();
  expect(await left).toEqual(['late']);
});

test('many that wait cost no more each than few', async () => {
  const pass = async (count: number): Promise<number> => {
    const line = new Line<number>();
    for (let number = 0; number < count; number += 1) line.push(number);
    line.end();
    const since = performance.now();
    await read(line);
    return performance.now() - since;
  };
  await pass(1000);
  // By the square it would be 64 times.
  expect((await pass(400_000)) / (await pass(50_000))).toBeLessThan(32);
});
