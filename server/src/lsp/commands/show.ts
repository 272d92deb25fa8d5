/** What commands leave for people to see: files in a temporary folder, opened by the editor, gone with the server. */
import { lstat, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connection, ShowDocumentParams } from 'vscode-languageserver';
import { isObject } from '../../knowledge/own.ts';

export interface Opened {
  /** URI of the one that was written. */
  readonly files: [string];
  /** The client has opened it. */
  readonly shown: boolean;
}

export interface Show {
  /** Writes a file and opens it (`external`: not in the editor itself). */
  open(name: string, content: Uint8Array | string, external: boolean): Promise<Opened>;
  /** Removes all of them. Never rejects. */
  close(): Promise<void>;
}

/** What our folders for temporary files are called, before letters that the system draws. */
const PREFIX = 'sweetspot-shown-';

/** Milliseconds after which a folder is left over: of a server that had no time to remove it. */
const OLD = 24 * 3_600_000;

/** `canShow`: whether the client opens documents. */
export function createShow(connection: Connection, canShow: () => boolean): Show {
  let made: Promise<string | null> = Promise.resolve(null);
  // Ours alone: others on this machine can neither read nor write there. One that was removed meanwhile is made anew.
  const folder = (): Promise<string> => {
    const here = made.catch(() => null).then(async (path) => (path && (await isThere(path)) ? path : newFolder()));
    made = here;
    return here;
  };
  let count = 0;
  return {
    async open(name, content, external) {
      count += 1;
      const number = count;
      const path = join(await folder(), `${number}-${name}`);
      await writeFile(path, content, { flag: 'wx' });
      const uri = pathToFileURL(path).href;
      const shown = canShow() && (await isOpened(connection, { uri, external, takeFocus: true }));
      return { files: [uri], shown };
    },
    async close() {
      const path = await made.catch(() => null);
      if (path) await remove(path);
    },
  };
}

/** Whether the client has opened it. One that can't, or answers something else, has not. */
async function isOpened({ window }: Connection, asked: ShowDocumentParams): Promise<boolean> {
  const said: unknown = await window.showDocument(asked).catch(() => null);
  return isObject(said) && said.success === true;
}

async function newFolder(): Promise<string> {
  await removeOld();
  return mkdtemp(join(tmpdir(), PREFIX));
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}

/** Removes what servers have left that ended by force: folders of this user by our name, and nothing that is linked to. */
async function removeOld(): Promise<void> {
  const names = (await readdir(tmpdir()).catch(() => [])).filter((name) => name.startsWith(PREFIX));
  const user = process.getuid?.();
  for (const path of names.map((name) => join(tmpdir(), name))) {
    const is = await lstat(path).catch(() => null);
    const isOurs = is?.isDirectory() === true && (user === undefined || is.uid === user);
    if (isOurs && Date.now() - is.mtimeMs > OLD) await remove(path);
  }
}

/** What can't be removed now is old one day. */
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => {});
}
