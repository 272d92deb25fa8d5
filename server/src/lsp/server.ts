/** The language server: turns protocol requests into calls of features. Everything it needs from its host comes in `ServerHost`. */
import * as v from 'valibot';
import {
  CancellationToken,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  type Position,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { inBackground } from '../background.ts';
import { type Analysis, createAnalyser, findingsOf } from '../features/analysis.ts';
import { codeActions, FIX_ALL } from '../features/code-actions.ts';
import { codeLenses } from '../features/code-lens.ts';
import { diagnostics } from '../features/diagnostics.ts';
import { hover } from '../features/hover.ts';
import type { StepPictures } from '../features/hover-pictures.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import { createPageLinks } from '../features/links.ts';
import { isTooLarge, sizeNotice } from '../features/size-notice.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { once } from '../knowledge/once.ts';
import { type Abilities, AbilitiesSchema, SEEN, type SeenLines } from '../protocol/editor.ts';
import { read } from '../protocol/message.ts';
import type { Backend } from '../render/backend.ts';
import type { LoadBackends } from '../render/backends/index.ts';
import { createChosenBackend } from './chosen-backend.ts';
import { createClientSettings } from './client-settings.ts';
import {
  type Diagnose,
  type DiagnosticsService,
  pullsDiagnostics,
  servePullDiagnostics,
  servePushDiagnostics,
} from './diagnostics.ts';
import { type Analysed, createDocuments } from './documents.ts';
import { createMeasured } from './measured.ts';
import { serveOwnMessages } from './own-messages.ts';

export interface ServerHost {
  readonly knowledge: Knowledge;
  /** URI of the data folder, ending in a slash: where pages lie for clients that open links themselves. */
  readonly pagesRoot: string;
  readonly version: string;
  /** The backend that serves until another is chosen. */
  readonly builtin: Backend;
  readonly backends: LoadBackends;
  readonly randomSeed: () => bigint;
  /** The small pictures of the steps guide; none where they can't be read. */
  readonly stepPictures: () => Promise<StepPictures>;
}

export interface Server {
  /** Ends all that runs, on other people's servers, too; resolves when it has ended. Nothing begins any more. */
  close(): Promise<void>;
}

/** Serves one client over a connection until it shuts down or the server is closed. */
export function startServer(connection: Connection, host: ServerHost): Server {
  const { knowledge } = host;
  const log = (line: string) => inBackground(() => connection.console.info(line));
  const measured = createMeasured({ knowledge, log, onChange: () => refresh() });
  const { hereOf } = measured;
  const documents = createDocuments(connection, createAnalyser(knowledge, hereOf), findSeen);
  const settings = createClientSettings(connection, { canAsk: () => asksForSettings, onLate: () => changed() });
  let abilities = abilitiesOf(undefined);
  let links = createPageLinks(host.pagesRoot, false);
  let diagnosticsService: DiagnosticsService | undefined;
  let asksForSettings = false;
  let refreshesHints = false;
  // Counts changes of settings, so that a pulled report is not taken for unchanged after one.
  let settingsEpoch = 0;

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    abilities = abilitiesOf(params.initializationOptions);
    links = createPageLinks(host.pagesRoot, abilities.commandLinks);
    asksForSettings = params.capabilities.workspace?.configuration === true;
    const pulls = pullsDiagnostics(params);
    diagnosticsService = pulls
      ? servePullDiagnostics(connection, diagnose, params.capabilities.workspace?.diagnostics?.refreshSupport === true)
      : servePushDiagnostics(connection, diagnose, documents);
    refreshesHints = params.capabilities.workspace?.inlayHint?.refreshSupport === true;
    connection.onInitialized(() => {
      if (params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration)
        inBackground(() =>
          connection.client.register(DidChangeConfigurationNotification.type, { section: 'sweetspot' }),
        );
      const { measurementsFile } = abilities;
      if (measurementsFile !== null) inBackground(() => measured.keepIn(measurementsFile));
      inBackground(charge);
    });
    return {
      serverInfo: { name: 'sweetspot', version: host.version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL] },
        codeLensProvider: {},
        inlayHintProvider: true,
        ...(pulls && {
          diagnosticProvider: { identifier: 'sweetspot', interFileDependencies: false, workspaceDiagnostics: false },
        }),
      },
    };
  });

  connection.onDidChangeConfiguration(() => {
    settings.forget();
    changed();
  });
  documents.onDidClose((uri) => settings.forget(uri));

  connection.onHover(async ({ textDocument, position }, token) => {
    const wanted = (await settings.of(textDocument.uri)).hover;
    if (!wanted.enable) return null;
    const stepPictures = wanted.pictures && abilities.pictures ? await host.stepPictures() : {};
    const open = await analysed(textDocument.uri, token, position);
    const { pictures, theme } = abilities;
    const hoverOf = ({ analysis }: Analysed) =>
      hover(analysis, offsetIn(analysis, position), knowledge, { pictures, theme, links, hereOf, stepPictures });
    const found = open && hoverOf(open);
    if (found || !open?.analysis.reading.partial) return found;
    // A value here may be a setting of generations that stand elsewhere.
    const whole = await documents.ready(textDocument.uri, token);
    return whole && hoverOf(whole);
  });

  connection.onCodeAction(async ({ textDocument, range, context }, token) => {
    const { rules } = await settings.of(textDocument.uri);
    const open = await analysed(textDocument.uri, token);
    if (!open) return [];
    const findings = findingsOf(open.analysis, knowledge, rules, hereOf);
    return codeActions(open.analysis, findings, {
      uri: textDocument.uri,
      range,
      diagnostics: context.diagnostics,
      only: context.only,
    });
  });

  connection.onCodeLens(async ({ textDocument }, token) => {
    if (!(await settings.of(textDocument.uri)).codeLens.enable) return [];
    const open = await analysed(textDocument.uri, token);
    return open ? codeLenses(open.analysis, textDocument.uri) : [];
  });

  connection.languages.inlayHint.on(async ({ textDocument, range }, token) => {
    if (measured.isEmpty || !(await settings.of(textDocument.uri)).inlayHints.enable) return [];
    const open = await analysed(textDocument.uri, token);
    return open ? inlayHints(open.analysis, range, knowledge, hereOf) : [];
  });

  const chosen = createChosenBackend({ ...host, measurements: measured.measurements, limits: settings.limits, log });
  chosen.onState(() => measured.use(chosen.backend));
  measured.use(chosen.backend);
  const own = serveOwnMessages(connection, async () => {
    const { createAnswers } = await import('./answers.ts');
    return createAnswers({
      ...{ connection, host, documents, measured, chosen, log },
      pictureFolder: () => abilities.pictureFolder,
      onTheme: (theme) => {
        abilities = { ...abilities, theme };
      },
    });
  });
  const close = once(async () => {
    await own.close();
    await measured.settled();
    chosen.dispose();
  });
  connection.onShutdown(close);
  connection.listen();
  return { close };

  /** What is shown was true until now. */
  function refresh(): void {
    diagnosticsService?.refresh();
    if (refreshesHints) inBackground(() => connection.languages.inlayHint.refresh());
  }

  /** Settings may be others than they were. */
  function changed(): void {
    settingsEpoch++;
    inBackground(charge);
    refresh();
  }

  async function charge(): Promise<void> {
    measured.charge(await settings.price());
  }

  /**
   * The analysis of a document that is not too large for the user's limit. True until the next edit: await nothing before its use.
   * With a position, what is known of that place will do.
   */
  async function analysed(uri: string, token: CancellationToken, position?: Position): Promise<Analysed | null> {
    const { limits } = await settings.of(uri);
    const text = documents.text(uri);
    if (!text || isTooLarge(text, limits)) return null;
    const offset = position && text.lines.offset(position.line, position.character);
    const isSeen = offset !== undefined && text.seen && offset >= text.seen.start && offset <= text.seen.end;
    return isSeen ? documents.soonest(uri, token) : documents.ready(uri, token);
  }

  async function diagnose(uri: string, token: CancellationToken, whole: boolean): ReturnType<Diagnose> {
    const { rules, limits } = await settings.of(uri);
    const text = documents.text(uri);
    if (text && isTooLarge(text, limits)) {
      const resultId = `${text.length}.${settingsEpoch}`;
      return { items: sizeNotice(text, limits, knowledge, rules, links), resultId, more: null };
    }
    const open = await (whole ? documents.ready(uri, token) : documents.soonest(uri, token));
    if (!open) return null;
    const { partial } = open.analysis.reading;
    const findings = findingsOf(open.analysis, knowledge, rules, hereOf);
    return {
      items: diagnostics(open.analysis, findings, uri, knowledge, links),
      resultId: `${open.version}.${settingsEpoch}.${measured.epoch}${partial ? '.seen' : ''}`,
      more: partial ? documents.ready(uri, CancellationToken.None) : null,
    };
  }

  async function findSeen(uri: string): Promise<SeenLines | null> {
    if (!abilities.seen) return null;
    try {
      return read(SEEN, SEEN.result, await connection.sendRequest(SEEN.method, { textDocument: { uri } }));
    } catch {
      return null;
    }
  }
}

/** What a client says it can do. */
function abilitiesOf(options: unknown): Abilities {
  const result = v.safeParse(AbilitiesSchema, options ?? {});
  return result.success ? result.output : v.getFallbacks(AbilitiesSchema);
}

function offsetIn(analysis: Analysis, position: { line: number; character: number }): number {
  return analysis.lines.offset(position.line, position.character);
}
