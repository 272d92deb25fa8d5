/** Long work is a generator that pauses now and then: whoever runs it decides what happens in between. */

/** Runs work without its pauses. */
export function run<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
  }
}
