/** What is worked out once and then remembered. Nothing is kept for longer than the object that it is about. */

/** Makes a value when it is first asked for, and gives the same one ever after. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

interface Remembering<Key, Second, Third, Value> {
  /** The answer is worked out again when this comes out otherwise: a revision, or an object that stays the same one. */
  readonly until?: (key: Key, second: Second, third: Third) => unknown;
  /** Whether an answer worked out again says what the last one did: then that object stays. */
  readonly isSame?: (before: Value, now: Value) => boolean;
}

/**
 * A function whose answer about an object is worked out once. What it takes behind the object is not looked at, unless `until` does,
 * and is spelled out, for a list of it would be made at each of very many calls.
 */
export function remembered<Key extends object, Value, Second = void, Third = void>(
  make: (key: Key, second: Second, third: Third) => Value,
  { until, isSame }: Remembering<Key, Second, Third, Value> = {},
): (key: Key, second: Second, third: Third) => Value {
  if (!until) return rememberedForGood(make);
  const known = new WeakMap<Key, { state: unknown; value: Value }>();
  return (key, second, third) => {
    const state = until(key, second, third);
    const before = known.get(key);
    if (before?.state === state && before !== undefined) return before.value;
    const now = make(key, second, third);
    const value = before && isSame?.(before.value, now) ? before.value : now;
    known.set(key, { state, value });
    return value;
  };
}

/** As `remembered`, where the answer holds for as long as the object lives: nothing need be kept beside it. */
function rememberedForGood<Key extends object, Value, Second, Third>(
  make: (key: Key, second: Second, third: Third) => Value,
): (key: Key, second: Second, third: Third) => Value {
  const known = new WeakMap<Key, Value>();
  return (key, second, third) => {
    const before = known.get(key);
    if (before !== undefined || known.has(key)) return before as Value;
    const now = make(key, second, third);
    known.set(key, now);
    return now;
  };
}

/** As `remembered`, where the answer itself knows for how long it holds. That there is none is not remembered. */
export function rememberedWhile<Key extends object, Value>(
  holds: (known: Value) => boolean,
  make: (key: Key) => Value | null,
): (key: Key) => Value | null {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined && holds(before)) return before;
    const now = make(key);
    if (now !== null) known.set(key, now);
    else if (before !== undefined) known.delete(key);
    return now;
  };
}

/**
 * A list to be kept: without the room that it has for growing (a list of one that was pushed holds seventeen), and of empty ones
 * always the same.
 */
export function kept<Thing>(things: readonly Thing[]): readonly Thing[] {
  return things.length === 0 ? NOTHING : things.slice();
}

const NOTHING: readonly never[] = [];

/** Texts of which answers are remembered (more than a document has generations), and the longest. */
const MOST_TEXTS = 16_384;
const LONGEST_TEXT = 300;
/** Other texts that are asked about before they are forgotten: whoever goes through too many again and again still finds most. */
const MOST_OTHERS = 8 * MOST_TEXTS;

/** A function whose answer about a text is worked out once: files have the same few keys and names over and over. */
export function rememberedText<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  let others = 0;
  return (text) => {
    if (text.length > LONGEST_TEXT) return answer(text);
    const known = answers.get(text);
    if (known !== undefined || answers.has(text)) return known as Answer;
    if (answers.size >= MOST_TEXTS) {
      others += 1;
      if (others < MOST_OTHERS) return answer(text);
      answers.clear();
      others = 0;
    }
    const loose = cutLoose(text);
    const made = answer(loose);
    answers.set(loose, made);
    return made;
  };
}

/** From here on V8 keeps what is cut out of a text as a part of it, which then stays as long as the part does. */
const SHORTEST_PART = 13;

/** The same text, which does not keep the file that it was cut out of. */
function cutLoose(text: string): string {
  // What is put together is copied as soon as anything is cut out of it.
  return text.length < SHORTEST_PART ? text : ` ${text}`.slice(1);
}

/** Whether two states are the same, part by part. */
export function isSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && before.every((one, index) => one === now[index]);
}
