/** Edits an open text and compares what was kept and brought up to date with what a fresh reading gives. */
import type { OpenText } from '../../server/src/features/analysis.ts';
import { run } from '../../server/src/syntax/pauses.ts';
import type { Edit } from '../../server/src/syntax/text.ts';
import { analyser, knowledge } from '../support/knowledge.ts';
import { pictureOf } from './picture.ts';
import type { Sample } from './texts.ts';

/** A text that is being edited, with its content as a plain string beside it. */
export class Followed {
  readonly #languageId: Sample['languageId'];
  readonly #open: OpenText;
  text: string;

  constructor({ text, languageId }: Pick<Sample, 'text' | 'languageId'>) {
    this.text = text;
    this.#languageId = languageId;
    this.#open = analyser.open(text, languageId);
    run(this.#open.analysis());
  }

  edit(edit: Edit): void {
    this.text = this.text.slice(0, edit.start) + edit.text + this.text.slice(edit.end);
    this.#open.edit(edit);
  }

  /** Throws where what was kept is not what is read anew. */
  compare(): void {
    const kept = run(this.#open.analysis());
    if (!kept) throw new Error('The text was edited while it was read.');
    const fresh = analyser.analyse(this.text, this.#languageId);
    const [seen, wanted] = [pictureOf(kept, knowledge), pictureOf(fresh, knowledge)];
    const wrong = wanted.findIndex((line, at) => line !== seen[at]);
    if (wrong >= 0 || seen.length !== wanted.length)
      throw new Error(`in ${JSON.stringify(this.text)}\nkept:  ${seen[wrong]}\nfresh: ${wanted[wrong]}`);
  }
}
