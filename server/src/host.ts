/** What the entry files of Node share: data, version and backends, from the files beside the bundle. */
import { randomBytes } from 'node:crypto';
import { constants, readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { builtinWith } from './builtin.ts';
import { createKnowledge } from './knowledge/knowledge.ts';
import { loadData } from './knowledge/load.ts';
import type { Host } from './lsp/host.ts';

export interface NodeHost extends Host {
  /** dist/, where the bundles and the compiled data lie. */
  readonly folder: string;
}

/** Put in by the build, from package.json. */
declare const SWEETSPOT_VERSION: string;

/** `folder`: dist/, where the bundles and the compiled data lie. */
export function createHost(folder: string): NodeHost {
  const data = loadData((file) => readFileSync(join(folder, file), 'utf8'));
  const knowledge = createKnowledge(data);
  return {
    folder,
    version: SWEETSPOT_VERSION,
    knowledge,
    pagesRoot: `${pathToFileURL(join(folder, '..', 'data')).href}/`,
    builtin: builtinWith(knowledge, () => join(folder, 'builtin-worker.cjs')),
    backends: () => import('./render/backends/index.ts'),
    credentials: async () => (await import('./render/credentials.ts')).credentialsFrom(process.env),
    // 32 bits: every tool accepts such a seed, so the picture can be made again elsewhere.
    randomSeed: () => BigInt(randomBytes(4).readUInt32LE()),
    readText: readSmallFile,
    stepPictures: () => readFile(join(folder, 'guide-pictures.json'), 'utf8').catch(() => ''),
  };
}

/** Files only: a repository may have a pipe or a device under any name, which would never end. */
async function readSmallFile(uri: string, most: number): Promise<string | null> {
  if (!uri.startsWith('file:')) return null;
  try {
    const file = await open(fileURLToPath(uri), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      if (!(await file.stat()).isFile()) return null;
      const { bytesRead, buffer } = await file.read(Buffer.alloc(most + 1), 0, most + 1, 0);
      return bytesRead <= most ? buffer.toString('utf8', 0, bytesRead) : null;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
