/** What renders were measured to take on this machine, on the command line: a file that somebody names, or what VS Code keeps. */
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { measurementsFile } from '../../lsp/measurements-file.ts';
import { type Facts, NO_FACTS } from '../../measured/facts.ts';
import { merge } from '../../measured/merge.ts';
import { reasonOf } from '../files.ts';
import { complain } from '../output.ts';
import { UsageError } from '../usage.ts';

/** Where an extension of VS Code and its kin keeps files: below the folder of the settings. */
const STORED = 'User/globalStorage/sweetspot.sweetspot/measurements.json';

/** The files in which VS Code may keep measurements on this machine. */
function placesOfEditors({ editors, editor_servers }: Knowledge['data']['files']): string[] {
  const home = homedir();
  const { APPDATA, XDG_CONFIG_HOME } = process.env;
  const folder =
    process.platform === 'win32'
      ? (APPDATA ?? join(home, 'AppData/Roaming'))
      : process.platform === 'darwin'
        ? join(home, 'Library/Application Support')
        : (XDG_CONFIG_HOME ?? join(home, '.config'));
  return [
    ...editors.map((product) => join(folder, product, STORED)),
    ...editor_servers.map((server) => join(home, server, 'data', STORED)),
  ];
}

/** What is known: of the named file, else of what editors keep; of none where there is none. Throws `UsageError` for a named one that can't be read. */
export async function factsFrom(named: string | null, { data }: Knowledge): Promise<Facts> {
  if (named === null) {
    // Whatever is wrong with an editor's file is no matter of this command.
    const kept = placesOfEditors(data.files).map((path) => read(path).catch(() => NO_FACTS));
    return (await Promise.all(kept)).reduce(merge, NO_FACTS);
  }
  try {
    await access(named);
    const facts = await read(named);
    if (facts.speeds.length === 0) complain(`sweetspot: ${named} holds no measurements of renders`);
    return facts;
  } catch (error) {
    throw new UsageError(`can't read ${named}: ${reasonOf(error)}`);
  }
}

function read(path: string): Promise<Facts> {
  return measurementsFile(resolve(path), () => {}).read();
}
