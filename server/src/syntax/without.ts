/** Entries taken out of a mapping: with their commas or lines, and nothing else of the text. */
import type { Entry, MapValue, SourceDocument } from './document.ts';
import type { Edit, SourceText } from './text.ts';

/** The edits that remove some entries of a mapping; `null` where something else would go with them: a comment, an anchor, the last entry. */
export function withoutEntries({ text, format }: SourceDocument, map: MapValue, gone: readonly Entry[]): Edit[] | null {
  const { entries } = map;
  if (gone.length >= entries.length) return null;
  const isFlow = format === 'json' || text.charAt(map.start) === '{';
  const edits: Edit[] = [];
  for (let from = 0; from < entries.length; from += 1) {
    if (!gone.includes(entries[from])) continue;
    let to = from;
    while (gone.includes(entries[to + 1])) to += 1;
    const cut = isFlow ? ofFlow(text, entries, from, to) : ofBlock(text, entries, from, to);
    if (!cut) return null;
    edits.push(...cut);
    from = to;
  }
  return edits;
}

function ofFlow(text: SourceText, entries: readonly Entry[], from: number, to: number): Edit[] | null {
  // With the comma behind, of the last one with the comma before.
  const first = to + 1 < entries.length ? from : from - 1;
  for (let at = Math.max(0, first); at < Math.min(to + 1, entries.length - 1); at += 1)
    if (!/^[\s,]*$/.test(text.slice(entries[at].value.end, entries[at + 1].key.start))) return null;
  if (anchored(text, entries, from, to)) return null;
  return to + 1 < entries.length
    ? [{ start: entries[from].key.start, end: entries[to + 1].key.start, text: '' }]
    : [{ start: entries[from - 1].value.end, end: entries[to].value.end, text: '' }];
}

function ofBlock(text: SourceText, entries: readonly Entry[], from: number, to: number): Edit[] | null {
  if (anchored(text, entries, from, to)) return null;
  const { start } = entries[from].key;
  const line = start - text.position(start).character;
  // Behind a dash the next one takes its place.
  if (text.slice(line, start).trim() !== '') {
    const next = entries[to + 1]?.key.start;
    return next !== undefined && text.slice(entries[to].value.end, next).trim() === '' && to === from
      ? [{ start, end: next, text: '' }]
      : null;
  }
  const edits: Edit[] = [];
  for (const { key, value } of entries.slice(from, to + 1)) {
    const begin = key.start - text.position(key.start).character;
    const behind = /^([^\S\n]*)(#[^\n]*)?(\r?\n|$)/.exec(restOf(text, value.end));
    if (!behind || text.slice(begin, key.start).trim() !== '') return null;
    const [whole, gap, comment] = behind;
    edits.push(
      comment === undefined
        ? { start: begin, end: value.end + whole.length, text: '' }
        : { start: key.start, end: value.end + gap.length, text: '' },
    );
  }
  return edits;
}

/** Longest rest of a line that is looked at. */
const LONGEST = 2000;

function restOf(text: SourceText, offset: number): string {
  return text.slice(offset, Math.min(text.length, offset + LONGEST));
}

/** Whether something stands between a key and its value that others may refer to. */
function anchored(text: SourceText, entries: readonly Entry[], from: number, to: number): boolean {
  return entries
    .slice(from, to + 1)
    .some(({ key, value }) => value.kind !== 'scalar' || /[&!]/.test(text.slice(key.end, value.end)));
}
