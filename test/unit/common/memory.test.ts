/** What is remembered: answers that are worked out once, lists that are kept, and no file for the sake of a word in it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { kept, remembered, rememberedText, rememberedWhile } from '../../../server/src/common/memory.ts';

test('an answer about an object is worked out once, also where it is that there is none', () => {
  const asked: object[] = [];
  const answer = remembered((key: object): string | undefined => {
    asked.push(key);
    return undefined;
  });
  const key = {};
  expect([answer(key), answer(key)]).toEqual([undefined, undefined]);
  expect(asked).toEqual([key]);
});

test('an answer that knows for how long it holds is worked out again when it does not, and that there is none each time', () => {
  let made = 0;
  const answer = rememberedWhile(
    (known: { holds: boolean }) => known.holds,
    ({ isOne }: { isOne: boolean }) => {
      made += 1;
      return isOne ? { holds: true } : null;
    },
  );
  const key = { isOne: true };
  const first = answer(key);
  expect([answer(key) === first, made]).toEqual([true, 1]);
  if (first) first.holds = false;
  expect([answer(key) === first, made]).toEqual([false, 2]);
  const none = { isOne: false };
  expect([answer(none), answer(none), made]).toEqual([null, null, 4]);
});

test('a list that is kept says the same, and does not grow with the one it is of', () => {
  const list = [1, 2];
  const same = kept(list);
  list.push(3);
  expect(same).toEqual([1, 2]);
  expect(kept([])).toBe(kept([]));
});

test('words that are remembered do not keep the files that they stand in', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = (): number => {
    collect();
    return process.memoryUsage().heapUsed / 1e6;
  };
  const length = rememberedText((text) => text.length);
  const before = held();
  for (let file = 0; file < 40; file += 1) {
    // A file of a million letters, and a name that is cut out of it.
    const text =
      `models/checkpoint-number-${file}.safetensors${String.fromCharCode(65 + file).repeat(1e6)}`.toLowerCase();
    length(text.slice(0, text.indexOf('.')));
  }
  expect(held() - before).toBeLessThan(10);
});
