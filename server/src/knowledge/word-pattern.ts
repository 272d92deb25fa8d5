/**
 * Patterns that are only made for texts which they may match. To make one takes longer than to ask it, twice at that (V8 compiles it
 * again when it is asked a second time), and a name is asked of hundreds.
 */
import { once } from '../common/memory.ts';

export interface WordPattern {
  test(text: string): boolean;
  exec(text: string): RegExpExecArray | null;
}

/** The pattern of a source, without flags. `words`: one of them is in whatever it matches. */
export function wordPattern(source: string, words: readonly string[] = ['']): WordPattern {
  const made = once(() => new RegExp(source));
  const mayMatch = (text: string): boolean => words.some((word) => text.includes(word));
  return {
    test: (text) => mayMatch(text) && made().test(text),
    exec: (text) => (mayMatch(text) ? made().exec(text) : null),
  };
}
