/** The pictures and videos beside a document that its graph begins with. */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileNames } from '../knowledge/file-names.ts';
import type { Backend, GraphOverride, InputFile, RenderRequest } from '../render/backend.ts';
import type { GraphPlace } from '../render/problem.ts';

/** Bytes of a file that is uploaded, at most: what servers take as they come (ComfyUI: --max-upload-size 100). */
const MOST_BYTES = 100 * 1024 * 1024;

/** Names of the files that places complain of, once each. */
export function filesOf(places: readonly GraphPlace[]): readonly string[] {
  return [...new Set(places.flatMap(({ file }) => file ?? []))];
}

/** Those of the files that lie in the folder of a document, and can be sent. None for a document that is no file. */
export async function besides(uri: string, names: readonly string[], files: FileNames): Promise<readonly string[]> {
  const found = await Promise.all(names.map(async (name) => ((await pathOf(uri, name, files)) === null ? [] : [name])));
  return found.flat();
}

/** One of them. Throws when it is gone. */
async function readInput(uri: string, name: string, files: FileNames): Promise<InputFile> {
  const path = await pathOf(uri, name, files);
  if (path === null) throw new Error(`${name} is no longer beside the file.`);
  return { name, bytes: await readFile(path) };
}

/** Uploads files from beside a document; the names that they have on the server, by their own. Throws `BackendError`. */
export async function uploadedNames(
  uri: string,
  names: readonly string[],
  backend: Backend,
  files: FileNames,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of names)
    found.set(name, (await backend.upload?.(await readInput(uri, name, files), signal)) ?? name);
  return found;
}

/** The request with the server's names of files at the places that complain of them. */
export function withNames(
  request: RenderRequest,
  places: readonly GraphPlace[],
  names: ReadonlyMap<string, string>,
): RenderRequest {
  const overrides = places.flatMap(({ node, input, file = '' }): GraphOverride[] => {
    const value = names.get(file) ?? file;
    return value === file || input === null ? [] : [{ node, input, value, says: `${file} → ${value}` }];
  });
  const { graph } = request;
  return { ...request, graph: graph && { ...graph, overrides: [...graph.overrides, ...overrides] } };
}

/** Where a file lies that may be sent: a picture, video or sound by its name, and nothing else. */
async function pathOf(uri: string, name: string, files: FileNames): Promise<string | null> {
  if (!uri.startsWith('file:') || basename(name) !== name || !files.isMedia(name)) return null;
  try {
    const path = join(dirname(fileURLToPath(uri)), name);
    const found = await stat(path);
    return found.isFile() && found.size > 0 && found.size <= MOST_BYTES ? path : null;
  } catch {
    return null;
  }
}
