/** All safe fixes at once over real public files: only the values they name change, once, and nothing new is found. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultsOfFixAll } from '../support/fix-all.ts';

const FOLDER = new URL('../../../shared/corpus/dev/', import.meta.url);

test('fix-all over the corpus', () => {
  const files = readdirSync(FOLDER).filter((name) => name !== 'labels.json');
  const faults = files.flatMap((file) => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    return faultsOfFixAll(text, file.endsWith('.json') ? 'json' : 'yaml').map((fault) => `${file}: ${fault}`);
  });
  expect(files.length).toBeGreaterThan(50);
  expect(faults).toEqual([]);
});
