/** A language client for tests: the bundled server as a child process over stdio. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { GenericSchema } from 'valibot';
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  ExitNotification,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  IPCMessageReader,
  IPCMessageWriter,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type Range,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceFolder,
} from 'vscode-languageserver/node';
import type { ClientAbilities } from '../../server/src/protocol/editor.ts';
import { type Notification, type Read, type Request, read, type Sent } from '../../server/src/protocol/message.ts';

export interface TestClient {
  readonly connection: ProtocolConnection;
  /** Sends a request of Sweetspot's own; its answer is checked. */
  ask<Params extends GenericSchema, Result extends GenericSchema>(
    request: Request<Params, Result>,
    params: Sent<Params>,
  ): Promise<Read<Result>>;
  tell<Params extends GenericSchema>(notification: Notification<Params>, params: Sent<Params>): Promise<void>;
  /** Hears a notification of Sweetspot's own, which is checked. */
  onTold<Params extends GenericSchema>(notification: Notification<Params>, hear: (params: Read<Params>) => void): void;
  /** The server's process. */
  readonly child: ChildProcess;
  readonly initialized: InitializeResult;
  open(uri: string, text: string, languageId?: string): Promise<void>;
  change(uri: string, version: number, range: Range, text: string): Promise<void>;
  close(uri: string): Promise<void>;
  hover(uri: string, position: Position): Promise<Hover | null>;
  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport>;
  actions(uri: string, range: Range, only?: string[]): Promise<CodeAction[]>;
  /** Diagnostics of the next push for a document that satisfies `wanted`. */
  nextPush(uri: string, wanted?: (diagnostics: Diagnostic[]) => boolean): Promise<Diagnostic[]>;
  /** Resolves once the server has asked, so many times since its start, to have diagnostics pulled anew. */
  refreshed(times: number): Promise<void>;
  /** Changes what the client answers to `workspace/configuration` and says so. */
  configure(sweetspot: object): Promise<void>;
  stop(): Promise<number | null>;
}

export interface TestClientOptions {
  readonly capabilities?: ClientCapabilities;
  /** What it says of the folders that are open, of any type. */
  readonly folders?: unknown;
  readonly abilities?: ClientAbilities;
  /** What else stands in the initialization options. */
  readonly options?: object;
  /** Program arguments after `node`; the server bundle over stdio when absent. */
  readonly command?: readonly string[];
  /** What the client answers when another server asks for a section of the settings; ours is told by `configure`. */
  readonly sections?: Readonly<Record<string, unknown>>;
  /** The process that the server takes for its client's; this one when absent. */
  readonly processId?: number;
  /** `ipc`: as VS Code starts the server. */
  readonly transport?: 'stdio' | 'ipc';
  /** What its environment has besides. */
  readonly env?: Readonly<Record<string, string>>;
}

export const PULLS: ClientCapabilities = { textDocument: { diagnostic: {} } };

/** Starts the server and completes the handshake. */
export async function startClient({
  capabilities = PULLS,
  abilities,
  options,
  command = ['dist/server.cjs', '--stdio'],
  sections = {},
  processId = process.pid,
  transport = 'stdio',
  env = {},
  folders,
}: TestClientOptions = {}): Promise<TestClient> {
  const { child, connection } = transport === 'ipc' ? overChannel() : overPipes(command, env);
  let settings: object = {};
  connection.onRequest(ConfigurationRequest.type, ({ items }) =>
    items.map(({ section = '' }) => sections[section] ?? settings),
  );
  const pushes: {
    uri: string;
    wanted: (diagnostics: Diagnostic[]) => boolean;
    resolve: (diagnostics: Diagnostic[]) => void;
  }[] = [];
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    const at = pushes.findIndex((waiting) => waiting.uri === uri && waiting.wanted(diagnostics));
    if (at >= 0) pushes.splice(at, 1)[0].resolve(diagnostics);
  });
  let refreshes = 0;
  let waiting: { times: number; resolve: () => void }[] = [];
  connection.onRequest(DiagnosticRefreshRequest.type, () => {
    refreshes += 1;
    for (const { resolve } of waiting.filter(({ times }) => times <= refreshes)) resolve();
    waiting = waiting.filter(({ times }) => times > refreshes);
  });
  connection.listen();
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId,
    rootUri: null,
    ...(folders !== undefined && { workspaceFolders: folders as WorkspaceFolder[] }),
    capabilities,
    initializationOptions: options ? { ...abilities, ...options } : abilities,
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    connection,
    ask: async (request, params) => read(request, request.result, await connection.sendRequest(request.method, params)),
    tell: ({ method }, params) => connection.sendNotification(method, params),
    onTold: (notification, hear) => {
      connection.onNotification(notification.method, (said: unknown) =>
        hear(read(notification, notification.params, said)),
      );
    },
    child,
    initialized,
    open: (uri, text, languageId = 'yaml') =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId, version: 1, text },
      }),
    change: (uri, version, range, text) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ range, text }],
      }),
    close: (uri) => connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } }),
    hover: (uri, position) => connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position }),
    pull: (uri, previousResultId) =>
      connection.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri },
        ...(previousResultId && { previousResultId }),
      }),
    actions: async (uri, range, only) => {
      const found = await connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range,
        context: { diagnostics: [], ...(only && { only }) },
      });
      return (found ?? []) as CodeAction[];
    },
    nextPush: (uri, wanted = () => true) => new Promise((resolve) => pushes.push({ uri, wanted, resolve })),
    refreshed: (times) =>
      refreshes >= times ? Promise.resolve() : new Promise((resolve) => waiting.push({ times, resolve })),
    configure: async (sweetspot) => {
      settings = sweetspot;
      await connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    },
    stop: async () => {
      const exit = child.exitCode === null ? once(child, 'exit') : Promise.resolve([child.exitCode]);
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      const [code] = await exit;
      connection.dispose();
      return code;
    },
  };
}

interface Started {
  readonly child: ChildProcess;
  readonly connection: ProtocolConnection;
}

function overPipes(command: readonly string[], env: Readonly<Record<string, string>>): Started {
  const child = spawn(process.execPath, command, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  return { child, connection };
}

function overChannel(): Started {
  const child = fork('dist/server.cjs', ['--node-ipc'], { execArgv: [] });
  return { child, connection: createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child)) };
}
