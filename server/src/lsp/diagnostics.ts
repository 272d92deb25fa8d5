/** Diagnostics by pull where the client pulls, by push where it doesn't; never both for one document. */
import {
  CancellationToken,
  type Connection,
  type Diagnostic,
  DocumentDiagnosticReportKind,
  type InitializeParams,
} from 'vscode-languageserver';
import type { Documents } from './documents.ts';

/** The diagnostics of a document now, with a tag that changes when they may have. */
export type Diagnose = (
  uri: string,
  token: CancellationToken,
) => Promise<{ items: Diagnostic[]; resultId: string } | null>;

export interface DiagnosticsService {
  /** Asks for everything anew: settings changed. */
  refresh(): void;
}

export function pullsDiagnostics({ capabilities }: InitializeParams): boolean {
  return capabilities.textDocument?.diagnostic !== undefined;
}

export function servePullDiagnostics(
  connection: Connection,
  diagnose: Diagnose,
  canRefresh: boolean,
): DiagnosticsService {
  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    const report = await diagnose(textDocument.uri, token);
    if (!report) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    if (report.resultId === previousResultId)
      return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: report.resultId };
    return { kind: DocumentDiagnosticReportKind.Full, ...report };
  });
  return { refresh: () => void (canRefresh && connection.languages.diagnostics.refresh()) };
}

export function servePushDiagnostics(
  connection: Connection,
  diagnose: Diagnose,
  documents: Documents,
): DiagnosticsService {
  const due = new Set<string>();
  // Edits that arrive together are answered together.
  const push = (uri: string) => {
    if (!due.has(uri)) setImmediate(() => void send(uri));
    due.add(uri);
  };
  const send = async (uri: string) => {
    due.delete(uri);
    const report = await diagnose(uri, CancellationToken.None);
    if (report) void connection.sendDiagnostics({ uri, diagnostics: report.items });
  };
  documents.onDidChange(push);
  documents.onDidClose((uri) => void connection.sendDiagnostics({ uri, diagnostics: [] }));
  return { refresh: () => documents.uris().forEach(push) };
}
