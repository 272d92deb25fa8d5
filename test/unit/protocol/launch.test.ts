import { expect, test } from 'vitest';
import { nodeArguments } from '../../../server/src/protocol/launch.ts';

test.each([
  [1, 1],
  [2, 1],
  [3, 2],
  [5, 4],
  [64, 4],
])('on %i processors V8 has %i threads beside the program', (processors, threads) => {
  expect(nodeArguments(processors)).toEqual([`--v8-pool-size=${threads}`]);
});
