/** Hostile and damaged documents through every feature that reads. */
import fc from 'fast-check';
import { changed, History, turn } from '../../equivalence/edits.ts';
import { corpus, ownSample } from '../../equivalence/samples.ts';
import { createFuzzer, type Fuzzer } from '../fuzzer.ts';
import { tryFeatures } from './features.ts';

const sample = corpus.length > 0 ? fc.oneof(ownSample, fc.constantFrom(...corpus)) : ownSample;

const damaged = fc
  .tuple(sample, fc.array(turn, { minLength: 1, maxLength: 8 }))
  .map(([{ text, languageId }, turns]) => {
    const history = new History();
    const edited = turns.reduce((current, { step }) => history.changesOf(step, current).reduce(changed, current), text);
    return { languageId, text: edited };
  });

export function createReadingFuzzer(): Fuzzer {
  return createFuzzer({
    round: 500,
    inputs: damaged,
    attempt: ({ text, languageId }) => tryFeatures(text, languageId),
  });
}
