/** Hostile and damaged documents through every feature that reads. */
import fc from 'fast-check';
import { editOf, step } from '../../equivalence/edits.ts';
import { samples } from '../../equivalence/texts.ts';
import { createFuzzer, type Fuzzer } from '../fuzzer.ts';
import { tryFeatures } from './features.ts';

const damaged = fc
  .tuple(fc.constantFrom(...samples), fc.array(step, { minLength: 1, maxLength: 8 }))
  .map(([{ text, languageId }, steps]) => {
    const history: string[] = [];
    const edited = steps.reduce((current, next) => {
      const { start, end, text: inserted } = editOf(next, current, history);
      history.push(current);
      return current.slice(0, start) + inserted + current.slice(end);
    }, text);
    return { languageId, text: edited };
  });

export function createReadingFuzzer(): Fuzzer {
  return createFuzzer({
    round: 500,
    inputs: damaged,
    attempt: ({ text, languageId }) => tryFeatures(text, languageId),
  });
}
