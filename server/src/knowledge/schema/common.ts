/** What the schemas of data/ share. */
import * as v from 'valibot';

export const text = v.pipe(v.string(), v.trim(), v.nonEmpty('must not be empty'));
export const count = v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(1, 'must be at least 1'));
export const id = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]+([_-][a-z0-9]+)*$/, 'must be lower-case words joined by - or _'),
);
export const regex = v.pipe(
  v.string(),
  v.check((source) => isRegex(source), 'must be a regular expression'),
);
export const countRange = v.pipe(
  v.tuple([count, count]),
  v.check(([low, high]) => low <= high, 'must be [low, high] with low <= high'),
);

function isRegex(source: string): boolean {
  try {
    new RegExp(source, 'i');
    return true;
  } catch {
    return false;
  }
}

/** Where a fact is from. `at` is a repository path or page; `figure` is what it says, in our words. */
export const SourceSchema = v.strictObject({ at: text, figure: text });

/** Where a fact is from, at least one place. */
export const sources = v.pipe(v.array(SourceSchema), v.minLength(1, 'must name at least one source'));
/** Words of a list that may not be empty. */
export const names = v.pipe(v.array(text), v.minLength(1));

export type Source = v.InferOutput<typeof SourceSchema>;

/** Without `sources`, in all its depth. */
export type Unsourced<T> = T extends readonly unknown[]
  ? { [Index in keyof T]: Unsourced<T[Index]> }
  : T extends object
    ? { [Key in keyof T as Exclude<Key, 'sources'>]: Unsourced<T[Key]> }
    : T;
