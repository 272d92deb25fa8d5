/** What safe fixes make of a text. */
import type { Analysis } from '../../features/analysis.ts';
import { changesOf } from '../../features/code-actions.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Edit } from '../../syntax/text.ts';

/** The safe fixes of findings, in the order of the text. Of two for one place the first is meant. Pure. */
export function safeChanges(analysis: Analysis, findings: readonly Finding[]): readonly Edit[] {
  const changes = findings
    .flatMap((finding) => {
      const fix = finding.fixes.find(({ safe }) => safe);
      return fix ? changesOf(analysis, finding, fix) : [];
    })
    .sort((one, other) => one.start - other.start);
  let end = -1;
  return changes.filter((change) => {
    if (change.start < end) return false;
    end = change.end;
    return true;
  });
}

/** A text after changes that do not overlap, given in its order. Pure. */
export function changed(text: string, changes: readonly Edit[]): string {
  let from = 0;
  const parts: string[] = [];
  for (const { start, end, text: put } of changes) {
    parts.push(text.slice(from, start), put);
    from = end;
  }
  return parts.join('') + text.slice(from);
}
