/** The language server: turns protocol requests into calls of features. Everything it needs from its host comes in `ServerHost`. */
import {
  CancellationToken,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  type Position,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { type Analysis, createAnalyser, findingsOf, generationAt } from '../features/analysis.ts';
import { codeActions, FIX_ALL } from '../features/code-actions.ts';
import { codeLenses } from '../features/code-lens.ts';
import { diagnostics } from '../features/diagnostics.ts';
import { hover } from '../features/hover.ts';
import type { StepPictures } from '../features/hover-pictures.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import { createPageLinks } from '../features/links.ts';
import { settingEdit } from '../features/setting-edit.ts';
import { isTooLarge, sizeNotice } from '../features/size-notice.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Backend } from '../render/backend.ts';
import type { LoadBackends } from '../render/backends/index.ts';
import type { RenderLimits } from '../render/backends/kind.ts';
import { DEFAULT_LIMITS } from '../render/bounds.ts';
import { createPrepare } from '../render/prepare.ts';
import { serveBackends } from './backend-requests.ts';
import { createChosenBackend } from './chosen-backend.ts';
import { parseAbilities, parsePageName, parseSeenLines, parseSettingEditParams, parseTheme } from './client.ts';
import {
  type Diagnose,
  type DiagnosticsService,
  pullsDiagnostics,
  servePullDiagnostics,
  servePushDiagnostics,
} from './diagnostics.ts';
import { type Analysed, createDocuments } from './documents.ts';
import { createMeasured } from './measured.ts';
import {
  BACKEND_STATE,
  CLEAR_MEASUREMENTS,
  PAGE,
  PAGES,
  RENDER_EVENT,
  type RenderEventParams,
  SEEN,
  SETTING_EDIT,
  type SeenLines,
  type SeenParams,
  THEME,
} from './messages.ts';
import { createDelivery } from './picture-delivery.ts';
import { serveRenders } from './render-requests.ts';
import { createRenders } from './renders.ts';
import { DEFAULT_SETTINGS, parseLimits, parseSettings, priceOf, type Settings } from './settings.ts';
import { serveSweeps } from './sweep-requests.ts';

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

/** Serves one client over a connection until it shuts down. */
export function startServer(connection: Connection, host: ServerHost): void {
  const { knowledge } = host;
  const log = (line: string) => connection.console.info(line);
  const measured = createMeasured({ knowledge, log, onChange: () => refresh() });
  const { hereOf } = measured;
  const documents = createDocuments(connection, createAnalyser(knowledge, hereOf), findSeen);
  const settings = new Map<string, Promise<Settings>>();
  let abilities = parseAbilities(undefined);
  let links = createPageLinks(host.pagesRoot, false);
  let diagnosticsService: DiagnosticsService | undefined;
  let asksForSettings = false;
  let refreshesHints = false;
  // Counts changes of settings, so that a pulled report is not taken for unchanged after one.
  let settingsEpoch = 0;

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    abilities = parseAbilities(params.initializationOptions);
    links = createPageLinks(host.pagesRoot, abilities.commandLinks);
    asksForSettings = params.capabilities.workspace?.configuration === true;
    const pulls = pullsDiagnostics(params);
    diagnosticsService = pulls
      ? servePullDiagnostics(connection, diagnose, params.capabilities.workspace?.diagnostics?.refreshSupport === true)
      : servePushDiagnostics(connection, diagnose, documents);
    refreshesHints = params.capabilities.workspace?.inlayHint?.refreshSupport === true;
    connection.onInitialized(() => {
      if (params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration)
        void connection.client.register(DidChangeConfigurationNotification.type, { section: 'sweetspot' });
      if (abilities.measurementsFile !== null) void measured.keepIn(abilities.measurementsFile);
      void charge();
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
    settings.clear();
    settingsEpoch++;
    void charge();
    refresh();
  });
  documents.onDidClose((uri) => settings.delete(uri));

  connection.onHover(async ({ textDocument, position }, token) => {
    const wanted = (await settingsFor(textDocument.uri)).hover;
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
    const { rules } = await settingsFor(textDocument.uri);
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
    if (!(await settingsFor(textDocument.uri)).codeLens.enable) return [];
    const open = await analysed(textDocument.uri, token);
    return open ? codeLenses(open.analysis, textDocument.uri) : [];
  });

  connection.languages.inlayHint.on(async ({ textDocument, range }, token) => {
    if (measured.isEmpty || !(await settingsFor(textDocument.uri)).inlayHints.enable) return [];
    const open = await analysed(textDocument.uri, token);
    return open ? inlayHints(open.analysis, range, knowledge, hereOf) : [];
  });

  connection.onRequest(PAGES, async () => (await pages()).listPages(knowledge));
  connection.onRequest(PAGE, async (raw: unknown) => {
    const { kind, id } = parsePageName(raw);
    return (await pages()).page(kind, id, knowledge);
  });
  connection.onRequest(SETTING_EDIT, (raw: unknown) => {
    const { textDocument, position, setting, value } = parseSettingEditParams(raw);
    const analysis = documents.analysis(textDocument.uri)?.analysis;
    const generation = analysis && generationAt(analysis, offsetIn(analysis, position));
    return generation ? settingEdit(analysis, generation, setting, value, knowledge) : null;
  });
  connection.onRequest(CLEAR_MEASUREMENTS, async () => {
    await measured.clear();
    return null;
  });
  connection.onNotification(THEME, (raw: unknown) => {
    abilities = { ...abilities, theme: parseTheme(raw) ?? abilities.theme };
  });

  const { measurements } = measured;
  const chosen = createChosenBackend({
    ...host,
    measurements,
    log,
    onState: (state) => {
      measured.use(chosen.backend);
      void connection.sendNotification(BACKEND_STATE, state);
    },
  });
  measured.use(chosen.backend);
  serveBackends(connection, chosen, host.backends, { knowledge, limits: DEFAULT_LIMITS, log });
  const renders = createRenders(
    (renderId, event) => connection.sendNotification(RENDER_EVENT, { renderId, event } satisfies RenderEventParams),
    createDelivery(() => abilities.pictureFolder, log),
  );
  const prepare = createPrepare(knowledge, host.randomSeed);
  const rendering = { knowledge, chosen, prepare, renders, measurements, limits };
  serveRenders(connection, documents, rendering);
  const sweeps = serveSweeps(connection, documents, rendering);
  connection.onShutdown(async () => {
    // Jobs on other people's servers are ended, not left behind.
    await Promise.all([sweeps.cancelAll(), renders.cancelAll()]);
    await measured.settled();
    chosen.dispose();
  });
  connection.listen();

  /** What is shown was true until now. */
  function refresh(): void {
    diagnosticsService?.refresh();
    if (refreshesHints) void connection.languages.inlayHint.refresh();
  }

  async function charge(): Promise<void> {
    if (!asksForSettings) return;
    const answer: unknown = await connection.workspace.getConfiguration('sweetspot').catch(() => undefined);
    measured.charge(priceOf(parseSettings(answer)));
  }

  async function limits(): Promise<RenderLimits> {
    if (!asksForSettings) return DEFAULT_LIMITS;
    const answer: unknown = await connection.workspace.getConfiguration('sweetspot.render').catch(() => undefined);
    return parseLimits(answer);
  }

  /**
   * The analysis of a document that is not too large for the user's limit. True until the next edit: await nothing before its use.
   * With a position, what is known of that place will do.
   */
  async function analysed(uri: string, token: CancellationToken, position?: Position): Promise<Analysed | null> {
    const { limits } = await settingsFor(uri);
    const text = documents.text(uri);
    if (!text || isTooLarge(text, limits)) return null;
    const offset = position && text.lines.offset(position.line, position.character);
    const isSeen = offset !== undefined && text.seen && offset >= text.seen.start && offset <= text.seen.end;
    return isSeen ? documents.soonest(uri, token) : documents.ready(uri, token);
  }

  async function diagnose(uri: string, token: CancellationToken, whole: boolean): ReturnType<Diagnose> {
    const { rules, limits } = await settingsFor(uri);
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

  function findSeen(uri: string): Promise<SeenLines | null> {
    if (!abilities.seen) return Promise.resolve(null);
    const params: SeenParams = { textDocument: { uri } };
    return connection.sendRequest(SEEN, params).then(parseSeenLines, () => null);
  }

  function settingsFor(uri: string): Promise<Settings> {
    if (!asksForSettings) return Promise.resolve(DEFAULT_SETTINGS);
    let answer = settings.get(uri);
    if (!answer) {
      answer = connection.workspace
        .getConfiguration({ scopeUri: uri, section: 'sweetspot' })
        .then(parseSettings, () => DEFAULT_SETTINGS);
      settings.set(uri, answer);
    }
    return answer;
  }
}

/** Loaded when a page is asked for. */
const pages = () => import('../features/pages.ts');

function offsetIn(analysis: Analysis, position: { line: number; character: number }): number {
  return analysis.lines.offset(position.line, position.character);
}
