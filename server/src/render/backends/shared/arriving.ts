/** The body of an answer, from the pieces in which it comes. */

/** What has come so far, in one buffer that grows: a server may send byte by byte, and each piece kept costs a hundred. */
export class Arriving {
  #space = Buffer.alloc(0);
  length = 0;

  add(chunk: Buffer): void {
    const length = this.length + chunk.length;
    if (length > this.#space.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#space.length));
      this.#space.copy(larger, 0, 0, this.length);
      this.#space = larger;
    }
    chunk.copy(this.#space, this.length);
    this.length = length;
  }

  get bytes(): Buffer {
    return this.#space.subarray(0, this.length);
  }
}
