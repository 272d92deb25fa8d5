/** YAML that only the parser reads costs ten times as much: so much of it is read, the rest is told, and nothing half-read is judged. */
import { expect, test } from 'vitest';
import { finish } from '../../../server/src/common/slices.ts';
import { MOST_PARSED } from '../../../server/src/syntax/sizes.ts';
import { analyser, knowledge } from '../../support/knowledge.ts';

const note = `  note: ${'x'.repeat(80)}\n`;
const head = `- steps: 99\n  prompt: a\n  model: sdxl\n${note}`;
const job = `- ? steps\n  : 99\n  ? prompt\n  : a\n${note}`;
/** More than is read of each. */
const COUNT = Math.ceil(MOST_PARSED / 6);

const told = (text: string) => {
  const analysis = analyser.analyse(text, 'yaml');
  const { generations } = analysis.reading;
  const notices = analyser.findings(analysis).filter(({ code }) => code === 'file-too-large');
  return {
    generations: generations.length,
    notices: notices.map(({ message, occurrence }) => [message, occurrence.range.start]),
  };
};
const MESSAGE = knowledge.rule('file-too-large').messages.parsed;

test.each([
  ['keys behind a question mark', head + job.repeat(COUNT)],
  ['tags', head + `- steps: !!int 99\n  prompt: a\n${note}`.repeat(COUNT)],
  ['a text behind a directive', `%YAML 1.2\n---\n${head.repeat(COUNT)}`],
  ['documents of their own', `${head}${`---\n!job {steps: 99, prompt: a, note: ${'x'.repeat(80)}}\n`.repeat(COUNT)}`],
])('%s', (_, text) => {
  const { generations, notices } = told(text);
  expect(generations).toBeGreaterThan(0);
  expect(generations).toBeLessThan(COUNT);
  expect(notices).toEqual([[MESSAGE, expect.any(Number)]]);
  const [, start] = notices[0];
  expect(text[Number(start) - 1]).toBe('\n');
});

test('a job whose lines are read in part is not judged', () => {
  const rare = `- steps: 99\n  prompt: a\n  notes:\n${'    - "a": !x b\n'.repeat(MOST_PARSED)}  model: flux1-schnell\n`;
  expect(told(head + rare)).toEqual({ generations: 1, notices: [[MESSAGE, expect.any(Number)]] });
});

test('one line that is too much by itself is told, though nothing of it was read', () => {
  expect(told(`[${'{steps: 99, prompt: a}, '.repeat(MOST_PARSED / 4)}]`)).toEqual({
    generations: 0,
    notices: [[MESSAGE, 0]],
  });
});

test('a file that has nothing of ours hears nothing', () => {
  expect(told(`a: 1\n${'? steps of this\n'.repeat(MOST_PARSED)}`)).toEqual({ generations: 0, notices: [] });
});

test('an edit that makes it small enough has all of it read, and one that makes it too large is told', () => {
  const rare = '- ? steps\n  : 99\n  ? prompt\n  : a\n';
  const fits = rare.repeat(Math.floor(MOST_PARSED / 12));
  const open = analyser.open(fits, 'yaml');
  const seen = () => {
    const analysis = finish(open.analysis());
    return analysis && [analysis.reading.generations.length, analysis.reading.unread !== undefined];
  };
  const [before] = seen() ?? [];
  expect(seen()).toEqual([before, false]);
  const more = rare.repeat(Math.ceil(MOST_PARSED / 8));
  open.edit({ start: fits.length, end: fits.length, text: more });
  expect(seen()?.[1]).toBe(true);
  open.edit({ start: fits.length, end: fits.length + more.length, text: '' });
  expect(seen()).toEqual([before, false]);
});
