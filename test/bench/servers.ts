/** The servers that are measured: how each is started, and what it has to be told to do the same job. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { ClientCapabilities } from 'vscode-languageserver/node';
import { mustRun } from '../../build/process.ts';
import { nodeArguments } from '../../server/src/protocol/launch.ts';
import { startClient, type TestClient } from '../support/language-client.ts';
import type { BenchDocument, Kind } from './documents/document.ts';
import { RECIPES } from './documents/index.ts';
import type { Measure } from './measures.ts';
import { installPeers, versionOf } from './peers/install.ts';
import { schemaFor } from './peers/schemas.ts';

export type ServerId = 'sweetspot' | 'before' | 'json' | 'yaml' | 'yaml-paused' | 'floor' | 'parser';

export interface Server {
  readonly id: ServerId;
  readonly name: string;
  readonly version: string;
  /** Starts it and resolves when it answered `initialize`. */
  start(): Promise<TestClient>;
  /** Tells a started server what holds for a kind of document; resolves when it is ready to be given one. */
  prepare(client: TestClient, kind: Kind): Promise<void>;
  /** Milliseconds that reading its data takes, in a fresh process; only of ours. */
  readonly readData?: () => Promise<number>;
  /** All that is measured of it, where that is not everything. */
  readonly only?: readonly Measure[];
  /** Whether this kind of document is its job. */
  handles(document: Pick<BenchDocument, 'kind' | 'languageId'>): boolean;
}

/** What VS Code can do, as far as it changes the work of a server here. */
const CAPABILITIES: ClientCapabilities = {
  workspace: { configuration: true, didChangeConfiguration: {}, diagnostics: { refreshSupport: true } },
  textDocument: {
    diagnostic: {},
    publishDiagnostics: { versionSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: { completionItem: { snippetSupport: true } },
  },
};

const SCHEMA_URI = 'bench://schema.json';
/** yaml-language-server asks for its settings after it is told of a schema, and does not say when it has taken them in. */
const YAML_SETTLES_MS = 300;
const YAML_SECTIONS = {
  // Nothing from the network: only the schema of the bench.
  yaml: {
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
    validate: true,
    hover: true,
    completion: true,
  },
  http: {},
  '[yaml]': {},
  editor: {},
};
const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Every server, in the order in which they take turns. `folder`: where the bundle of the floor server may be written. `before`: a built
 * checkout of another state of ours, measured beside this one.
 */
export async function findServers(
  folder: string,
  before: string | undefined,
  log: (line: string) => void,
): Promise<Server[]> {
  const packageFolder = await installPeers(log);
  const json = packageFolder('vscode-langservers-extracted');
  const yaml = packageFolder('yaml-language-server');
  const floor = join(folder, 'floor-server.cjs');
  const parsingFloor = join(folder, 'parsing-floor-server.cjs');
  const dataLoad = join(folder, 'data-load.cjs');
  await bundle('floor-server.ts', floor);
  await bundle('parsing-floor-server.ts', parsingFloor);
  await bundle('data-load.ts', dataLoad);
  const env = { SWEETSPOT_COMPILED: join(folder, 'compiled') };
  await useOnce(env);
  const yamlServer = (id: ServerId, name: string, command: readonly string[]): Omit<Server, 'version'> => ({
    id,
    name,
    start: () => start(command, YAML_SECTIONS),
    prepare: async (client, kind) => {
      const association = { uri: SCHEMA_URI, fileMatch: ['*.yaml'], schema: schemaFor(kind) };
      await client.connection.sendNotification('json/schemaAssociations', [association]);
      await new Promise((resolve) => setTimeout(resolve, YAML_SETTLES_MS));
    },
    handles: ({ languageId }) => languageId === 'yaml',
  });
  const yamlMain = join(yaml, 'bin/yaml-language-server');
  const yamlVersion = await versionOf(yaml);
  return [
    {
      ...plain('sweetspot', 'Sweetspot', await versionOf('.'), 'dist/server.cjs'),
      start: () => start(asInVsCode('dist/server.cjs'), {}, env),
      readData: async () => Number(await mustRun(process.execPath, [dataLoad, 'dist'])),
    },
    ...(before === undefined
      ? []
      : [plain('before', 'Sweetspot before', await versionOf(before), join(before, 'dist/server.cjs'))]),
    {
      id: 'json',
      name: 'VS Code JSON',
      version: await versionOf(json),
      start: () => start([join(json, 'bin/vscode-json-language-server')]),
      prepare: (client, kind) => {
        const schemas = [{ url: SCHEMA_URI, fileMatch: ['*.json'], schema: schemaFor(kind) }];
        const settings = { json: { validate: { enable: true }, schemas } };
        return client.connection.sendNotification('workspace/didChangeConfiguration', { settings });
      },
      handles: ({ languageId }) => languageId === 'json',
    },
    {
      ...yamlServer('yaml', 'yaml-language-server without its pause', [fileOf('peers/yaml-without-pause.mjs'), yaml]),
      version: yamlVersion,
    },
    {
      ...yamlServer('yaml-paused', 'yaml-language-server', [yamlMain]),
      version: yamlVersion,
      // Its pause is the same for every kind: one shows it.
      handles: ({ kind }) => kind === 'batch',
    },
    { ...plain('floor', 'floor', '', floor), handles: isScanned },
    { ...plain('parser', 'floor that parses', '', parsingFloor), only: ['start', 'open'], handles: isScanned },
  ];
}

/** In a saved workflow a step count has no key to scan for. */
function isScanned({ kind }: Pick<BenchDocument, 'kind'>): boolean {
  return kind !== 'workflow' && kind !== 'hostile';
}

/** A session of ours before those that are measured, as there was one before nearly everybody's: what it compiled is kept. */
async function useOnce(env: Readonly<Record<string, string>>): Promise<void> {
  const client = await start(asInVsCode('dist/server.cjs'), {}, env);
  for (const { kind, size, languageId, make } of RECIPES) {
    if (size !== '10 KB') continue;
    const uri = `file:///bench/${kind}.${languageId}`;
    await client.open(uri, make().text, languageId);
    await client.pull(uri);
  }
  await client.stop();
}

/** One that need not be told anything, and reads everything. */
function plain(id: ServerId, name: string, version: string, file: string): Server {
  return { id, name, version, start: () => start([file]), prepare: async () => {}, handles: () => true };
}

/** As the extension starts it. */
function asInVsCode(file: string): string[] {
  return [...nodeArguments(availableParallelism()), file];
}

/** Bundles a source of this folder, minified as ours is. */
export async function bundle(source: string, outfile: string): Promise<void> {
  const entryPoints = [fileOf(source)];
  const mainFields = ['module', 'main'];
  await build({ entryPoints, outfile, mainFields, bundle: true, platform: 'node', target: 'node20', minify: true });
}

function start(
  command: readonly string[],
  sections: Record<string, unknown> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<TestClient> {
  return startClient({ capabilities: CAPABILITIES, command: [...command, '--stdio'], sections, env });
}
