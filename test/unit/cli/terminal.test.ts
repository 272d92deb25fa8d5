import { describe, expect, test } from 'vitest';
import { createProgress } from '../../../server/src/cli/terminal.ts';

/** A terminal, or a file, that keeps what is written. */
function screen(isTTY: boolean, columns = 60) {
  const written: string[] = [];
  const stream = { isTTY, columns, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
  let clock = 0;
  const progress = createProgress(stream, () => clock);
  return {
    progress,
    wait: (milliseconds: number) => {
      clock += milliseconds;
    },
    /** What stands in the line of the bar now. */
    bar: () => written.join('').split('\u001b[K').at(-1),
    all: () => written.join(''),
  };
}
const step = (done: number) => ({ kind: 'step', done, total: 8 }) as const;

describe('a bar on a terminal', () => {
  test('grows in place, and tells the time left by the speed since the first step', () => {
    const { progress, wait, bar } = screen(true);
    progress.show({ kind: 'queued', ahead: 2 });
    expect(bar()).toBe('waiting behind 2');
    wait(30_000); // a model is loaded
    progress.show(step(2));
    expect(bar()).toBe(`${'█'.repeat(6)}${'░'.repeat(18)} step 2 of 8`);
    wait(4000);
    progress.show(step(4));
    expect(bar()).toBe(`${'█'.repeat(12)}${'░'.repeat(12)} step 4 of 8, about 8 s left`);
    progress.show({ kind: 'progress', fraction: 1 });
    expect(bar()).toBe(`${'█'.repeat(24)} 100 %`);
  });
  test('makes way for lines, and is cut to the width', () => {
    const { progress, all, bar } = screen(true, 30);
    progress.show(step(1));
    expect(bar()).toHaveLength(29);
    progress.line('Note: something');
    expect(all().endsWith('\r\u001b[KNote: something\n')).toBe(true);
    expect(bar()).toBe('Note: something\n');
  });
});

test('elsewhere there are lines only', () => {
  const { progress, all } = screen(false);
  progress.show({ kind: 'loading', what: 'a model' });
  progress.show(step(1));
  progress.line('done');
  expect(all()).toBe('done\n');
});

test('words of a server steer no terminal', () => {
  const { progress, bar } = screen(true);
  progress.show({ kind: 'loading', what: 'a\u001b[2J\r\nb\u202e' }, 'c\u009b3m');
  expect(bar()).toBe('a\\u001b[2J  b\\u202e, c\\u009b3m');
});
