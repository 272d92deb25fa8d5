/** What a server refuses or lacks, underlined where the file says it, with what to write there instead. */
import * as vscode from 'vscode';
import type { ComplaintPlace } from '../../../server/src/protocol/render.ts';
import { CONFIG_FILES, rangeOf } from '../documents.ts';

export class ServerProblems implements vscode.Disposable {
  readonly #source: string;
  readonly #diagnostics: vscode.DiagnosticCollection;
  readonly #actions: vscode.Disposable;
  #shown: { readonly uri: string; readonly places: readonly ComplaintPlace[] } = { uri: '', places: [] };

  /** `source`: says in the editor who complains. */
  constructor(source: string) {
    this.#source = source;
    this.#diagnostics = vscode.languages.createDiagnosticCollection(source);
    this.#actions = vscode.languages.registerCodeActionsProvider(
      [...CONFIG_FILES],
      { provideCodeActions: ({ uri }, range) => this.#fixes(uri, range) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    );
  }

  /** What is shown now. */
  get shown(): { readonly uri: string; readonly places: readonly ComplaintPlace[] } {
    return this.#shown;
  }

  /** Shows these places of a file, and none of any other. */
  show(uri: string, places: readonly ComplaintPlace[]): void {
    this.#diagnostics.clear();
    this.#shown = { uri, places };
    if (places.length === 0) return;
    this.#diagnostics.set(
      vscode.Uri.parse(uri),
      places.map((place) => this.#diagnosticOf(place)),
    );
  }

  dispose(): void {
    vscode.Disposable.from(this.#diagnostics, this.#actions).dispose();
  }

  #diagnosticOf({ range, message }: ComplaintPlace): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(rangeOf(range), message, vscode.DiagnosticSeverity.Error);
    diagnostic.source = this.#source;
    return diagnostic;
  }

  #fixes(uri: vscode.Uri, asked: vscode.Range): vscode.CodeAction[] {
    if (uri.toString() !== this.#shown.uri) return [];
    return this.#shown.places.flatMap((place) => {
      const range = rangeOf(place.range);
      if (!place.fix || !range.intersection(asked)) return [];
      const action = new vscode.CodeAction(place.fix.title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = [this.#diagnosticOf(place)];
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(uri, range, place.fix.newText);
      return [action];
    });
  }
}
