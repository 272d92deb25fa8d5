/** No rule, hover or fix contradicts another on one real file. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contradictions } from '../support/consistent.ts';

const FOLDER = new URL('../../../shared/corpus/dev/', import.meta.url);

test.each(readdirSync(FOLDER).filter((name) => name !== 'labels.json'))('%s', (file) =>
  expect(contradictions(readFileSync(new URL(file, FOLDER), 'utf8'), file.endsWith('.json') ? 'json' : 'yaml')).toEqual(
    [],
  ),
);
