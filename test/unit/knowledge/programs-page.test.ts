import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { programParts, programsPage } from '../../../build/programs-page.ts';
import { data } from '../../support/knowledge.ts';

test('docs/programs.md is what data/programs says (npm run build renews it)', () =>
  expect(readFileSync('docs/programs.md', 'utf8')).toBe(programsPage(data.programs)));

test('the page has every program and every source', () => {
  const page = programsPage(data.programs);
  for (const { name, sources, pipelines = [], nodes = [] } of data.programs) {
    expect(page).toContain(`## ${name}\n`);
    for (const { figure } of [{ sources }, ...pipelines, ...nodes].flatMap((each) => each.sources))
      expect(page).toContain(figure);
  }
});

test('whatever differs by model, pipeline or node says how', () => {
  const silent = data.programs.flatMap((program) =>
    programParts(program).flatMap(({ title, facts }) => (title !== null && facts.length === 0 ? [program.id] : [])),
  );
  expect(silent).toEqual([]);
});
