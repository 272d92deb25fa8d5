/** A config of test/cases: its lines, and what Sweetspot says of them. `test/support/cases.ts` explains how cases are written. */

export interface Note {
  /** A severity, `hover`, or `fine` where nothing is said. */
  readonly kind: string;
  readonly text: string;
  /** Of the line above. */
  readonly from: number;
  readonly to: number;
  /** Fixes and the other place of a conflict. */
  readonly more: readonly string[];
}

export interface Example {
  readonly lines: readonly { readonly text: string; readonly notes: readonly Note[] }[];
  /** As what it is read, and what of it runs. */
  readonly reading: readonly string[];
}

const MARKER = /^\s*(?:#|\/\/)~ ?(.*)$/;
const MARK = /^(\s*)(\^+) (?:(error|warning|information|hint|hover) ?)?(.*)$/;

/** Reads the text of a case; any other text is all lines. */
export function exampleFrom(source: string): Example {
  const lines: { text: string; notes: Note[] }[] = [];
  const reading: string[] = [];
  for (const line of source.replace(/\n$/, '').split('\n')) {
    const said = MARKER.exec(line)?.[1];
    if (said === undefined) {
      lines.push({ text: line.replace('‸', ''), notes: [] });
      continue;
    }
    const notes = lines.at(-1)?.notes ?? [];
    const [, , carets, kind, text] = MARK.exec(said) ?? [];
    const from = line.indexOf('^');
    if (carets !== undefined) notes.push({ kind: kind ?? 'hover', text, from, to: from + carets.length, more: [] });
    else if (said === 'no findings') notes.push({ kind: 'fine', text: 'Nothing to say.', from: 0, to: 0, more: [] });
    else if (reading.length > 0 || /^(reading|runs)\b/.test(said)) reading.push(said);
    else {
      const last = notes.pop();
      if (last) notes.push({ ...last, more: [...last.more, said.trim()] });
    }
  }
  return { lines, reading };
}
