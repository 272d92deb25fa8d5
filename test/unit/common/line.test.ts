import { expect, test } from 'vitest';
import { Line } from '../../../server/src/common/line.ts';
import { growth, LINEAR } from '../../support/growth.ts';

test('whoever came first leaves first, whoever comes meanwhile', () => {
  const line = new Line<number>();
  const left: (number | undefined)[] = [];
  for (let number = 0; number < 10; number += 2) {
    line.push(number);
    line.push(number + 1);
    left.push(line.shift());
  }
  while (left.at(-1) !== undefined) left.push(line.shift());
  expect(left).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, undefined]);
});

test('many that wait cost no more each than few', () => {
  const pass = (count: number): void => {
    const line = new Line<number>();
    for (let number = 0; number < count; number += 1) line.push(number);
    for (let number = 0; number < count; number += 1) line.shift();
  };
  expect(growth(pass, 25_000)).toBeLessThan(LINEAR);
});
