/** What is not told: by comments in the file, each with its reason, and by the project. A comment that silences nothing is told. */
import { grouped } from '../common/grouped.ts';
import type { Reading } from '../dialects/generation.ts';
import { type Finding, finding, occurrenceOfPlace } from '../findings/finding.ts';
import type { SeverityChoice } from '../findings/severity.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import { type FileFacts, isSilenced } from '../project/facts.ts';
import { type Comment, commentsWith } from '../syntax/comments.ts';
import { type SourceDocument, Stretch } from '../syntax/document.ts';

/** The word by which comments silence: `sweetspot-ignore <rule>, <rule> -- why`. */
export const IGNORE = 'sweetspot-ignore';
const SCOPES = { file: '-file', 'next-line': '-next-line', line: '' } as const;

/** A comment that silences rules. */
export interface IgnoreComment {
  readonly comment: Comment;
  readonly scope: keyof typeof SCOPES;
  /** Rules as it names them; those of a comment without any are none. */
  readonly codes: readonly string[];
  /** 0-based line that it speaks of; `null` for all. */
  readonly line: number | null;
}

const UNUSED = 'ignore-unused';

export interface Silencing {
  readonly choices?: Readonly<Record<string, SeverityChoice>>;
  /** What the project silences. */
  readonly ignore?: FileFacts['ignore'];
}

/** Rules that one comment may name. */
const MOST_CODES = 100;

/** Hints of comments that silence nothing, about: who has mended these is told of the next ones. */
const MOST_UNUSED = 1000;

/** Lines that are looked at for the one that a comment above it means. */
const FURTHEST = 50;

/** The comments of a document that silence something, in the order of the text. */
export function ignoreComments(document: SourceDocument): IgnoreComment[] {
  return commentsWith(IGNORE, document).flatMap((comment): IgnoreComment[] => {
    const said = comment.text.slice(IGNORE.length);
    const scope = (['next-line', 'file', 'line'] as const).find((each) => {
      const { [each]: end } = SCOPES;
      return said.startsWith(end) && /^(\s|$)/.test(said.slice(end.length));
    });
    if (!scope) return [];
    const [named] = said.slice(SCOPES[scope].length).split('--');
    const codes = named.split(/[\s,]+/, MOST_CODES).filter((code) => code !== '');
    const line = scope === 'file' ? null : scope === 'line' ? comment.line : lineMeant(comment, document);
    return [{ comment, scope, codes, line }];
  });
}

/** The first line below a comment that is more than a comment. */
function lineMeant({ line }: Comment, { text, format }: SourceDocument): number {
  for (let below = line + 1; below <= line + FURTHEST; below += 1) {
    const written = text.slice(text.offset(below, 0), text.offset(below, Number.MAX_SAFE_INTEGER)).trim();
    if (written !== '' && !written.startsWith(format === 'yaml' ? '#' : '//')) return below;
  }
  return line + 1;
}

/** The findings that are told, in order of place, and a hint for each comment that silences nothing. */
export function withoutIgnored(
  findings: readonly Finding[],
  { document, reading }: { readonly document: SourceDocument; readonly reading: Reading },
  knowledge: Knowledge,
  { choices = {}, ignore = [] }: Silencing,
): Finding[] {
  const comments = reading.dialect === null ? [] : ignoreComments(document);
  if (comments.length === 0 && ignore.length === 0) return [...findings];
  const used = new Map<IgnoreComment, Set<string>>(comments.map((each) => [each, new Set()]));
  const byLine = grouped(comments, ({ line }) => line);
  const forAll = new Map<string, IgnoreComment>();
  for (const each of byLine.get(null) ?? [])
    for (const code of each.codes) if (!forAll.has(code)) forAll.set(code, each);
  const left = findings.filter(({ code, occurrence }) => {
    const { line } = document.text.position(occurrence.range.start);
    const silencing = (byLine.get(line) ?? []).filter((each) => each.codes.includes(code));
    const whole = forAll.get(code);
    if (whole) silencing.push(whole);
    for (const each of silencing) used.get(each)?.add(code);
    return silencing.length === 0 && !isSilenced({ ignore }, code, occurrence.pointer);
  });
  const choice = own(choices, UNUSED) ?? 'default';
  // What is off silences nothing, and what was not read yet is not known.
  if (choice === 'off' || reading.partial) return left;
  const idle: Finding[] = [];
  for (const each of comments) {
    if (idle.length >= MOST_UNUSED) break;
    const without = each.codes.filter((code) => !used.get(each)?.has(code) && own(choices, code) !== 'off');
    for (const code of each.codes.length === 0 ? [null] : without) idle.push(unused(each, code, document, knowledge));
  }
  const chosen = idle.map((each) => (choice === 'default' ? each : { ...each, severity: choice }));
  return [...left, ...chosen].sort((a, b) => a.occurrence.range.start - b.occurrence.range.start);
}

/** A comment, or one rule of it, that silences nothing. */
function unused(each: IgnoreComment, code: string | null, document: SourceDocument, knowledge: Knowledge): Finding {
  const { comment, codes } = each;
  const { place } = comment;
  const isRule = code !== null && knowledge.data.rules.some((rule) => rule.code === code);
  const rest = codes.filter((other) => other !== code);
  const source = document.text.slice(place.start, place.end);
  // A comment of one line goes with its line.
  const whole = comment.alone
    ? new Stretch(comment.lineStart, comment.nextLine)
    : new Stretch(spaceBefore(place.start, document), place.end);
  const message = code === null ? 'no-rule' : isRule ? 'unused' : 'unknown';
  return finding(knowledge, UNUSED, {
    occurrence: { ...occurrenceOfPlace(place, IGNORE), source: code ?? '' },
    message,
    suggest: [rest.length === 0 ? '' : source.replace(codes.join(', '), rest.join(', '))],
    at: rest.length === 0 ? whole : place,
  });
}

function spaceBefore(offset: number, { text }: SourceDocument): number {
  let start = offset;
  while (start > 0 && /[ \t]/.test(text.charAt(start - 1))) start -= 1;
  return start;
}
