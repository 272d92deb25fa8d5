/** The documents of the bench hold what they say: as our own reader sees them, and as plain JSON and YAML. */
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type BenchDocument, MOST_STEPS } from '../../bench/documents/document.ts';
import { RECIPES } from '../../bench/documents/index.ts';
import { find, knowledge, steps } from '../../support/knowledge.ts';

const BYTES = 50_000;
const sized = RECIPES.filter(({ kind, size }) => kind !== 'hostile' && size.startsWith('1 MB'));
const hostile = RECIPES.filter(({ kind }) => kind === 'hostile');

describe.each(sized.map((recipe) => [recipe.kind, recipe.make(BYTES)] as const))('%s', (_, document) => {
  test('has the size, the generations and the findings it claims', () => {
    expect(document.text.length / BYTES).toBeCloseTo(1, 1);
    expect(steps(document.text)).toHaveLength(document.generations);
    const findings = find(document.text, document.languageId);
    expect(findings).toHaveLength(document.findings);
    expect(findings.filter(({ code }) => code !== 'steps-wasteful')).toEqual([]);
  });

  test('is valid, also for others', () => {
    const read =
      document.languageId === 'json' ? JSON.parse : (text: string) => parse(text, { merge: true, maxAliasCount: -1 });
    expect(() => read(document.text)).not.toThrow();
  });

  test('has one finding more with a 9 at the place of the edit', () => {
    expect(digit(document)).toBe('2');
    expect(find(withDigit(document, '9'), document.languageId)).toHaveLength(document.findings + 1);
    expect(find(withDigit(document, '3'), document.languageId)).toHaveLength(document.findings);
  });
});

test('a document is the same every time it is made', () => {
  for (const recipe of sized) expect(recipe.make(BYTES)).toEqual(recipe.make(BYTES));
});

test.each(hostile.map((recipe) => [recipe.size, recipe] as const))('%s: the edit is at a step count', (_, recipe) => {
  expect(digit(recipe.make())).toBe('2');
});

test('the schemas of the peers know the same limit', () => {
  expect(knowledge.model('sd_xl_base_1.0.safetensors', 'model')?.steps.wasteful_above).toBe(MOST_STEPS);
});

function offset({ text, edit }: BenchDocument): number {
  const lines = text.split('\n');
  return lines.slice(0, edit.line).reduce((sum, line) => sum + line.length + 1, 0) + edit.character;
}

function digit(document: BenchDocument): string {
  return document.text[offset(document)];
}

function withDigit(document: BenchDocument, digit: string): string {
  const at = offset(document);
  return document.text.slice(0, at) + digit + document.text.slice(at + 1);
}
