/** Comments of a document that begin with a word. The readers drop comments: who wants some looks for the word. */
import { type Place, type SourceDocument, Stretch } from './document.ts';
import { valueAt } from './navigate.ts';

/** A comment on one line. It is true until the next edit. */
export interface Comment {
  /** What it says, without its mark and the space around it. */
  readonly text: string;
  /** From its mark to its end. */
  readonly place: Place;
  /** 0-based. */
  readonly line: number;
  /** Nothing else stands on its line. */
  readonly alone: boolean;
  /** Where its line begins, and where the next one does. */
  readonly lineStart: number;
  readonly nextLine: number;
}

/** Looked for in the pieces of a text: their answers are kept, by the pattern. */
const PATTERNS = new Map<string, RegExp>();

/** The comments that begin with a word of letters and hyphens, in the order of the text. Next to nothing where it does not occur. */
export function commentsWith(word: string, document: SourceDocument): Comment[] {
  const pattern = PATTERNS.get(word) ?? new RegExp(word);
  PATTERNS.set(word, pattern);
  if (document.text.find(pattern, word.length) === null) return [];
  const text = document.text.toString();
  const comments: Comment[] = [];
  for (let found = text.indexOf(word); found >= 0; ) {
    const { line } = document.text.position(found);
    const lineStart = document.text.offset(line, 0);
    const nextLine = Math.max(document.text.offset(line + 1, 0), found);
    const end = document.text.offset(line, nextLine - lineStart);
    const comment = commentIn(text, lineStart, end, document);
    if (comment?.text.startsWith(word)) comments.push({ ...comment, line, lineStart, nextLine });
    found = text.indexOf(word, end);
  }
  return comments;
}

/** The first comment on a line. */
function commentIn(
  text: string,
  lineStart: number,
  lineEnd: number,
  document: SourceDocument,
): Pick<Comment, 'text' | 'place' | 'alone'> | null {
  const marks = document.format === 'yaml' ? ['#'] : ['//', '/*'];
  for (let start = lineStart; start < lineEnd; start += 1) {
    const mark = marks.find((each) => text.startsWith(each, start));
    if (mark === undefined || (mark === '#' && start > lineStart && !/\s/.test(text[start - 1]))) continue;
    if (isInValue(start, document)) continue;
    const close = mark === '/*' ? text.slice(start, lineEnd).indexOf('*/') : -1;
    const end = close < 0 ? lineEnd : start + close + 2;
    const said = text.slice(start + mark.length, close < 0 ? end : end - 2).trim();
    const alone = text.slice(lineStart, start).trim() === '' && text.slice(end, lineEnd).trim() === '';
    return { text: said, place: new Stretch(start, end), alone };
  }
  return null;
}

/** Whether an offset is within the letters of a value or key, so that a mark there marks nothing. */
export function isInValue(offset: number, document: SourceDocument): boolean {
  const touched = valueAt(document, offset);
  const place = touched && (touched.on === 'key' ? touched.entry?.key : touched.value);
  return !!place && place.start < offset && offset < place.end;
}
