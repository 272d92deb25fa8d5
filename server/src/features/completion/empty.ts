/** Where a file has nothing in it yet: no letter, one word, or the braces of a JSON object. */
import type { SourceDocument } from '../../syntax/document.ts';
import type { Range } from '../../syntax/text.ts';

export interface EmptyPlace {
  readonly kind: 'empty';
  readonly range: Range;
  readonly before: string;
  /** In the braces of an object that is there already: what stands in one is written. */
  readonly inside: {
    /** The cursor's line has nothing else in it. */
    readonly isOwnLine: boolean;
    /** Its closing brace is there, too. */
    readonly isClosed: boolean;
  } | null;
}

/** Whether a document is one JSON object without anything in it. */
export function isBareObject({ format, roots }: SourceDocument): boolean {
  return format === 'json' && roots.length === 1 && roots[0].kind === 'map' && roots[0].entries.length === 0;
}

/** The place for a new config in a text that has nothing in it; `null` where there is more. */
export function emptyAt(document: SourceDocument, offset: number): EmptyPlace | null {
  const all = document.text.toString();
  if (isBareObject(document)) return insideAt(all, offset);
  const start = all.length - all.trimStart().length;
  const word = all.trim();
  if (!/^[\w.-]*$/.test(word) || offset < Math.min(start, all.length)) return null;
  const range = word === '' ? { start: offset, end: offset } : { start, end: start + word.length };
  return offset > range.end ? null : { kind: 'empty', range, before: all.slice(range.start, offset), inside: null };
}

function insideAt(all: string, offset: number): EmptyPlace | null {
  const [before, behind] = [all.slice(0, offset), all.slice(offset)];
  if (before.trim() !== '{' || !['}', ''].includes(behind.trim())) return null;
  const isOwnLine = /\n[ \t]*$/.test(before) && /^[ \t]*(\r?\n|$)/.test(behind);
  return {
    ...{ kind: 'empty', range: { start: offset, end: offset }, before: '' },
    inside: { isOwnLine, isClosed: behind.trim() === '}' },
  };
}
