/** Long work is a generator that pauses now and then: whoever runs it decides what happens in between. */

/** Work whose pauses give nothing, as a part of work whose pauses may. */
export function* paused<Result>(work: Generator<void, Result>): Generator<undefined, Result> {
  for (let turn = work.next(); ; turn = work.next()) {
    if (turn.done) return turn.value;
    yield undefined;
  }
}

/** Runs work without its pauses. */
export function run<Result>(work: Generator<unknown, Result>): Result {
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
  }
}
