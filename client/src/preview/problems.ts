/** What a server refuses, underlined where the file says it. */
import * as vscode from 'vscode';
import { columnOf, rangeOf } from '../documents.ts';
import type { Place } from '../panel/target.ts';

export class RenderProblems implements vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('sweetspot render');

  /** Shows these places of a file, and none of any other. */
  show(uri: string, places: readonly Place[]): void {
    this.#diagnostics.clear();
    if (places.length === 0) return;
    this.#diagnostics.set(
      vscode.Uri.parse(uri),
      places.map(({ range, message }) => {
        const diagnostic = new vscode.Diagnostic(rangeOf(range), message, vscode.DiagnosticSeverity.Error);
        diagnostic.source = 'sweetspot render';
        return diagnostic;
      }),
    );
  }

  dispose(): void {
    this.#diagnostics.dispose();
  }
}

/** Shows a place in the editor, and puts the keyboard there. */
export async function showPlace(uri: string, { range }: Place): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  await vscode.window.showTextDocument(document, { selection: rangeOf(range), viewColumn: columnOf(document.uri) });
}
