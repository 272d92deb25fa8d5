/** The kept renders of the config that the panel is about: loads them into the strip, shows, compares and adds to them. */
import * as vscode from 'vscode';
import type { Panel } from '../panel/panel.ts';
import type { PictureData } from '../panel/picture.ts';
import type { RenderHistory } from './history.ts';
import { roomFrom } from './kept.ts';
import type { KeptRender } from './kept-schema.ts';
import { tileOf } from './labels.ts';
import type { FromPage } from './messages.ts';
import { type Happening, type Slot, thumbnailKey, type View } from './view.ts';

export class Gallery {
  readonly #history: RenderHistory;
  readonly #panel: Pick<Panel<View, Happening, FromPage>, 'happen' | 'showPicture'>;
  readonly #uri: string;
  #renders: readonly KeptRender[] = [];

  constructor(
    history: RenderHistory,
    panel: Pick<Panel<View, Happening, FromPage>, 'happen' | 'showPicture'>,
    uri: string,
  ) {
    this.#history = history;
    this.#panel = panel;
    this.#uri = uri;
  }

  /** Fills the strip; resolves with the latest render, if there is any. */
  async load(): Promise<KeptRender | null> {
    await this.#list();
    for (const { id } of this.#renders) {
      const thumbnail = await this.#history.thumbnail(this.#uri, id);
      if (thumbnail) this.#panel.showPicture(thumbnailKey(id), thumbnail);
    }
    return this.#renders[0] ?? null;
  }

  find(id: string | null): KeptRender | null {
    return this.#renders.find((render) => render.id === id) ?? null;
  }

  /** Adds a finished render. `null` when the settings leave no room for it. Rejects when the disk can't be written. */
  async keep(render: Omit<KeptRender, 'id' | 'mime' | 'motion'>, picture: PictureData): Promise<KeptRender | null> {
    const megabytes = vscode.workspace.getConfiguration('sweetspot.preview').get<unknown>('historyMegabytes');
    const kept = await this.#history.keep(this.#uri, render, picture, roomFrom(megabytes));
    await this.#list();
    return kept;
  }

  /** Sends the picture of a kept render to its slot. Rejects when its file is gone. */
  async send(slot: Slot, render: KeptRender): Promise<void> {
    this.#panel.showPicture(slot, await this.#history.picture(this.#uri, render));
  }

  /** Keeps a small picture that the page has made; failing at that only costs the small picture. */
  async keepThumbnail(id: string, bytes: Uint8Array): Promise<void> {
    if (!this.find(id)) return;
    this.#panel.showPicture(thumbnailKey(id), { bytes: new Uint8Array(bytes), mime: 'image/webp' });
    await this.#history.keepThumbnail(this.#uri, id, bytes).catch(() => undefined);
  }

  async #list(): Promise<void> {
    this.#renders = await this.#history.list(this.#uri);
    this.#panel.happen({ kind: 'tiles', tiles: this.#renders.map(tileOf) });
  }
}
