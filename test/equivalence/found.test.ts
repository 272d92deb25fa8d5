/** What once was not as read anew, in its smallest form. */
import { expect, test } from 'vitest';
import { Followed } from './follow.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  /** Texts to replace, one after the other, and what by. */
  readonly edits: readonly (readonly [string, string])[];
}

const CASES: readonly Case[] = [
  {
    name: 'an alias of a block whose anchor stands alone where an entry should: the block is taken apart',
    text: 'steps: 20\nprompt: a\n&x\n  model: sdxl\nc:\n  <<: *x\n  steps: 99\n',
    edits: [['20', '8']],
  },
  {
    name: 'a byte order mark at the start of a later line',
    text: 'prompt: a\nt: step\n',
    edits: [['step\n', 'step\n\ufeff']],
  },
];

test.each(CASES)('$name', ({ text, edits }) => {
  const followed = new Followed({ text, languageId: 'yaml' });
  for (const [from, to] of edits) {
    const start = followed.text.indexOf(from);
    expect(start).toBeGreaterThanOrEqual(0);
    followed.change([{ start, end: start + from.length, text: to }]);
    followed.compare(0);
  }
});
