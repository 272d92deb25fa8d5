/** What the tests do in the editor. Everything waits for events; nothing sleeps. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import type { File } from './files.ts';

/** The extension under test, as installed. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);
  assert.ok(found, 'the extension is not installed');
  return found;
}

let opened = 0;

/** Writes a file into the open folder, under a name of its own so that no test sees what another did, and opens it. */
export async function open({ name, text }: File, below = ''): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  opened += 1;
  const uri = vscode.Uri.joinPath(folder.uri, below, `${opened}-${name}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  // `openTextDocument` would keep the document open for minutes after its editor is closed.
  await vscode.commands.executeCommand('vscode.open', uri);
  return eventually(vscode.window.onDidChangeActiveTextEditor, () => {
    const document = vscode.window.activeTextEditor?.document;
    return document?.uri.toString() === uri.toString() ? document : undefined;
  });
}

/** Closes all editors; what was typed is thrown away. */
export async function closeAll(): Promise<void> {
  for (const _tab of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}

/** The place just inside the first occurrence of a text. */
export function placeOf(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `"${text}" is not in ${document.fileName}`);
  return document.positionAt(offset + 1);
}

/** Resolves with our findings for a document as soon as there are as many as wanted. */
export function findings(document: vscode.TextDocument, wanted: number): Promise<vscode.Diagnostic[]> {
  return eventually(vscode.languages.onDidChangeDiagnostics, () => {
    const ours = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === manifest.name);
    return ours.length === wanted ? ours : undefined;
  });
}

/** Resolves with what `look` finds, now or after one of the events. */
function eventually<Found>(event: vscode.Event<unknown>, look: () => Found | undefined): Promise<Found> {
  return new Promise((resolve) => {
    // Listening comes first, so that nothing that happens in between is missed.
    const listening = event(() => check());
    const check = (): void => {
      const found = look();
      if (found === undefined) return;
      listening.dispose();
      resolve(found);
    };
    check();
  });
}
