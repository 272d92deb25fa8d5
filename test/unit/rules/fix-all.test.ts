/** Fixes over every case: all safe ones at once change only the values they name, once; none makes a finding of another rule. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultsOfEachFix, faultsOfFixAll, fixAll } from '../../support/fix-all.ts';

const FOLDER = new URL('../../cases/', import.meta.url);

test('over the cases', () => {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(json|jsonc|yaml)$/.test(name),
  );
  const fixed: string[] = [];
  const faults = files.flatMap((file) => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    const language = file.slice(file.lastIndexOf('.') + 1);
    if (fixAll(text, language).fixed !== text) fixed.push(file);
    return [...faultsOfFixAll(text, language), ...faultsOfEachFix(text, language)].map((fault) => `${file}: ${fault}`);
  });
  expect(faults).toEqual([]);
  // It did something.
  expect(fixed.length).toBeGreaterThan(5);
});

test('comments, quotes, anchors and the style around stay', () =>
  expect(
    fixAll('base: &b {steps: "80", prompt: a} # why\njobs:\n  - <<: *b\n    seed: 0x10   # hex\n    cfg: 7.50\n').fixed,
  ).toBe('base: &b {steps: "25", prompt: a} # why\njobs:\n  - <<: *b\n    seed: 0x10   # hex\n    cfg: 7.50\n'));
