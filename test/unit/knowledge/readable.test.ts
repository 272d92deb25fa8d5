/** What was kept and can't be read takes nothing else with it. */
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { listOf, recordOf } from '../../../server/src/knowledge/readable.ts';

const numbers = listOf(v.number());
const named = recordOf(v.number());

test.each<[unknown, number[]]>([
  [
    [1, 'x', 2, null],
    [1, 2],
  ],
  [[], []],
  [undefined, []],
  [{ 0: 1 }, []],
  ['12', []],
])('of %j the list is %j', (kept, read) => expect(v.parse(numbers, kept)).toEqual(read));

test.each<[unknown, object]>([
  [
    { a: 1, b: 'x', c: 2 },
    { a: 1, c: 2 },
  ],
  [JSON.parse('{"constructor": 1, "__proto__": 2}'), JSON.parse('{"constructor": 1, "__proto__": 2}')],
  [undefined, {}],
  [null, {}],
  [7, {}],
])('of %j the record is %j', (kept, read) =>
  expect(Object.entries(v.parse(named, kept))).toEqual(Object.entries(read)),
);
