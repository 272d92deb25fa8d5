import { expect, test } from 'vitest';
import { oneLine } from '../../../server/src/common/printable.ts';

test.each([
  ['a cat', 'a cat'],
  [' a\n\tcat ', 'a cat'],
  ['a cat on a mat', 'a cat on a…'],
  ['a cat on…', 'a cat on…'],
  ['a\u202ecat', 'a\\u202ecat'],
  // The last letter that fits is half of a picture, which no half stands for.
  [`nine only🐈🐈`, 'nine only…'],
  [`${' '.repeat(300)}a cat`, '…'],
  ['', ''],
])('%j stands on a line of eleven letters', (text, line) => {
  expect(oneLine(text, 11)).toBe(line);
});

test('a text that ends within a picture where it is looked through no further says nothing of its half', () => {
  expect(oneLine(`${' '.repeat(219)}🐈`, 11)).toBe('…');
});
