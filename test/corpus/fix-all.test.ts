/** Fixes over real files: all safe ones at once change only the values they name, once; none makes a finding of another rule. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultsOfEachFix, faultsOfFixAll, leftAlone } from '../support/fix-all.ts';

const SHARED = new URL('../../../shared/', import.meta.url);

/** Public files, and where they are at hand files that showed mistakes of ours. */
const FOLDERS = ['corpus/dev/', 'audit/reports/', 'audit/truth/', 'audit/backends/'];

const files = FOLDERS.filter((folder) => existsSync(new URL(folder, SHARED))).flatMap((folder) =>
  readdirSync(new URL(folder, SHARED))
    .filter((name) => /\.(json|ya?ml)$/.test(name) && name !== 'labels.json')
    .map((name) => `${folder}${name}`),
);

test.each([
  ['all safe fixes at once', faultsOfFixAll],
  ['each fix by itself', faultsOfEachFix],
  ['a fix, or a way to the cause', leftAlone],
])('%s', (_, faultsOf) => {
  const faults = files.flatMap((file) => {
    const text = readFileSync(new URL(file, SHARED), 'utf8');
    return faultsOf(text, file.endsWith('.json') ? 'json' : 'yaml').map((fault) => `${file}: ${fault}`);
  });
  expect(files.length).toBeGreaterThan(50);
  expect(faults).toEqual([]);
});
