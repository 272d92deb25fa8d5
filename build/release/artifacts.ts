/** What is published, made of a folder with the sources and their node_modules: the same bytes wherever and whenever that is done. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../process.ts';

export interface Artifacts {
  /** Absolute paths. */
  readonly vsix: string;
  readonly tarball: string;
}

/** Where the README's links and pictures are to be found. */
export interface Published {
  readonly repository: string;
  readonly tag: string;
}

/** `epoch`: seconds, the time that files in the VSIX have; npm gives its own. Rejects with the end of what a tool says. */
export async function makeArtifacts(folder: string, epoch: number, published: Published): Promise<Artifacts> {
  // Times in a zip are those of the zone one is in.
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(epoch), TZ: 'UTC' };
  const options = { cwd: folder, env };
  // Modes of files are in both.
  const umask = process.umask(0o022);
  try {
    await mustRun('npm', ['run', '--silent', 'build'], options);
    const vsix = join(folder, 'sweetspot.vsix');
    const { repository, tag } = published;
    const links = ['--baseContentUrl', `${repository}/blob/${tag}`, '--baseImagesUrl', `${repository}/raw/${tag}`];
    const packing = ['vsce', 'package', '--no-dependencies', '--ignoreFile', 'dist/vscodeignore', '--out', vsix];
    await mustRun('npx', [...packing, ...links], options);
    const packed = await mustRun('npm', ['pack', '--json', '--ignore-scripts', '--loglevel=error'], options);
    const [{ filename }]: { filename: string }[] = Object.values(JSON.parse(packed));
    return { vsix, tarball: join(folder, filename) };
  } finally {
    process.umask(umask);
  }
}

/** SHA-256 of a file, in hexadecimal. */
export async function sumOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
