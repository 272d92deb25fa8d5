/** How many generations of a document are read: silence about the others is no approval, so the first of them is known. */
import type { Place, SourceDocument } from '../syntax/document.ts';
import { FEWEST_READ, LEAST_AMONG_MANY, LEAST_FOR_ONE, MANY_READ } from '../syntax/sizes.ts';

/** Counts the generations that are read of one document. */
export class Bounds {
  #left: number;
  /** Where the first one stands that is not read; `null` while all are. */
  beyond: Place | null = null;

  constructor({ text }: SourceDocument) {
    const many = Math.max(MANY_READ, text.length / LEAST_AMONG_MANY);
    this.#left = Math.max(FEWEST_READ, Math.floor(Math.min(many, text.length / LEAST_FOR_ONE)));
  }

  /** Whether one more is read, which stands at `place`. */
  takes(place: Place): boolean {
    if (this.#left > 0) {
      this.#left -= 1;
      return true;
    }
    this.beyond ??= place;
    return false;
  }
}
