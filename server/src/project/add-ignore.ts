/** An entry more under `ignore:` of a project file. */
import type { Value } from '../syntax/document.ts';
import { parse } from '../syntax/parse.ts';
import type { Edit } from '../syntax/text.ts';
import { LONGEST_PATTERN } from './globs.ts';

export interface IgnoreEntry {
  /** From the project file's folder. */
  readonly path: string;
  readonly rule: string;
  /** JSON pointer; `null` for the whole file. */
  readonly pointer: string | null;
  /** The reason; `null` where none is given. */
  readonly why: string | null;
}

/**
 * The edit that adds an entry to the text of a project file; what is there, comments included, stays. `''` is a new file. `null` where
 * it can't be said: a path or a place that is longer than a pattern may be.
 */
export function addIgnore(text: string, { path, rule, pointer, why }: IgnoreEntry): Edit | null {
  const files = path.includes('/') ? path : `/${path}`;
  if (files.length > LONGEST_PATTERN || (pointer?.length ?? 0) > LONGEST_PATTERN) return null;
  const said = { files, rules: [rule], ...(pointer !== null && { at: pointer }), ...(why !== null && { why }) };
  const [root] = parse(text, 'yaml').roots;
  // What stands in braces may be JSON, which is YAML everywhere.
  const braced = root?.kind === 'map' && text[root.start] === '{' ? root : null;
  const entry = braced ? JSON.stringify(said) : flow(said);
  const list = root?.kind === 'map' ? root.entries.findLast(({ key }) => key.text === 'ignore')?.value : undefined;
  if (!list && braced) {
    const last = braced.entries.at(-1);
    const at = last ? Math.max(last.key.end, last.value.end) : braced.start + 1;
    return { start: at, end: at, text: `${last ? ', ' : ''}"ignore": [${entry}]` };
  }
  if (!list) return newList(text, root, entry);
  if (list.kind !== 'list') return { start: list.start, end: list.end, text: ` [${entry}]` };
  const last = list.items.at(-1);
  if (text[list.start] === '[') {
    const at = last ? last.end : list.start + 1;
    return { start: at, end: at, text: last ? `, ${entry}` : entry };
  }
  // In a line of its own behind the last one, with the dash where the first has it.
  const at = lineEndAt(text, (last?.end ?? list.end) - 1);
  return { start: at, end: at, text: `\n${indentAt(text, list.start)}- ${entry}` };
}

/** The list itself, with its first entry. */
function newList(text: string, root: Value | undefined, entry: string): Edit {
  const indent = root?.kind === 'map' ? indentAt(text, root.start) : '';
  const list = `${indent}ignore:\n${indent}  - ${entry}\n`;
  // What says nothing makes room; behind the end of a document nothing is read.
  if (root?.kind === 'scalar' && root.end > root.start) return { start: root.start, end: root.end, text: `\n${list}` };
  const end = /^(\.\.\.|---)(?=\s|$)/gm;
  end.lastIndex = root?.end ?? 0;
  const at = (root && end.exec(text)?.index) ?? text.length;
  const gap = at === 0 || text[at - 1] === '\n' ? '' : '\n';
  return { start: at, end: at, text: gap + list };
}

/** What stands before a place on its line. */
function indentAt(text: string, at: number): string {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
}

function lineEndAt(text: string, at: number): number {
  const end = text.indexOf('\n', Math.max(0, at));
  return end < 0 ? text.length : end;
}

/** An entry on one line. */
function flow(said: Readonly<Record<string, string | readonly string[]>>): string {
  const parts = Object.entries(said).map(([key, value]) =>
    typeof value === 'string' ? `${key}: ${quoted(value)}` : `${key}: [${value.join(', ')}]`,
  );
  return `{ ${parts.join(', ')} }`;
}

/** A text that YAML reads as it is. */
function quoted(text: string): string {
  return /^\/?[\w.][\w./-]*$/.test(text) ? text : JSON.stringify(text);
}
