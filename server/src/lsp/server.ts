/** The language server: what the host and the client give, brought together. Everything it needs from its host comes in `Host`. */
import { config, t } from '@vscode/l10n';
import type { GenericSchema, InferOutput } from 'valibot';
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { inBackground } from '../background.ts';
import { once } from '../common/memory.ts';
import { visible } from '../common/printable.ts';
import { FIX_ALL, REWRITE } from '../features/action-kinds.ts';
import { SEEN, type SeenLines } from '../protocol/editor.ts';
import { type Request, read, type Sent } from '../protocol/message.ts';
import { createService } from '../service/index.ts';
import { createProjects, isProjectFile } from '../service/projects.ts';
import { createChosenBackend } from './chosen-backend.ts';
import { type Client, clientOf } from './client.ts';
import { createClientSettings } from './client-settings.ts';
import { createContexts } from './contexts.ts';
import { type DiagnosticsService, pullsDiagnostics, serveDiagnostics } from './diagnostics.ts';
import { createDocuments } from './documents.ts';
import { serveFeatures } from './features.ts';
import type { Host } from './host.ts';
import { createMeasured } from './measured.ts';
import { serveOwnMessages } from './own-messages.ts';

export interface Server {
  /** Ends all that runs, on other people's servers, too; resolves when it has ended. Nothing begins any more. */
  close(): Promise<void>;
}

/** Project files, wherever they are. */
const WATCHED = { watchers: [{ globPattern: '**/.sweetspot.{yaml,yml}' }] };

/** Of `protocol/commands`, which is loaded with the first. */
const COMMANDS = ['preview', 'renderAsConfigured', 'compareSteps', 'findSweetSpot', 'openPage', 'goTo'].map(
  (name) => `sweetspot.${name}`,
);

/** Serves one client over a connection until it shuts down or the server is closed. */
export function startServer(connection: Connection, host: Host): Server {
  const { knowledge, pagesRoot } = host;
  let client: Client = clientOf({ capabilities: {} }, pagesRoot);
  let shown: DiagnosticsService | undefined;

  const log = (line: string) => inBackground(() => connection.console.info(visible(line)));
  const measured = createMeasured({ knowledge, log, onChange: refresh });
  const service = createService(knowledge, measured.measurementsOf);
  const documents = createDocuments(connection, service.open, findSeen);
  const settings = createClientSettings(connection, {
    canAsk: () => client.capabilities.workspace?.configuration === true,
    onChange: () => {
      inBackground(updatePrice);
      refresh();
    },
  });
  documents.onDidClose((uri) => settings.forget(uri));
  const projects = createProjects({ knowledge, readText, service, measurementsOf: measured.measurementsOf });
  const contexts = createContexts(settings, projects, documents);
  const projectsChanged = (): void => {
    contexts.forget();
    refresh();
  };
  documents.onDidSave((uri) => {
    if (isProjectFile(uri)) projectsChanged();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    if (changes.some(({ uri }) => isProjectFile(uri))) projectsChanged();
  });
  const chosen = createChosenBackend({
    ...{ ...host, measurements: measured.measurements, limits: settings.limits, log },
    connect: () => t(knowledge.data.backendKinds.connect[client.abilities.commandLinks ? 'editor' : 'options']),
  });
  const diagnose = serveFeatures(connection, {
    ...{ ...host, documents, contexts, measured, readText },
    client: () => client,
    backendNames: () => chosen.names,
  });
  chosen.onState(() => measured.use(chosen.backend));
  measured.use(chosen.backend);
  const own = serveOwnMessages(connection, async () => {
    const { createAnswers } = await import('./answers.ts');
    return createAnswers({
      ...{ connection, host, documents, contexts, measured, chosen, log, client: () => client },
      onTheme: (theme) => {
        client = { ...client, abilities: { ...client.abilities, theme } };
      },
    });
  });

  connection.onInitialize((params): InitializeResult => {
    client = clientOf(params, pagesRoot);
    // The language is the process's: it serves this client alone.
    config({ contents: { ...client.abilities.translations } });
    settings.tell(client.settings);
    shown = serveDiagnostics(connection, diagnose, documents, client.capabilities);
    inBackground(async () => (await import('./warm-up.ts')).warmUp(service, documents));
    return {
      serverInfo: { name: 'sweetspot', version: host.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        documentSymbolProvider: { label: 'Sweetspot' },
        completionProvider: { triggerCharacters: ['"', ':', ' '] },
        codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL, REWRITE] },
        codeLensProvider: {},
        inlayHintProvider: true,
        // VS Code has commands of these names itself.
        executeCommandProvider: { commands: client.abilities.commandLinks ? [] : COMMANDS },
        ...(pullsDiagnostics(client.capabilities) && {
          diagnosticProvider: { identifier: 'sweetspot', interFileDependencies: false, workspaceDiagnostics: false },
        }),
      },
    };
  });
  connection.onInitialized(() => {
    const { measurementsFile } = client.abilities;
    if (client.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration)
      inBackground(() => connection.client.register(DidChangeConfigurationNotification.type, { section: 'sweetspot' }));
    if (client.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration)
      inBackground(() => connection.client.register(DidChangeWatchedFilesNotification.type, WATCHED));
    if (measurementsFile !== null) inBackground(() => measured.keepIn(measurementsFile));
    inBackground(updatePrice);
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
    shown?.refresh();
    if (client.capabilities.workspace?.inlayHint?.refreshSupport)
      inBackground(() => connection.languages.inlayHint.refresh());
  }

  async function updatePrice(): Promise<void> {
    measured.setPrice(await settings.price());
  }

  /** Of a file that is on no disk here the client is asked. */
  async function readText(uri: string, most: number): Promise<string | null> {
    if (uri.startsWith('file:') || !client.abilities.texts) return host.readText(uri, most);
    const { TEXT } = await import('../protocol/text.ts');
    return answered(TEXT, { textDocument: { uri }, most });
  }

  async function findSeen(uri: string): Promise<SeenLines | null> {
    return client.abilities.seen ? answered(SEEN, { textDocument: { uri } }) : null;
  }

  /** What the client answers; `null` where it has no answer. */
  async function answered<Params extends GenericSchema, Result extends GenericSchema>(
    request: Request<Params, Result>,
    params: Sent<Params>,
  ): Promise<InferOutput<Result> | null> {
    try {
      return read(request, request.result, await connection.sendRequest(request.method, params));
    } catch {
      return null;
    }
  }
}
