/** What the build allows a program to load at its start. */
import type { Metafile } from 'esbuild';
import { expect, test } from 'vitest';
import { checkStart } from '../../../build/bundles.ts';

/** `server` loads `shared`, and `lazy` only on request. */
const metafile = {
  outputs: {
    server: output(
      ['node.ts'],
      [
        { path: 'shared', kind: 'import-statement' },
        { path: 'lazy', kind: 'dynamic-import' },
      ],
    ),
    shared: output(['rules.ts'], [{ path: 'node:fs', kind: 'import-statement', external: true }]),
    lazy: output(['backend.ts'], [{ path: 'shared', kind: 'import-statement' }]),
  },
} as unknown as Metafile;
const sizes = new Map([
  ['server', 10],
  ['shared', 100],
  ['lazy', 1000],
]);
const check = (most: number, never: RegExp) => () => checkStart({ metafile, sizes }, { entry: 'server', most, never });

function output(inputs: string[], imports: object[]): object {
  return { inputs: Object.fromEntries(inputs.map((input) => [input, { bytesInOutput: 1 }])), imports };
}

test('what a program loads at once counts, and what it loads later does not', () => {
  expect(check(110, /backend/)).not.toThrow();
  expect(check(109, /backend/)).toThrow('server loads 110 bytes at its start; at most 109 are allowed.');
  expect(check(110, /rules/)).toThrow('server loads at its start what only a request should:\n  rules.ts');
});
