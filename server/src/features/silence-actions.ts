/** Quick fixes that silence a finding instead of mending it: by a comment in the file, or in the project file where a format has no comments. */
import { t } from '@vscode/l10n';
import { type CodeAction, CodeActionKind, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver-types';
import { IGNORE, ignoreComments } from '../check/silence.ts';
import type { Finding } from '../findings/finding.ts';
import type { addIgnore } from '../project/add-ignore.ts';
import { isInValue } from '../syntax/comments.ts';
import { SourceText } from '../syntax/text.ts';
import type { Analysis } from './analysis.ts';
import { goTo } from './go-to.ts';

/** The project file that silences a file. */
export interface ProjectPlace {
  readonly uri: string;
  /** `null` where it has to be made. */
  readonly text: string | null;
  /** Of the config, from the project file's folder. */
  readonly path: string;
  readonly add: typeof addIgnore;
}

/** How a file can say that a finding is meant. */
export interface SilenceWays {
  /** What begins a comment; `null` in a format that has none. */
  readonly comment: '#' | '//' | null;
  /** `null` where there is no place for one. */
  readonly project: ProjectPlace | null;
  /** The client can leave the cursor where the reason is to be written. */
  readonly snippets?: boolean;
}

/** Stands for the reason until a person writes it. */
const WHY = 'why';

/** Rules that are about silence and not about the file. */
const NOT_FOR = ['ignore-unused'];

/** The ways to silence a finding, the narrowest first. They stand behind the fixes. */
export function silenceActions(
  analysis: Analysis,
  { code, occurrence }: Finding,
  uri: string,
  { comment, project, snippets = false }: SilenceWays,
  goes = false,
): Pick<CodeAction, 'title' | 'kind' | 'edit' | 'command'>[] {
  if (NOT_FOR.includes(code)) return [];
  const action = (title: string, edit: WorkspaceEdit) => [{ title, kind: CodeActionKind.QuickFix, edit }];
  const inFile = (title: string, edit: TextEdit | null) => {
    if (!edit) return [];
    return action(title, snippets ? withReason(uri, edit) : { changes: { [uri]: [edit] } });
  };
  if (comment !== null)
    return [
      ...inFile(t`Silence ${code} on this line`, aboveLine(analysis, occurrence.range.start, code, comment)),
      ...inFile(t`Silence ${code} in this file`, atTop(analysis, code, comment)),
    ];
  if (!project) return [];
  const inProject = (title: string, pointer: string | null) => {
    const before = project.text ?? '';
    const why = goes ? WHY : null;
    const edit = project.add(before, { path: project.path, rule: code, pointer, why });
    if (!edit) return [];
    const range = new SourceText(before).range(edit);
    // The reason is selected there, for the person to write.
    const start = edit.start + edit.text.lastIndexOf(WHY);
    const after = new SourceText(before.slice(0, edit.start) + edit.text + before.slice(edit.end));
    const command = goes ? goTo(title, project.uri, after.range({ start, end: start + WHY.length })) : undefined;
    const [made] = action(title, {
      documentChanges: [
        ...(project.text === null
          ? [{ kind: 'create' as const, uri: project.uri, options: { ignoreIfExists: true } }]
          : []),
        { textDocument: { uri: project.uri, version: null }, edits: [{ range, newText: edit.text }] },
      ],
    });
    return [{ ...made, ...(command && { command }) }];
  };
  const name = project.uri.slice(project.uri.lastIndexOf('/') + 1);
  return [
    ...(occurrence.pointer === '' ? [] : inProject(t`Silence ${code} here (in ${name})`, occurrence.pointer)),
    ...inProject(t`Silence ${code} in this file (in ${name})`, null),
  ];
}

/** A comment in a line of its own above that of an offset; `null` where that line begins within a text. */
function aboveLine({ document, lines }: Analysis, offset: number, code: string, mark: '#' | '//'): TextEdit | null {
  const { line } = lines.position(offset);
  const start = lines.offset(line, 0);
  if (isInValue(start, document) || (start > 0 && isInValue(start - 1, document))) return null;
  const above = ignoreComments(document).find((each) => each.scope === 'next-line' && each.line === line);
  if (above && above.codes.length > 0) {
    const named = above.codes.join(', ');
    const from = document.text.slice(above.comment.place.start, above.comment.place.end).indexOf(named);
    if (from < 0) return null;
    return insert(lines.position(above.comment.place.start + from + named.length), `, ${code}`);
  }
  const text = document.text.slice(start, lines.offset(line, Number.MAX_SAFE_INTEGER));
  const indent = text.slice(0, text.length - text.trimStart().length);
  return insert({ line, character: 0 }, `${indent}${mark} ${IGNORE}-next-line ${code}\n`);
}

/** A comment at the top of a file, below one that has the first line (a schema, a licence). */
function atTop({ document, lines }: Analysis, code: string, mark: '#' | '//'): TextEdit {
  const first = document.text.slice(0, lines.offset(0, Number.MAX_SAFE_INTEGER));
  const taken = first.trimStart().startsWith(mark) && lines.offset(1, 0) > first.length;
  const byteOrderMark = !taken && first.startsWith('\uFEFF') ? 1 : 0;
  return insert({ line: taken ? 1 : 0, character: byteOrderMark }, `${mark} ${IGNORE}-file ${code}\n`);
}

/** The edit with a reason behind the rule, for the person to write. What the file says of itself stays as it is. */
function withReason(uri: string, { range, newText }: TextEdit): WorkspaceEdit {
  // Beside rules that are silenced already there is a reason, or nobody wanted one.
  if (!newText.endsWith('\n')) return { changes: { [uri]: [{ range, newText }] } };
  const escaped = newText.slice(0, -1).replace(/[\\$}]/g, '\\$&');
  const snippet = { kind: 'snippet' as const, value: `${escaped} -- \${1:${WHY}}\n` };
  return { documentChanges: [{ textDocument: { uri, version: null }, edits: [{ range, snippet }] }] };
}

function insert(at: { line: number; character: number }, newText: string): TextEdit {
  return { range: { start: at, end: at }, newText };
}
