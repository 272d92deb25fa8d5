/** The values of a document as plain ones, and the way back from a path of them to a place in the text. */
import { t } from '@vscode/l10n';
import type { Entry, MapValue, SourceDocument, Value } from '../syntax/document.ts';
import type { Range } from '../syntax/text.ts';

/** Lists and maps in one another: a project file needs five. */
const DEEPEST = 12;

/** What can't be read, and where. */
export interface Problem extends Range {
  readonly message: string;
}

/** A plain value. Aliases and merges stand for nothing, and are said to: a file that names itself is nobody's config. */
export function plainOf(value: Value, problems: Problem[], depth = 0): unknown {
  const refuse = (message: string): undefined => void problems.push({ start: value.start, end: value.end, message });
  if (depth > DEEPEST) return refuse(t`Nothing is read that stands so deep.`);
  switch (value.kind) {
    case 'alias':
      return refuse(t`Aliases are not followed in this file: write the value.`);
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map((item) => plainOf(item, problems, depth + 1));
    default:
      return Object.fromEntries(entriesOf(value, problems, depth));
  }
}

function entriesOf(map: MapValue, problems: Problem[], depth: number): [string, unknown][] {
  const seen = new Set<string>();
  return map.entries.flatMap(({ key, value, merge }): [string, unknown][] => {
    const problem = merge
      ? t`Merge keys are not followed in this file.`
      : t`"${key.text}" stands here twice: the last counts.`;
    if (merge || seen.has(key.text)) problems.push({ start: key.start, end: key.end, message: problem });
    seen.add(key.text);
    return merge ? [] : [[key.text, plainOf(value, problems, depth + 1)]];
  });
}

/**
 * Where a path leads: the value there, or the key where `onKey`; where it leads nowhere, the last key on the way. The start of the
 * text where there is none.
 */
export function placeOfPath(document: SourceDocument, path: readonly unknown[], onKey = false): Range {
  let value: Value | undefined = document.roots[0];
  let place: Range = { start: 0, end: 0 };
  for (const [index, part] of path.entries()) {
    const entry: Entry | undefined =
      value?.kind === 'map' ? value.entries.findLast(({ key }) => key.text === part) : undefined;
    const next: Value | undefined =
      value?.kind === 'list' && typeof part === 'number' ? value.items[part] : entry?.value;
    if (!next) break;
    const isLast = index === path.length - 1;
    const isWritten = next.kind === 'scalar' && next.end > next.start;
    // Of what is long the key says enough.
    place = entry && (!isWritten || (onKey && isLast)) ? entry.key : next;
    value = next;
  }
  // Whoever is given it may spread it: the ends of a value are no fields of its own.
  return { start: place.start, end: place.end };
}
