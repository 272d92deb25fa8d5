import assert from 'node:assert/strict';
import { findings, open } from './editor.ts';
import type { Tests } from './runner.ts';

/** Put in by the build: a config that is wrong in many ways, and what `sweetspot check` finds in it: code, line and column from 1. */
declare const SWEETSPOT_FACES: {
  readonly text: string;
  readonly expected: readonly (readonly [code: string, line: number, column: number])[];
};

export const faceTests: Tests = {
  'a config that is wrong in many ways: the same findings as on the command line': async () => {
    const { text, expected } = SWEETSPOT_FACES;
    const document = await open({ name: 'wrong.yaml', text });
    const found = (await findings(document, expected.length)).map(({ code, range: { start } }) => [
      typeof code === 'object' ? code.value : code,
      start.line + 1,
      start.character + 1,
    ]);
    const inOrder = (list: readonly (readonly unknown[])[]): string[] => list.map((one) => one.join(' ')).sort();
    assert.deepEqual(inOrder(found), inOrder(expected));
  },
};
