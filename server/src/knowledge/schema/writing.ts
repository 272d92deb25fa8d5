/** What helps to write a config: which keys are offered, in which words, and whole new files. */
import * as v from 'valibot';
import { id, text } from './common.ts';

/** data/writing.yaml. */
export const WritingSchema = v.strictObject({
  /** Settings that are offered as keys, the most wanted first. */
  keys: v.array(id),
  /** Spellings of what has no guide, where the format has none of its own. */
  names: v.record(id, text),
  /** Settings of videos only. */
  video: v.array(id),
  /** Settings whose value is a text to be written: quotes, and the cursor between them. */
  texts: v.array(id),
  /** Keys (without `-` and `_`) that take both sides of a picture as one text, and what stands between the two. */
  pairs: v.record(text, text),
  /** Why a value is offered; `{names}` are filled in. */
  words: v.record(id, text),
  /** The words of the hover on a model's name. */
  card: v.record(id, text),
  /** New configs. */
  starters: v.array(
    v.strictObject({
      id,
      /** The format, for people. */
      name: text,
      says: text,
      language: v.picklist(['json', 'yaml']),
      /** Id in data/models of the model whose figures are filled in: `{steps}`, `{guidance}`, `{width}`, `{height}`, `{frames}`. */
      model: id,
      /** A snippet: `$1`, `${2:text}`. */
      body: text,
    }),
  ),
});

export type Writing = v.InferOutput<typeof WritingSchema>;
