/** What the official workflows run, held against docs/defaults.md and the names of data/samplers. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingOf } from '../../server/src/dialects/generation.ts';
import { findingsOf } from '../../server/src/features/analysis.ts';
import { analyse, knowledge } from '../support/knowledge.ts';
import { loadGold } from './gold.ts';
import { templatesTable } from './templates.ts';

const { workflows } = loadGold();
const analyses = workflows.map(({ sent }) => analyse(JSON.stringify(sent), 'json'));

test('docs/defaults.md says what the official workflows run', () => {
  const [, table] = /<!-- templates -->\n([\s\S]*?)\n<!-- end -->/.exec(readFileSync('docs/defaults.md', 'utf8')) ?? [];
  expect(table).toBe(templatesTable(workflows));
});

test('every sampler of theirs is known', () => {
  const names = analyses.flatMap(({ reading }) =>
    reading.generations.flatMap((generation) => settingOf(generation, 'sampler')?.value ?? []),
  );
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => knowledge.sampler(String(name)) === null)).toEqual([]);
});

test('none of them is warned of', () => {
  const warnings = analyses
    .flatMap((analysis) => findingsOf(analysis, knowledge))
    .filter(({ severity }) => severity === 'warning');
  expect(warnings.map(({ message }) => message)).toEqual([]);
});
