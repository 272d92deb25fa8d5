/** JSON lines: each line of the text is a document of its own, read and edited by itself. */
import { slicesOf, type Work } from '../../common/slices.ts';
import type { Unread } from '../document.ts';
import { JsonReader } from '../json.ts';
import type { ValueNode } from '../nodes.ts';
import type { Edit, SourceText } from '../text.ts';

export interface JsonLines {
  /** Those of lines that hold a value, in order. */
  readonly roots: readonly ValueNode[];
  /** Lines of the text, empty ones included. */
  readonly lines: number;
  /** Where a line gets too deep: it is not read from there on. */
  readonly unread: Unread | null;
}

/** Reads all lines, pausing now and then. Never throws: of a line the first value counts, and it ends with the line. */
export function* readJsonLines(text: SourceText, revision: number): Work<JsonLines> {
  const lines = linesOf(text);
  const roots: ValueNode[] = [];
  let tooDeep: Unread | null = null;
  const isDue = slicesOf('tokens');
  for (let line = 0; line < lines; line += 1) {
    const { root, unread } = readLine(text, line, revision);
    if (root) roots.push(root);
    tooDeep ??= unread;
    if (isDue()) yield;
  }
  return { roots, lines, unread: tooDeep };
}

/** Brings the lines up to date after an edit within one; `null` when all must be read anew. `text` is the text after the edit. */
export function editJsonLines(before: JsonLines, text: SourceText, edit: Edit, revision: number): JsonLines | null {
  if (/[\r\n]/.test(edit.text) || linesOf(text) !== before.lines || before.unread) return null;
  const delta = edit.text.length - (edit.end - edit.start);
  const { line } = text.position(edit.start);
  const [start, end] = [text.offset(line, 0), endOf(text, line)];
  const index = before.roots.findIndex(({ offset }) => offset >= start);
  const old = index >= 0 && before.roots[index].offset <= end - delta ? before.roots[index] : null;
  const { root, unread } = readLine(text, line, revision);
  if ((old === null) !== (root === null) || unread) return null;
  const next = index < 0 ? before.roots.length : old ? index + 1 : index;
  for (const behind of before.roots.slice(next)) behind.offset += delta;
  return { roots: root ? before.roots.with(index, root) : before.roots, lines: before.lines, unread };
}

function readLine(text: SourceText, line: number, revision: number): Pick<JsonReader, 'root' | 'unread'> {
  const start = text.offset(line, 0);
  const reader = new JsonReader(text.slice(start, endOf(text, line)), start, revision);
  while (!reader.ended) reader.take();
  reader.closeAll();
  return reader;
}

function endOf(text: SourceText, line: number): number {
  return text.offset(line, Number.MAX_SAFE_INTEGER);
}

function linesOf(text: SourceText): number {
  return text.position(text.length).line + 1;
}
