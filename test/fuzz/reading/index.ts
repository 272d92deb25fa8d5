/** Hostile and damaged documents through every feature that reads, and edited. */
import fc from 'fast-check';
import { finish } from '../../../server/src/common/slices.ts';
import { NO_MEASUREMENTS } from '../../../server/src/findings/local.ts';
import type { OpenText, Service } from '../../../server/src/service/index.ts';
import { changed, History, turn } from '../../equivalence/edits.ts';
import { pictureOf } from '../../equivalence/picture.ts';
import { corpus, ownSample } from '../../equivalence/samples.ts';
import { createFuzzer, type Fuzzer } from '../fuzzer.ts';
import { HELD_TO_TIME, LONGEST_ANSWER, tryFeatures } from './features.ts';
import { grown } from './grown.ts';
import { hostile } from './hostile.ts';
import { LARGE } from './large.ts';
import { NO_PROJECT_FILE, readUnder, type UnderProject, underProject } from './projects.ts';

const whole = fc.oneof(
  { weight: 12, arbitrary: hostile },
  { weight: 3, arbitrary: ownSample },
  ...(corpus.length > 0 ? [{ weight: 3, arbitrary: fc.constantFrom(...corpus) }] : []),
);
const edited = fc.tuple(whole, fc.array(turn, { maxLength: 6 }));
/** The project file that it stands under, if any. */
const under = fc.oneof({ weight: 3, arbitrary: fc.constant(NO_PROJECT_FILE) }, { weight: 1, arbitrary: underProject });
/** Rarely: one of them takes as long as a thousand others. */
const large = fc.oneof(
  fc.constantFrom(...Object.values(LARGE)).map((make) => make()),
  grown(fc.oneof(ownSample, ...(corpus.length > 0 ? [fc.constantFrom(...corpus)] : []))),
);

/** Characters up to which what was edited is compared with what is read anew: a picture of what is deep costs the square of its depth. */
const COMPARED = 50_000;

type Input = readonly [
  { readonly text: string; readonly languageId: string | undefined },
  Parameters<History['changesOf']>[0][],
  UnderProject,
];

const inputs = fc.oneof(
  {
    weight: 4000,
    arbitrary: fc
      .tuple(edited, under)
      .map(([[document, turns], project]): Input => [document, turns.map(({ step }) => step), project]),
  },
  { weight: 1, arbitrary: fc.tuple(large, under).map(([document, project]): Input => [document, [], project]) },
);

export function createReadingFuzzer(): Fuzzer {
  let texts = 0;
  return createFuzzer({
    round: 500,
    inputs,
    attempt: (input) => {
      texts += tryDocument(input);
    },
    summary: () => `${texts.toLocaleString('en')} texts`,
  });
}

/**
 * Edits a document, each of its states through the reader that keeps up with edits, the last through every feature. Answers how many
 * texts were read: each state, and what fixes made of the last.
 */
function tryDocument([{ text: original, languageId }, steps, project]: Input): number {
  const { service } = readUnder(project, (_, answer) => answer());
  const open = service.open(original, languageId);
  finish(open.analysis());
  const history = new History();
  let text = original;
  for (const step of steps) {
    for (const change of history.changesOf(step, text)) {
      const before = process.cpuUsage();
      open.edit('whole' in change ? { start: 0, end: text.length, text: change.whole } : change);
      const { user, system } = process.cpuUsage(before);
      if (user + system > LONGEST_ANSWER * 1000 && text.length <= HELD_TO_TIME)
        throw new Error(`an edit took ${Math.round((user + system) / 1000)} ms`);
      text = changed(text, change);
    }
    finish(open.analysis());
  }
  if (steps.length > 0 && text.length <= COMPARED) holdAsNew(open, text, languageId, service);
  return 1 + steps.length + tryFeatures(text, languageId, project);
}

/** What was brought up to date is what is read anew. */
function holdAsNew(open: OpenText, text: string, languageId: string | undefined, service: Service): void {
  const { knowledge } = service;
  const kept = finish(open.analysis());
  if (!kept) throw new Error('a text that nobody edits was edited');
  const fresh = pictureOf(service.analyse(text, languageId), knowledge, NO_MEASUREMENTS);
  const seen = pictureOf(kept, knowledge, NO_MEASUREMENTS);
  const wrong = fresh.findIndex((fact, at) => !Object.is(fact, seen[at]));
  if (wrong >= 0 || fresh.length !== seen.length)
    throw new Error(`kept:  ${String(seen[wrong])}\nfresh: ${String(fresh[wrong])}`);
}
