/** Long work is a generator that pauses now and then: whoever runs it decides what happens in between. */

export type Work<Result> = Generator<undefined, Result>;

/** How much is worked through between two pauses: about a millisecond. */
const A_SLICE = { generations: 16, nodes: 128, collections: 256, tokens: 2048, characters: 4096, lines: 8192 } as const;

/** Counts what is worked through: true whenever a slice is full, and it is time to pause. */
export function slicesOf(what: keyof typeof A_SLICE): (more?: number) => boolean {
  let done = 0;
  return (more = 1) => {
    done += more;
    if (done < A_SLICE[what]) return false;
    done = 0;
    return true;
  };
}

/** Runs work to its end, without its pauses. */
export function finish<Result>(work: Generator<unknown, Result>): Result {
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
  }
}
