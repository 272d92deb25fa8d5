import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelsPage } from '../../../build/docs.ts';
import { data } from '../../support/knowledge.ts';

test('docs/models.md is what data/models says (npm run build renews it)', async () =>
  expect(readFileSync('docs/models.md', 'utf8')).toBe(await modelsPage('data/models')));

test('the page has every model, every source and both sides of every disagreement', async () => {
  const page = await modelsPage('data/models');
  for (const { name, sources, disagreements = [] } of data.models) {
    expect(page).toContain(`| ${name} |`);
    for (const { figure } of sources) expect(page).toContain(figure);
    for (const disagreement of disagreements) expect(page).toContain(disagreement);
  }
});

test('a family without a title', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-models-'));
  try {
    writeFileSync(join(folder, 'new.yaml'), '# yaml-language-server: $schema=../models.schema.json\n[]\n');
    await expect(modelsPage(folder)).rejects.toThrow('new.yaml');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('sources that cannot be looked up are not cited', () =>
  expect(data.models.flatMap(({ sources }) => sources).filter(({ at }) => at.includes('public-text'))).toEqual([]));
