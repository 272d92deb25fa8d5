/** Fixes over real public files: all safe ones at once change only the values they name, once; none makes a finding of another rule. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultsOfEachFix, faultsOfFixAll } from '../support/fix-all.ts';

const FOLDER = new URL('../../../shared/corpus/dev/', import.meta.url);

const files = readdirSync(FOLDER).filter((name) => name !== 'labels.json');

test.each([
  ['all safe fixes at once', faultsOfFixAll],
  ['each fix by itself', faultsOfEachFix],
])('%s', (_, faultsOf) => {
  const faults = files.flatMap((file) => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    return faultsOf(text, file.endsWith('.json') ? 'json' : 'yaml').map((fault) => `${file}: ${fault}`);
  });
  expect(files.length).toBeGreaterThan(50);
  expect(faults).toEqual([]);
});
