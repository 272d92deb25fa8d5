/** JSON that is nested too deep is read up to there: that is told, and nothing half-read is judged. */
import { expect, test } from 'vitest';
import { finish } from '../../../server/src/common/slices.ts';
import { DEEPEST_READ } from '../../../server/src/syntax/sizes.ts';
import { analyser, knowledge } from '../../support/knowledge.ts';

const MESSAGE = knowledge.rule('file-too-large').messages.deep;
const brackets = '['.repeat(DEEPEST_READ);

const told = (text: string, languageId: string) => {
  const analysis = analyser.analyse(text, languageId);
  const notices = analyser.findings(analysis).filter(({ code }) => code === 'file-too-large');
  return {
    generations: analysis.reading.generations.length,
    notices: notices.map(({ message, occurrence }) => [message, occurrence.range.start]),
  };
};

test.each(['json', 'jsonc', 'yaml'])('%s', (languageId) => {
  const head = '{"steps": 99, "prompt": "a", "x": ';
  expect(told(`${head}${brackets}`, languageId)).toEqual({
    generations: 0,
    notices: [[MESSAGE, head.length + DEEPEST_READ - 1]],
  });
});

test('of JSON lines the others are read', () => {
  const job = '{"steps": 99, "prompt": "a"}\n';
  expect(told(`${job}{"x": ${brackets}\n${job}`, 'jsonl')).toEqual({
    generations: 2,
    notices: [[MESSAGE, expect.any(Number)]],
  });
});

test('an edit that makes it too deep is told, and one that takes that back has all of it read', () => {
  const open = analyser.open(`{"jobs": [{"steps": 99, "prompt": "a"}], "x": ${brackets.slice(2)}`, 'json');
  const seen = () => {
    const analysis = finish(open.analysis());
    return analysis && [analysis.reading.generations.length, analysis.reading.unread?.why];
  };
  expect(seen()).toEqual([1, undefined]);
  open.edit({ start: open.length, end: open.length, text: '[[[' });
  expect(seen()).toEqual([1, 'deep']);
  open.edit({ start: open.length - 3, end: open.length, text: '' });
  expect(seen()).toEqual([1, undefined]);
});
