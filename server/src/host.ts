/** What the entry files of Node share: data, version and the built-in backend, from the files beside the bundle. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createKnowledge, type Knowledge } from './knowledge/knowledge.ts';
import type { CompiledData } from './knowledge/schema.ts';
import type { Backend } from './render/backend.ts';
import type { BackendKind } from './render/backends/kind.ts';
import { BACKEND_KINDS } from './render/backends/kinds.ts';
import { createBuiltinBackend } from './render/builtin/index.ts';
import type { Nearest } from './render/builtin/request.ts';
import type { Scenes } from './render/builtin/scenes-schema.ts';

export interface Host {
  readonly version: string;
  readonly knowledge: Knowledge;
  readonly pagesRoot: string;
  readonly builtin: Backend;
  readonly kinds: readonly BackendKind[];
  readonly randomSeed: () => bigint;
}

/** `folder`: dist/, where the bundles and data.json lie. */
export function createHost(folder: string): Host {
  // Written and validated by the build; a damaged file is an install to repeat, and JSON.parse says so.
  const data = JSON.parse(readFileSync(join(folder, 'data.json'), 'utf8')) as CompiledData & { scenes: Scenes };
  const { version } = JSON.parse(readFileSync(join(folder, '..', 'package.json'), 'utf8')) as { version: string };
  const knowledge = createKnowledge(data);
  return {
    version,
    knowledge,
    pagesRoot: `${pathToFileURL(join(folder, '..', 'data')).href}/`,
    builtin: createBuiltinBackend({
      scenes: data.scenes,
      workerFile: join(folder, 'builtin-worker.cjs'),
      nearest: (what, id) => nearestBuiltin(knowledge, what, id),
    }),
    kinds: BACKEND_KINDS,
    // 32 bits: every tool accepts such a seed, so the picture can be made again elsewhere.
    randomSeed: () => BigInt(randomBytes(4).readUInt32LE()),
  };
}

function nearestBuiltin(knowledge: Knowledge, what: 'sampler' | 'schedule', id: string): ReturnType<Nearest> {
  const asked = knowledge[what](id);
  const found = asked && knowledge[what](asked.builtin);
  return asked && found ? { id: found.id, name: found.name, asked: asked.name } : null;
}
