/** An entry more under `ignore:` of a project file. */
import { parse } from '../syntax/parse.ts';
import type { Edit } from '../syntax/text.ts';

export interface IgnoreEntry {
  /** From the project file's folder. */
  readonly path: string;
  readonly rule: string;
  /** JSON pointer; `null` for the whole file. */
  readonly pointer: string | null;
  /** The reason; `null` where none is given. */
  readonly why: string | null;
}

/** The edit that adds an entry to the text of a project file; what is there, comments included, stays. `''` is a new file. */
export function addIgnore(text: string, { path, rule, pointer, why }: IgnoreEntry): Edit {
  const files = path.includes('/') ? path : `/${path}`;
  const parts = [
    `files: ${quoted(files)}`,
    `rules: [${rule}]`,
    ...(pointer === null ? [] : [`at: ${quoted(pointer)}`]),
    ...(why === null ? [] : [`why: ${quoted(why)}`]),
  ];
  const flow = `{ ${parts.join(', ')} }`;
  const [root] = parse(text, 'yaml').roots;
  const entry = root?.kind === 'map' ? root.entries.findLast(({ key }) => key.text === 'ignore') : undefined;
  const list = entry?.value;
  const last = list?.kind === 'list' ? list.items.at(-1) : undefined;
  if (!list || !entry) {
    const gap = text === '' || text.endsWith('\n') ? '' : '\n';
    return { start: text.length, end: text.length, text: `${gap}ignore:\n  - ${flow}\n` };
  }
  if (list.kind !== 'list') return { start: list.start, end: list.end, text: ` [${flow}]` };
  if (text[list.start] === '[') {
    const at = last ? last.end : list.start + 1;
    return { start: at, end: at, text: last ? `, ${flow}` : flow };
  }
  // In a line of its own behind the last one, with the dash where the first has it.
  const dash = text.lastIndexOf('-', list.items[0]?.start ?? list.start);
  const indent = text.slice(text.lastIndexOf('\n', dash) + 1, dash);
  const lineEnd = text.indexOf('\n', Math.max(0, (last?.end ?? list.end) - 1));
  const at = lineEnd < 0 ? text.length : lineEnd;
  return { start: at, end: at, text: `\n${indent}- ${flow}` };
}

/** A text that YAML reads as it is. */
function quoted(text: string): string {
  return /^\/?[\w.][\w./-]*$/.test(text) ? text : JSON.stringify(text);
}
