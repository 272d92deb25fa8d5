/** What the server needs of the program that it runs in. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Credentials } from '../render/address.ts';
import type { Backend } from '../render/backend.ts';
import type { LoadBackends } from '../render/backends/index.ts';

export interface Host {
  readonly knowledge: Knowledge;
  /** URI of the data folder, ending in a slash: where pages lie for clients that open links themselves. */
  readonly pagesRoot: string;
  readonly version: string;
  /** The backend that serves until another is chosen. */
  readonly builtin: Backend;
  readonly backends: LoadBackends;
  /** What lets one in at a server that the initialization options name; `null` where nobody said. */
  readonly credentials: () => Promise<Credentials | null>;
  readonly randomSeed: () => bigint;
  /** The text of a file of at most so many bytes, by its URI; `null` where there is none that can be read. Never rejects. */
  readonly readText: (uri: string, most: number) => Promise<string | null>;
  /** The small pictures of the steps guide, as `readStepPictures` reads them. */
  readonly stepPictures: () => Promise<string>;
}
