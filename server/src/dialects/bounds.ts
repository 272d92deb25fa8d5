/** How many generations of a document are read: silence about the others is no approval, so the first of them is known. */
import type { Place, SourceDocument } from '../syntax/document.ts';
import { FEWEST_READ, LEAST_AMONG_MANY, LEAST_FOR_ONE, MANY_READ } from '../syntax/sizes.ts';

/** Counts the generations that are read of one document. */
export class Bounds {
  #left: number;
  /** Where the first one stands that is not read; `null` while all are. */
  beyond: Place | null = null;
  /** Whether one is not read since the text goes on where it can't be read. */
  isCut = false;
  /** The collections that go on there. */
  readonly #cut = new Set<Place>();

  constructor({ text, unread }: SourceDocument) {
    for (let around = unread?.within ?? null; around; around = around.parent) this.#cut.add(around);
    const many = Math.max(MANY_READ, text.length / LEAST_AMONG_MANY);
    this.#left = Math.max(FEWEST_READ, Math.floor(Math.min(many, text.length / LEAST_FOR_ONE)));
  }

  /** Whether something of what stands at `place` was not read: then nothing is said of it, rather than half of the truth. */
  cuts(place: Place): boolean {
    if (!this.#cut.has(place)) return false;
    this.isCut = true;
    return true;
  }

  /** Whether one more is read, which stands at `place`. */
  takes(place: Place): boolean {
    if (this.cuts(place)) return false;
    if (this.#left > 0) {
      this.#left -= 1;
      return true;
    }
    this.beyond ??= place;
    return false;
  }
}
