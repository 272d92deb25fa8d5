/** Silences beyond those of test/cases: fixes of their comments, what the user has off, what the project silences. */
import { expect, test } from 'vitest';
import { findingsOf } from '../../../server/src/features/analysis.ts';
import { analyse, find, knowledge } from '../../support/knowledge.ts';

const codes = (text: string) => find(text).map(({ code }) => code);

test('a comment for the file, wherever it stands', () => {
  expect(codes('prompt: a\nsteps: 80\n')).toEqual(['steps-wasteful']);
  expect(codes('prompt: a\nsteps: 80\n# sweetspot-ignore-file steps-wasteful -- meant\n')).toEqual([]);
});

test('the fix of a comment in a line of its own takes the line with it', () => {
  const text = 'prompt: a\n  # sweetspot-ignore-next-line steps-wasteful -- why\nsteps: 20\n';
  const [{ code, fixes }] = find(text);
  expect(code).toBe('ignore-unused');
  const { range, value } = fixes[0];
  expect(text.slice(0, range?.start) + value + text.slice(range?.end)).toBe('prompt: a\nsteps: 20\n');
});

test('what is off needs no comment, and its comment is not told to be idle', () => {
  const analysis = analyse('prompt: a\nsteps: 80 # sweetspot-ignore steps-wasteful\n');
  expect(findingsOf(analysis, knowledge, { 'steps-wasteful': 'off' })).toEqual([]);
});

test('what the project silences, by rule and place', () => {
  const analysis = analyse('- {prompt: a, steps: 80}\n- {prompt: a, steps: 90}\n');
  const ignore = [{ rules: ['steps-wasteful'], at: ['/1'] }];
  expect(findingsOf(analysis, knowledge, {}, undefined, ignore).map(({ occurrence }) => occurrence.value)).toEqual([
    80,
  ]);
});

test('text in a block is no comment', () => {
  expect(codes('prompt: |\n  a\n  # sweetspot-ignore-file steps-wasteful\nsteps: 80\n')).toEqual(['steps-wasteful']);
});

test('of very many comments that silence nothing the first are told', () => {
  expect(codes(`steps: 20\nprompt: a\n${'# sweetspot-ignore-file steps-wasteful\n'.repeat(1100)}`)).toHaveLength(1000);
});

test('a second comment of one rule for the whole file silences nothing, and is told to', () => {
  const first = '# sweetspot-ignore-file steps-wasteful -- prints\n';
  const text = `${first}# sweetspot-ignore-file steps-wasteful\n- {prompt: a, steps: 80}\n- {prompt: a, steps: 90}\n`;
  const [{ code, occurrence, fixes }, ...others] = find(text);
  expect([code, others, occurrence.range.start]).toEqual(['ignore-unused', [], first.length]);
  const { range, value } = fixes[0];
  expect(text.slice(0, range?.start) + value + text.slice(range?.end)).toBe(
    `${first}- {prompt: a, steps: 80}\n- {prompt: a, steps: 90}\n`,
  );
});
