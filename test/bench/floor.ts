/**
 * The floor: a language server with the usual libraries that applies the edit to the text and scans it once for step counts.
 * It knows no formats and no models. Less work than this can only come from not looking at the whole text again.
 */
import { createConnection, type Diagnostic, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { MOST_STEPS } from './documents/document.ts';

/** Serves. `parse`: what is done with the text of a document before it is scanned. */
export function serveFloor(parse: (document: TextDocument) => void = () => {}): void {
  const connection = createConnection();
  const documents = new TextDocuments(TextDocument);
  documents.listen(connection);

  connection.onInitialize(() => ({
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      hoverProvider: true,
      diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
    },
  }));

  connection.languages.diagnostics.on(({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    if (document) parse(document);
    return { kind: 'full', items: document ? tooMany(document) : [] };
  });

  connection.onHover(({ textDocument, position: { line } }) => {
    const text = documents.get(textDocument.uri)?.getText({
      start: { line, character: 0 },
      end: { line: line + 1, character: 0 },
    });
    return text && /steps/.test(text) ? { contents: text.trim() } : null;
  });

  connection.listen();
}

function tooMany(document: TextDocument): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const match of document.getText().matchAll(/steps"?: *(\d+)/g)) {
    if (Number(match[1]) <= MOST_STEPS) continue;
    const end = match.index + match[0].length;
    const range = { start: document.positionAt(end - match[1].length), end: document.positionAt(end) };
    found.push({ range, message: `at most ${MOST_STEPS}` });
  }
  return found;
}
