/** Whether a value under the key of a step count can be one, right or wrong: what is none is left alone. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { DeclaredDialect } from '../knowledge/schema.ts';
import { isPlaceholder, type Occurrence } from './generation.ts';

/** Longest text taken for a mistyped count; anything longer is prose under a key that happens to be called "steps". */
const LONGEST_COUNT_TEXT = 24;

/**
 * In plain arguments. Words are, under a certain key or beside numbers of other settings; not so the words of a translation or of a
 * table that maps names to names.
 */
export function looksLikeCount({ key, value }: Occurrence, uncertain: boolean, knowledge: Knowledge): boolean {
  if (typeof value !== 'string' || isPlaceholder(value)) return true;
  if (value.length > LONGEST_COUNT_TEXT || knowledge.alias(value) !== undefined) return false;
  return /^\s*[-+]?\d/.test(value) || !uncertain || knowledge.alias(key)?.certain === true;
}

/** In a declared format. Words are, only where the whole document is sure to be of it; a part of one may be a table of labels. */
export function canBeCount({ value }: Occurrence, dialect: DeclaredDialect): boolean {
  if (typeof value !== 'string' || isPlaceholder(value)) return typeof value !== 'boolean';
  return /^\s*[-+]?\d/.test(value) || !dialect.anywhere;
}
