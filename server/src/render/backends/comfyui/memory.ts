/** What is remembered of a server from one render to the next, until it starts anew. */
import type { ObjectInfo } from './graph.ts';
import type { Routes } from './routes.ts';

export class ServerMemory {
  /** It answers `POST /api/jobs/{id}/cancel`; `null` until tried. */
  cancelsJobs: boolean | null = null;
  /** A person has been told why there are no previews. */
  saidNoPreviews = false;
  readonly #routes: Routes;
  #definitions: ObjectInfo | null = null;
  #previewMethod: string | null | undefined;
  #lastNumber = -1;

  constructor(routes: Routes) {
    this.#routes = routes;
  }

  /** The server's node definitions; `fresh` ones are no older than this call. */
  async definitions(signal: AbortSignal): Promise<{ objectInfo: ObjectInfo; fresh: boolean }> {
    if (this.#definitions) return { objectInfo: this.#definitions, fresh: false };
    this.#definitions = await this.#routes.objectInfo(signal);
    return { objectInfo: this.#definitions, fresh: true };
  }

  /** The definitions, if they are known. */
  get known(): ObjectInfo | null {
    return this.#definitions;
  }

  /**
   * How to ask for previews (`extra_data.preview_method`, which older servers ignore): a server that was started with a method
   * of its own keeps it.
   */
  async previewMethod(signal: AbortSignal): Promise<string | null> {
    if (this.#previewMethod === undefined) {
      const { argv } = await this.#routes.systemStats(signal);
      const chosen = /--preview-method[= ](\S+)/.exec(argv.join(' '))?.[1] ?? 'none';
      this.#previewMethod = chosen === 'none' ? 'auto' : null;
    }
    return this.#previewMethod;
  }

  /** Prompts are counted from the server's start: a smaller number than before is another start. */
  counted(number: number): void {
    if (number < this.#lastNumber) this.forget();
    this.#lastNumber = number;
  }

  /** To be called where what is remembered turns out wrong, or the server is gone. */
  forget(): void {
    this.cancelsJobs = null;
    this.#definitions = null;
    this.#previewMethod = undefined;
    this.#lastNumber = -1;
  }
}
