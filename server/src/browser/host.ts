/** What the server needs, in a browser: data and scripts come from whoever starts it. */
import * as v from 'valibot';
import { builtinWith } from '../builtin.ts';
import { objectOf } from '../common/records.ts';
import { createKnowledge } from '../knowledge/knowledge.ts';
import { loadData } from '../knowledge/load.ts';
import type { Host } from '../lsp/host.ts';

/** Put in by the build, from package.json. */
declare const SWEETSPOT_VERSION: string;

/** The first message to the worker; all others are the protocol's. */
export const StartSchema = v.object({
  /** Texts of dist/, by their names. */
  files: objectOf(v.string()),
  /** URI of the data folder, ending in a slash. */
  pagesRoot: v.string(),
});

export function createBrowserHost({ files, pagesRoot }: v.InferOutput<typeof StartSchema>): Host {
  const texts = new Map(Object.entries(files));
  const textOf = (file: string): string => {
    const text = texts.get(file);
    if (text === undefined) throw new Error(`${file} is missing: install Sweetspot anew.`);
    return text;
  };
  const data = loadData(textOf);
  const knowledge = createKnowledge(data);
  return {
    knowledge,
    pagesRoot,
    version: SWEETSPOT_VERSION,
    builtin: builtinWith(knowledge, () => textOf('web/builtin-worker.js')),
    backends: () => import('../render/backends/index.ts'),
    credentials: async () => null,
    randomSeed: () => BigInt(crypto.getRandomValues(new Uint32Array(1))[0]),
    readText: async () => null,
    stepPictures: async () => textOf('guide-pictures.json'),
  };
}
