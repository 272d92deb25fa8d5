/**
 * After any sequence of edits, what was kept and brought up to date equals what is read anew: values, generations, findings.
 *
 * `EDITS=1000000 npx vitest run test/equivalence` goes further than the hundred thousand of every run; `SEED=…` (a failure prints
 * its own) repeats one.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run } from '../../server/src/syntax/pauses.ts';
import { analyser, knowledge } from '../support/knowledge.ts';
import { editOf, type Step, step } from './edits.ts';
import { pictureOf } from './picture.ts';
import { type Sample, samples } from './texts.ts';

const EDITS = Number(process.env.EDITS ?? 100_000);
/** The same in every run of CI; new ones are for the desk. */
const SEED = Number(process.env.SEED ?? 20_261_125);
/** Parts of the test, so that a failure says where it is and the workers share them. */
const PARTS = 10;
const FILES = 2;
const LONGEST_SEQUENCE = 40;

/** Edits a text step by step and compares after each. Returns how many edits were made. */
function follow({ text: original, languageId }: Sample, steps: readonly Step[]): number {
  const open = analyser.open(original, languageId);
  run(open.analysis());
  const history: string[] = [];
  let text = original;
  for (const [index, next] of steps.entries()) {
    const edit = editOf(next, text, history);
    if (next.kind !== 'undo') history.push(text);
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    open.edit(edit);
    // Editors send edits in bursts: some are looked at together.
    if (next.kind === 'paste' && index < steps.length - 1) continue;
    const kept = run(open.analysis());
    if (!kept) throw new Error('The text was edited while it was read.');
    const fresh = analyser.analyse(text, languageId);
    const [seen, wanted] = [pictureOf(kept, knowledge), pictureOf(fresh, knowledge)];
    const wrong = wanted.findIndex((line, at) => line !== seen[at]);
    if (wrong >= 0 || seen.length !== wanted.length)
      throw new Error(
        `after edit ${index + 1} (${JSON.stringify(edit)}) of ${JSON.stringify(text)}\nkept:  ${seen[wrong]}\nfresh: ${wanted[wrong]}`,
      );
  }
  return steps.length;
}

/** Registers one of `FILES` equal shares of the edits: test files run side by side, one on each core. */
export function describeShare(share: number): void {
  const sequence = fc.tuple(
    fc.constantFrom(...samples),
    fc.array(step, { minLength: 1, maxLength: LONGEST_SEQUENCE, size: 'max' }),
  );
  const parts = Array.from({ length: PARTS }, (_, part) => part).filter((part) => part % FILES === share);
  describe('edited is as read anew', () => {
    test.each(parts)(
      'part %i',
      (part) => {
        let edits = 0;
        const wanted = EDITS / PARTS;
        for (let round = 0; edits < wanted; round += 1) {
          fc.assert(
            fc.property(sequence, ([sample, steps]) => {
              edits += follow(sample, steps);
            }),
            { seed: SEED + part * 1000 + round, numRuns: 25 },
          );
        }
        expect(edits).toBeGreaterThanOrEqual(wanted);
      },
      30 * 60_000,
    );
  });
}
