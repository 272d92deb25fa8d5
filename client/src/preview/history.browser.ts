/** As `history`, in VS Code for the Web: finished renders are kept as long as the window is open. */
import { t } from '@vscode/l10n';
import type { PictureData } from '../panel/picture.ts';
import { evicted, keptOf, newestFirst } from './kept.ts';
import type { KeptRender } from './kept-schema.ts';

interface Kept {
  readonly uri: string;
  readonly id: string;
  readonly bytes: number;
  readonly render: KeptRender;
  readonly picture: PictureData;
  thumbnail: PictureData | null;
}

export class RenderHistory {
  #kept: Kept[] = [];

  // biome-ignore lint/complexity/noUselessConstructor: made as the one with a disk is.
  constructor(_root: string) {}

  async keep(
    uri: string,
    render: Omit<KeptRender, 'id' | 'mime' | 'motion'>,
    picture: PictureData,
    limit: number,
  ): Promise<KeptRender | null> {
    const random = crypto.getRandomValues(new Uint32Array(1))[0].toString(16).padStart(8, '0');
    const kept = keptOf(render, picture, limit, random);
    if (!kept) return null;
    this.#kept.push({ uri, id: kept.id, bytes: picture.bytes.length, render: kept, picture, thumbnail: null });
    const gone = new Set(evicted(this.#kept, limit, Date.now(), kept.id));
    this.#kept = this.#kept.filter((one) => !gone.has(one));
    return kept;
  }

  async list(uri: string): Promise<KeptRender[]> {
    const here = this.#kept.filter((kept) => kept.uri === uri).map(({ render }) => render);
    return newestFirst(here, ({ id }) => id, Date.now());
  }

  async picture(uri: string, { id }: KeptRender): Promise<PictureData> {
    const kept = this.#find(uri, id);
    if (!kept) throw new Error(t('The picture is no longer kept.'));
    return kept.picture;
  }

  async thumbnail(uri: string, id: string): Promise<PictureData | null> {
    return this.#find(uri, id)?.thumbnail ?? null;
  }

  async keepThumbnail(uri: string, id: string, bytes: Uint8Array): Promise<void> {
    const kept = this.#find(uri, id);
    if (kept) kept.thumbnail = { bytes: new Uint8Array(bytes), mime: 'image/webp' };
  }

  async clear(): Promise<void> {
    this.#kept = [];
  }

  #find(uri: string, id: string): Kept | undefined {
    return this.#kept.find((kept) => kept.uri === uri && kept.id === id);
  }
}
