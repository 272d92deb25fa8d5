/** One server of `/sdapi/v1`: what it is and has, asked anew when that may have changed. */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { SdapiProduct } from '../../../knowledge/schema.ts';
import type { Connection } from '../../address.ts';
import type { ListedNames, RenderRequest, ServerModel } from '../../backend.ts';
import { matchModel } from '../../models.ts';
import { BackendError } from '../../problem.ts';
import { type Lists, readLists, readModels, refreshModels } from './lists.ts';
import { type Found, findProduct } from './product.ts';

/** Milliseconds for which a server's lists are taken to hold: models and LoRAs are added while it runs. */
const FRESH = 60_000;

export interface Known extends Found {
  readonly lists: Lists;
  readonly models: readonly ServerModel[];
}

export class SdapiServer {
  readonly connection: Connection;
  readonly #name: string;
  readonly #products: readonly SdapiProduct[];
  readonly #unset: readonly string[];
  readonly #knowledge: Knowledge;
  #found: Found | null = null;
  #known: { readonly what: Known; readonly since: number } | null = null;
  #listed = false;

  /** `name`: of the kind of backend that it was chosen as. */
  constructor(connection: Connection, kind: string, name: string, knowledge: Knowledge) {
    const { products, unset } = knowledge.data.sdapi;
    this.connection = connection;
    this.#name = name;
    this.#products = products.filter((product) => product.kind === kind);
    this.#unset = unset;
    this.#knowledge = knowledge;
  }

  /** Asks what it is. Throws `BackendError`. */
  async find(signal: AbortSignal): Promise<Found> {
    this.#found = await findProduct(this.connection, this.#products, true, signal);
    if (this.#found !== null) return this.#found;
    const { origin } = this.connection.address;
    throw new BackendError('protocol', t`${origin} is not ${this.#name}: something else answers there.`);
  }

  /** The models it has. Asked again, it looks at its folder again. Throws `BackendError`. */
  async models(signal: AbortSignal): Promise<readonly ServerModel[]> {
    const { product } = this.#found ?? (await this.find(signal));
    if (this.#listed) await refreshModels(this.connection, product, signal);
    this.#listed = true;
    return readModels(this.connection, product, signal);
  }

  /** What renders need to know of it. Throws `BackendError`. */
  async know(signal: AbortSignal): Promise<Known> {
    if (this.#known && performance.now() - this.#known.since < FRESH) return this.#known.what;
    const found = this.#found ?? (await this.find(signal));
    const [lists, models] = await Promise.all([
      readLists(this.connection, found.product, this.#unset, signal),
      readModels(this.connection, found.product, signal),
    ]);
    return this.#remember({ ...found, lists, models });
  }

  /** Names that it has said; LoRAs as its requests name them. Asks nothing. */
  listed(): Partial<ListedNames> {
    if (!this.#known) return {};
    const { product, lists, models } = this.#known.what;
    const loras = (lists.loras ?? []).map(({ name, path }) => (product.loras === 'in-prompt' ? name : path));
    return { models: models.map(({ name }) => name), loras };
  }

  /** After a failure: it may have been started anew, otherwise. */
  forget(): void {
    this.#found = null;
    this.#known = null;
  }

  /**
   * The model of a request as the server takes it; `null` where it renders with the one it has, which is said by `warn`.
   * Throws `BackendError` `missing-model`: another one is never drawn quietly.
   */
  async modelFor(
    { model: wanted }: Pick<RenderRequest, 'model'>,
    { product, lists, ...known }: Known,
    warn: (text: string) => void,
    signal: AbortSignal,
  ): Promise<string | null> {
    if (product.lists.models === undefined) {
      if (wanted !== null && takes(product, wanted)) return wanted;
      const { current } = lists;
      if (wanted === null && current !== null) warn(t`The file names no model: this is ${current}.`);
      if (wanted !== null && (current === null || !this.#knowledge.files.same(wanted, current)))
        warn(t`${product.name} draws with the model it has${current ? ` (${current})` : ''}, not with ${wanted}.`);
      return null;
    }
    if (wanted === null) return null;
    const { found } = matchModel(wanted, known.models, this.#knowledge);
    if (found !== null) return found;
    // A file may have been put into the folder since the server last looked.
    await refreshModels(this.connection, product, signal);
    const models = await readModels(this.connection, product, signal);
    this.#remember({ ...known, product, lists, models });
    const match = matchModel(wanted, models, this.#knowledge);
    if (match.found !== null) return match.found;
    throw new BackendError(
      'missing-model',
      t`${product.name} has no model ${wanted}. Choose one of its own, or put the file into its folder.`,
    );
  }

  #remember(what: Known): Known {
    this.#known = { what, since: performance.now() };
    return what;
  }
}

function takes({ fields, model_names = '' }: SdapiProduct, model: string): boolean {
  return fields.model !== undefined && new RegExp(model_names).test(model);
}
