/**
 * What waits in line: first in, first out, for one reader, who gets all until nothing more comes. `Array.shift` moves all that is left
 * where there is much: of 100,000 each took 0.1 ms.
 */
export class Line<Thing> implements AsyncIterable<Thing> {
  /** Those that came since the others were turned round, and these: the first is at the end. */
  #came: Thing[] = [];
  #turned: Thing[] = [];
  #ended = false;
  #wake: () => void = () => {};

  push(thing: Thing): void {
    this.#came.push(thing);
    this.#wake();
  }

  /** Nothing more comes: whoever reads gets what is left. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Thing, void, void> {
    for (;;) {
      if (this.#turned.length === 0) {
        this.#turned = this.#came.reverse();
        this.#came = [];
      }
      const first = this.#turned.pop();
      if (first !== undefined) yield first;
      else if (this.#ended) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
