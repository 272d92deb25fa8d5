/** Which documents Sweetspot looks at, and where they are shown. */
import * as vscode from 'vscode';
import type { Range } from 'vscode-languageclient';
import type { SeenLines } from '../../server/src/protocol/editor.ts';
import type { Read } from '../../server/src/protocol/message.ts';
import type { TEXT } from '../../server/src/protocol/text.ts';
import type { Target } from './panel/target.ts';

const LANGUAGES = ['json', 'jsonc', 'jsonl', 'yaml'];

// An allow-list: VS Code also shows JSON that is nobody's config (user settings, git history, output, notebooks).
const SCHEMES = ['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'vscode-test-web'];

/** Config files a person edits: JSON and YAML, on disk, unsaved, remote or virtual. */
export const CONFIG_FILES: readonly { readonly language: string; readonly scheme: string }[] = LANGUAGES.flatMap(
  (language) => SCHEMES.map((scheme) => ({ language, scheme })),
);

/** Whether a document is one of them. */
export function isConfig(document: vscode.TextDocument): boolean {
  return vscode.languages.match(CONFIG_FILES, document) > 0;
}

/** Shows and selects a place of a file, and gives it the keyboard, unless that is to stay where it is. */
export async function reveal(uri: vscode.Uri, selection: vscode.Range, preserveFocus = false): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { selection, viewColumn: columnOf(uri), preserveFocus });
}

/** The column in which a file is open already, so that it is not opened again over something else; else the first. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn {
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
  );
  return group?.viewColumn ?? vscode.ViewColumn.One;
}

/** What an editor shows of a file; `null` when none does. */
export function seenLines(uri: string): SeenLines | null {
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  const [seen] = editor?.visibleRanges ?? [];
  return seen ? { first: seen.start.line, last: (editor?.visibleRanges.at(-1) ?? seen).end.line } : null;
}

/** The text of a project file; `null` where there is none, or it is longer than `most`. No other file is read for the server. */
export async function projectText({ textDocument, most }: Read<typeof TEXT.params>): Promise<string | null> {
  const uri = vscode.Uri.parse(textDocument.uri);
  if (!/\/\.sweetspot\.ya?ml$/.test(uri.path)) return null;
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (type !== vscode.FileType.File || size > most) return null;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}

/** A range of the protocol as VS Code's own. */
export function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** The place of the cursor in a config: the one that has the keyboard, or the editor's. `null` when it is none. */
export function targetAtCursor(editor = vscode.window.activeTextEditor): Target | null {
  if (!editor || !isConfig(editor.document)) return null;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}
