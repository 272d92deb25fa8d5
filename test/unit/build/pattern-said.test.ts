import { expect, test } from 'vitest';
import { listed, patternSaid } from '../../../build/pattern-said.ts';

test.each([
  ['.', 'is set'],
  ['^false$', 'is `false`'],
  ['^(true|1)$', 'is `true` or `1`'],
  ['^(lightning|hyper-sd|extreme speed)$', 'is `lightning`, `hyper-sd` or `extreme speed`'],
  ['^Wan', 'begins with `Wan`'],
  ['^black-forest-labs/|^bria/', 'begins with `black-forest-labs/` or `bria/`'],
  ['distill', 'has `distill` in it'],
  ['^(1\\.\\d*[1-9]|[2-9]|\\d\\d)', 'matches `^(1\\.\\d*[1-9]|[2-9]|\\d\\d)`'],
  ['^(a|b)', 'matches `^(a|b)`'],
])('%s: %s', (pattern, said) => expect(patternSaid(pattern)).toBe(said));

test('a list of one is itself', () => expect([listed(['a'], 'and'), listed([], 'or')]).toEqual(['a', '']));
