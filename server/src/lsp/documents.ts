/** Open documents and what was read in them: one analysis a version, dropped when the document closes. */
import { type Connection, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analyse, Analysis } from '../features/analysis.ts';

export interface Documents {
  /** The analysis of a document as it stands now, `null` when it is not open (VS Code never sends very large files). */
  analysis(uri: string): { analysis: Analysis; version: number } | null;
  uris(): string[];
  onDidChange(listener: (uri: string) => void): void;
  onDidClose(listener: (uri: string) => void): void;
}

export function createDocuments(connection: Connection, analyse: Analyse): Documents {
  const documents = new TextDocuments(TextDocument);
  const analyses = new Map<string, { analysis: Analysis; version: number }>();
  documents.listen(connection);
  documents.onDidClose(({ document }) => analyses.delete(document.uri));
  return {
    analysis(uri) {
      const document = documents.get(uri);
      if (!document) return null;
      const cached = analyses.get(uri);
      if (cached?.version === document.version) return cached;
      const fresh = { analysis: analyse(document.getText(), document.languageId), version: document.version };
      analyses.set(uri, fresh);
      return fresh;
    },
    uris: () => documents.keys(),
    onDidChange: (listener) => void documents.onDidChangeContent(({ document }) => listener(document.uri)),
    onDidClose: (listener) => void documents.onDidClose(({ document }) => listener(document.uri)),
  };
}
