import { expect, test } from 'vitest';
import { reasonOf } from '../../../server/src/cli/files.ts';

test.each([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'you have no permission'],
  ['EIO', 'EIO: i/o error'],
])('%s is told as what it is', (code, words) =>
  expect(reasonOf(Object.assign(new Error(`${code}: i/o error`), { code }))).toBe(words),
);
