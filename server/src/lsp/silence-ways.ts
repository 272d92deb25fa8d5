/** How a document can be changed: shown before, and to say that a finding is meant, by comments where its language has some, else in its project file. */
import type { ClientCapabilities } from 'vscode-languageserver';
import type { ProjectPlace, SilenceWays } from '../features/silence-actions.ts';
import { decoded, type FileContext } from '../service/projects.ts';
import type { Client } from './client.ts';
import type { Documents } from './documents.ts';
import type { Host } from './host.ts';

export interface SilenceServices extends Pick<Host, 'readText'> {
  readonly documents: Documents;
  readonly client: () => Client;
}

/** Bytes of a project file that gets another entry. */
const MOST = 400_000;

/** Where a project file is made when there is none. */
const NAME = '.sweetspot.yaml';

/** The client can show changes of a file before it makes them. What is not saved can't be named among them. */
export function previewsChanges(uri: string, { workspace }: ClientCapabilities): boolean {
  const edits = workspace?.workspaceEdit;
  const creates = edits?.documentChanges === true && edits.resourceOperations?.includes('create') === true;
  return creates && edits.changeAnnotationSupport !== undefined && uri.startsWith('file:');
}

/** How a document can say that a finding is meant. */
export async function silenceWays(uri: string, context: FileContext, services: SilenceServices): Promise<SilenceWays> {
  const { documents, client } = services;
  const edits = client().capabilities.workspace?.workspaceEdit;
  const snippets = edits?.documentChanges === true && edits.snippetEditSupport === true;
  const languageId = documents.language(uri);
  if (languageId === 'jsonc') return { comment: '//', project: null, snippets };
  const isJson = languageId === 'json' || documents.text(uri)?.current()?.document.format === 'json';
  if (!isJson) return { comment: '#', project: null, snippets };
  return { comment: null, project: await projectPlace(uri, context, services) };
}

/** The project file that speaks of a document, or where one may be made: in the folder that is open, else beside it. */
async function projectPlace(
  uri: string,
  { projectUri, path }: FileContext,
  { documents, readText, client }: SilenceServices,
): Promise<ProjectPlace | null> {
  const { capabilities, folders } = client();
  const edits = capabilities.workspace?.workspaceEdit;
  if (!uri.startsWith('file:') || !edits?.documentChanges) return null;
  const { addIgnore: add } = await import('../project/index.ts');
  if (projectUri !== null) {
    const text = documents.text(projectUri)?.content() ?? (await readText(projectUri, MOST));
    return text === null ? null : { uri: projectUri, text, path, add };
  }
  if (!edits.resourceOperations?.includes('create')) return null;
  const around = folders.filter((folder) => uri.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length);
  const folder = around[0] ?? uri.slice(0, uri.lastIndexOf('/'));
  return { uri: `${folder}/${NAME}`, text: null, path: decoded(uri.slice(folder.length + 1)), add };
}
