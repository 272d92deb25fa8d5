/** What the client said of itself when it initialized the server; before that, that it can do nothing special. */
import * as v from 'valibot';
import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import { createPageLinks, type PageLinks } from '../features/links.ts';
import { listOf, readAs } from '../knowledge/readable.ts';
import { type Abilities, AbilitiesSchema } from '../protocol/editor.ts';

export interface Client {
  readonly capabilities: ClientCapabilities;
  readonly abilities: Abilities;
  /** Settings as `initializationOptions.settings` holds them, not yet read. */
  readonly settings: unknown;
  /** Where links to pages lead. */
  readonly links: PageLinks;
  /** URIs of the folders that are open, without a slash at their ends. */
  readonly folders: readonly string[];
}

/** Those that are named: a client may say anything. */
const FoldersSchema = listOf(v.object({ uri: v.pipe(v.string(), v.minLength(1)) }));

/** `pagesRoot`: URI of the data folder, ending in a slash. */
export function clientOf(
  {
    capabilities,
    initializationOptions,
    workspaceFolders,
    rootUri,
  }: Pick<InitializeParams, 'capabilities' | 'initializationOptions'> &
    Partial<Pick<InitializeParams, 'workspaceFolders' | 'rootUri'>>,
  pagesRoot: string,
): Client {
  const abilities = readAs(AbilitiesSchema, initializationOptions ?? {}) ?? v.getFallbacks(AbilitiesSchema);
  const opened = v.parse(FoldersSchema, workspaceFolders ?? [{ uri: rootUri }]);
  const folders = opened.map(({ uri }) => (uri.endsWith('/') ? uri.slice(0, -1) : uri));
  return {
    capabilities,
    abilities,
    settings: readAs(v.object({ settings: v.unknown() }), initializationOptions)?.settings,
    links: createPageLinks(pagesRoot, abilities.commandLinks),
    folders,
  };
}
