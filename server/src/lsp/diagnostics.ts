/** Diagnostics by pull where the client pulls, by push where it doesn't; never both for one document. */
import {
  CancellationToken,
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  DocumentDiagnosticReportKind,
} from 'vscode-languageserver';
import { inBackground } from '../background.ts';
import type { Documents } from './documents.ts';

/** The diagnostics of a document now. */
export interface Report {
  readonly items: Diagnostic[];
  /** Changes when they may have. */
  readonly resultId: string;
  /** Resolves when there are more: these are of what a person sees. `null`: these are all. */
  readonly more: Promise<unknown> | null;
}

/** `whole`: those of what a person sees would not do. */
export type Diagnose = (uri: string, token: CancellationToken, whole: boolean) => Promise<Report | null>;

export interface DiagnosticsService {
  /** Asks for everything anew: settings changed. */
  refresh(): void;
}

/** Whether the client asks for diagnostics itself. */
export function pullsDiagnostics({ textDocument }: ClientCapabilities): boolean {
  return textDocument?.diagnostic !== undefined;
}

/** Serves them in the one way that suits the client. */
export function serveDiagnostics(
  connection: Connection,
  diagnose: Diagnose,
  documents: Documents,
  capabilities: ClientCapabilities,
): DiagnosticsService {
  if (!pullsDiagnostics(capabilities)) return servePush(connection, diagnose, documents);
  return servePull(connection, diagnose, capabilities.workspace?.diagnostics?.refreshSupport === true);
}

function servePull(connection: Connection, diagnose: Diagnose, canRefresh: boolean): DiagnosticsService {
  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    const report = await diagnose(textDocument.uri, token, !canRefresh);
    if (!report) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    const { items, resultId, more } = report;
    if (more) inBackground(() => more.then(refresh));
    if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, items, resultId };
  });
  const refresh = (): void => {
    if (canRefresh) inBackground(() => connection.languages.diagnostics.refresh());
  };
  return { refresh };
}

function servePush(connection: Connection, diagnose: Diagnose, documents: Documents): DiagnosticsService {
  const due = new Set<string>();
  // Edits that arrive together are answered together.
  const push = (uri: string) => {
    if (!due.has(uri)) setImmediate(() => inBackground(() => send(uri)));
    due.add(uri);
  };
  const send = async (uri: string) => {
    due.delete(uri);
    const report = await diagnose(uri, CancellationToken.None, false);
    if (!report) return;
    await connection.sendDiagnostics({ uri, diagnostics: report.items });
    if (report.more) await report.more.then(() => push(uri));
  };
  documents.onDidChange(push);
  documents.onDidClose((uri) => inBackground(() => connection.sendDiagnostics({ uri, diagnostics: [] })));
  return { refresh: () => documents.uris().forEach(push) };
}
