/**
 * After any sequence of edits, what was kept and brought up to date equals what is read anew: values, generations, findings, and
 * whatever is sent of them.
 *
 * Every run takes one seed that stays and one that is new. `SEED=… EDITS=1000000 npx vitest run test/equivalence` goes further;
 * what fails prints the command that repeats it.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, History, type Turn, turn } from './edits.ts';
import { Followed } from './follow.ts';
import { corpus, ownSample, type Sample } from './samples.ts';

/** Over all test files. */
const EDITS = Number(process.env.EDITS ?? 50_000);
/** Test files that share them: they run side by side. */
const FILE_NAMES = ['as-shipped.test.ts', 'all-large.test.ts'];
/** Tests of a file, so that a failure does not end all. */
const PARTS = 5;
/** On top, in other people's files. */
const CORPUS_SHARE = 0.1;
const FIXED_SEED = 20_261_125;
/** What a failure was found in: nothing else is run then. */
const ROUND = process.env.ROUND;
const SEQUENCES_A_ROUND = 10;
const LONGEST_SEQUENCE = 40;

/** Edits a text turn by turn. Returns how many edits were made. */
function follow(sample: Sample, turns: readonly Turn[]): number {
  const followed = new Followed(sample);
  const history = new History();
  let edits = 0;
  for (const { step, readBefore, look, at } of turns) {
    if (readBefore > 0) followed.readABit(readBefore);
    const changes: readonly Change[] = history.changesOf(step, followed.text);
    followed.change(changes);
    edits += 1;
    if (look !== 'no') followed.compare(look === 'sent' ? at : null);
  }
  followed.compare(0);
  followed.close();
  return edits;
}

/** Registers a test file's half of the edits. `file`: its name, to repeat what fails. */
export function describeHalf(file: string): void {
  // The parser notes where in its code each fault of a text was found, which takes half its time.
  Error.stackTraceLimit = 0;
  const seeds = process.env.SEED === undefined ? [FIXED_SEED, newSeed()] : [Number(process.env.SEED)];
  console.log(`${file}: edits from seed ${seeds.join(' and ')}`);
  for (const seed of seeds) {
    const share = EDITS / FILE_NAMES.length / seeds.length;
    describeParts(`seed ${seed}`, file, seed, ownSample, share);
    // Beside the others and not among them: those are the same in every checkout.
    if (corpus.length > 0)
      describeParts(`corpus, seed ${seed}`, file, seed, fc.constantFrom(...corpus), share * CORPUS_SHARE);
  }
}

function describeParts(name: string, file: string, seed: number, samples: fc.Arbitrary<Sample>, edits: number): void {
  const sequences = fc.tuple(samples, fc.array(turn, { minLength: 1, maxLength: LONGEST_SEQUENCE, size: 'max' }));
  const parts = Array.from({ length: PARTS }, (_, part) => part);
  test.each(ROUND === undefined ? parts : parts.filter((part) => ROUND.startsWith(`${part}.`)))(
    `${name}, part %i`,
    (part) => {
      let made = 0;
      for (let round = 0; made < edits / PARTS; round += 1) {
        if (ROUND !== undefined && ROUND !== `${part}.${round}`) continue;
        const details = fc.check(
          fc.property(sequences, ([sample, turns]) => {
            made += follow(sample, turns);
          }),
          { seed: hash(seed, FILE_NAMES.indexOf(file), part, round), numRuns: SEQUENCES_A_ROUND },
        );
        if (details.failed) {
          const command = `SEED=${seed} ROUND=${part}.${round} npx vitest run test/equivalence/${file}`;
          // At once: in a long run the others are still to come.
          console.error(`Repeat: ${command}`);
          throw new Error(`Repeat: ${command}\n${fc.defaultReportMessage(details)}\n${details.errorInstance}`);
        }
        if (ROUND !== undefined) return;
      }
      expect(made).toBeGreaterThanOrEqual(edits / PARTS);
    },
    24 * 3_600_000,
  );
}

function newSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

/** One number of several, each of which makes another of it (xorshift-multiply, as in MurmurHash3). */
function hash(...numbers: readonly number[]): number {
  let mixed = 0;
  for (const number of numbers) {
    mixed = Math.imul(mixed ^ number, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
  }
  return mixed;
}
