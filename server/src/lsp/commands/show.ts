/** What commands leave for people to see: files in a temporary folder, opened by the editor. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Connection, MessageType, ShowMessageNotification } from 'vscode-languageserver';
import { once } from '../../common/memory.ts';

export interface Shown {
  readonly name: string;
  readonly content: Uint8Array | string;
}

export interface Opened {
  /** URIs. */
  readonly files: string[];
  /** The client has opened the first. */
  readonly shown: boolean;
}

/** Writes the files and opens the first (`external`: not in the editor itself). */
export type Show = (files: readonly Shown[], external: boolean) => Promise<Opened>;

/** `canShow`: whether the client opens documents. One that does not is told where they are. */
export function createShow(connection: Connection, canShow: () => boolean): Show {
  // Ours alone: others on this machine can neither read nor write there.
  const folder = once(() => mkdtemp(join(tmpdir(), 'sweetspot-')));
  let count = 0;
  return async (files, external) => {
    count += 1;
    const prefix = join(await folder(), String(count));
    const paths = files.map(({ name }) => `${prefix}-${name}`);
    await Promise.all(files.map(({ content }, at) => writeFile(paths[at], content, { flag: 'wx' })));
    const uris = paths.map((path) => pathToFileURL(path).href);
    const shown =
      canShow() && (await connection.window.showDocument({ uri: uris[0], external, takeFocus: true })).success;
    if (!shown)
      await connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message: paths[0] });
    return { files: uris, shown };
  };
}
