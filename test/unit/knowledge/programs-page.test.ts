import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileData } from '../../../build/data.ts';
import { programsPage } from '../../../build/programs-page.ts';

test('docs/programs.md is what data/programs says (npm run build renews it)', async () =>
  expect(readFileSync('docs/programs.md', 'utf8')).toBe(await programsPage('data/programs')));

test('the page has every program and every source', async () => {
  const page = await programsPage('data/programs');
  const { programs } = await compileData('data');
  for (const { name, sources, pipelines = [], nodes = [] } of programs) {
    expect(page).toContain(`## ${name}\n`);
    for (const { figure } of [{ sources }, ...pipelines, ...nodes].flatMap((each) => each.sources))
      expect(page).toContain(figure);
  }
});
