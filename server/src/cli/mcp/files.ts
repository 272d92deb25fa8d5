/** Files that an agent names: those of the folder that the program was started in, and no others. */
import { realpath, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ToolError } from '../../tools/index.ts';
import { bytesOf, textFrom } from '../files.ts';

/**
 * An input with the text of the file that its `path` names. Throws `ToolError` for a file outside `folder`, also by a link: an
 * agent may be told by anybody which file to ask for.
 */
export async function withText(input: Readonly<Record<string, unknown>>, folder: string): Promise<object> {
  const { path, ...rest } = input;
  if (typeof path !== 'string') return input;
  const [root, file] = await Promise.all([realpath(folder), realpath(resolve(folder, path)).catch(() => null)]);
  if (file === null) throw new ToolError(`There is no file ${path}.`);
  if (isInside(root, file) && !(await stat(file)).isFile()) throw new ToolError(`${path} is no file.`);
  if (!isInside(root, file)) throw new ToolError(`${path} is not in the folder that this program works in.`);
  return { ...rest, name: path, text: textFrom(path, await bytesOf(file)) };
}

/** Where an input is, or would be, for what its project says: in `folder`, whatever it calls itself. */
export function uriOf({ name }: { readonly name?: unknown }, folder: string): string {
  const file = resolve(folder, typeof name === 'string' ? name : '');
  return pathToFileURL(isInside(folder, file) ? file : resolve(folder, 'config')).href;
}

function isInside(folder: string, file: string): boolean {
  const inside = relative(folder, file);
  return inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && resolve(folder, inside) === file;
}
