/**
 * Finished renders on disk, so that they can be looked at again: a folder for each config, three files for each render
 * (what it is, the picture, a small picture). All names are made here. Several windows may use one root at a time.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ENDINGS } from '../../../server/src/protocol/mime.ts';
import type { PictureData } from '../panel/picture.ts';
import { evicted, keptOf, newestFirst, type Stored } from './kept.ts';
import type { KeptRender } from './kept-schema.ts';
import { keptFrom } from './kept-schema.ts';

/** The most renders of one config that are listed. */
const MOST_LISTED = 100;

export class RenderHistory {
  readonly #root: string;
  readonly #write: typeof writeFile;

  /** `root`: a folder of ours alone, which need not exist yet. `write`: how a file is written, for tests of full disks. */
  constructor(root: string, write: typeof writeFile = writeFile) {
    this.#root = root;
    this.#write = write;
  }

  /**
   * Keeps a render of the config at `uri`, then removes the oldest renders of all configs until `limit` bytes are not
   * exceeded. `null` when there is no room even for this one. Rejects when the disk can't be written.
   */
  async keep(
    uri: string,
    render: Omit<KeptRender, 'id' | 'mime' | 'motion'>,
    picture: PictureData,
    limit: number,
  ): Promise<KeptRender | null> {
    const kept = keptOf(render, picture, limit, randomBytes(4).toString('hex'));
    if (!kept) return null;
    const folder = this.#folder(uri);
    await mkdir(folder, { recursive: true });
    const [pictureFile, unfinished] = [join(folder, pictureName(kept)), join(folder, `${kept.id}.part`)];
    try {
      await this.#write(pictureFile, picture.bytes);
      // Last, and at once: a render is there when this file is.
      await this.#write(unfinished, JSON.stringify(kept));
      await rename(unfinished, join(folder, `${kept.id}.json`));
    } catch (error) {
      // A disk that is full has room for a part of it: that is nobody's picture.
      for (const file of [pictureFile, unfinished]) await rm(file, { force: true });
      throw error;
    }
    await this.#trim(limit, kept.id);
    return kept;
  }

  /** The renders of a config, newest first. Files that can't be read are passed over, however many there are. */
  async list(uri: string): Promise<KeptRender[]> {
    const folder = this.#folder(uri);
    const names = (await namesIn(folder)).filter((name) => name.endsWith('.json'));
    const newest = newestFirst(names, (name) => name, Date.now());
    const listed: KeptRender[] = [];
    for (let from = 0; from < newest.length && listed.length < MOST_LISTED; from += MOST_LISTED) {
      const some = newest.slice(from, from + MOST_LISTED);
      const read = await Promise.all(
        some.map((name) => readFile(join(folder, name), 'utf8').then(keptFrom, () => null)),
      );
      listed.push(...read.filter((render) => render !== null));
    }
    return listed.slice(0, MOST_LISTED);
  }

  /** The picture of a render. Rejects when it is gone. */
  async picture(uri: string, render: KeptRender): Promise<PictureData> {
    const { mime, motion } = render;
    return { bytes: await bytesOf(join(this.#folder(uri), pictureName(render))), mime, ...(motion && { motion }) };
  }

  /** The small picture of a render; `null` while there is none. */
  async thumbnail(uri: string, id: string): Promise<PictureData | null> {
    const bytes = await bytesOf(join(this.#folder(uri), thumbnailName(id))).catch(() => null);
    return bytes && { bytes, mime: 'image/webp' };
  }

  /** Keeps a small picture (WebP) of a render that is kept already. */
  async keepThumbnail(uri: string, id: string, bytes: Uint8Array): Promise<void> {
    await writeFile(join(this.#folder(uri), thumbnailName(id)), bytes);
  }

  /** Removes everything that was kept. */
  async clear(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }

  #folder(uri: string): string {
    return join(this.#root, createHash('sha256').update(uri).digest('hex').slice(0, 32));
  }

  async #trim(limit: number, kept: string): Promise<void> {
    const folders = (await namesIn(this.#root)).map((name) => join(this.#root, name));
    const stored = (await Promise.all(folders.map(storedIn))).flat();
    // What can't be removed now is tried again the next time; the render that was kept is there all the same.
    for (const { files } of evicted(stored, limit, Date.now(), kept))
      for (const file of files) await rm(file, { recursive: true, force: true }).catch(() => undefined);
  }
}

function pictureName({ id, mime }: KeptRender): string {
  return `${id}.${ENDINGS[mime]}`;
}

function thumbnailName(id: string): string {
  return `${id}.thumbnail.webp`;
}

/** What lies in a folder, by render; also of renders that were not kept to the end. */
async function storedIn(folder: string): Promise<(Stored & { readonly files: readonly string[] })[]> {
  const renders = new Map<string, { id: string; bytes: number; files: string[] }>();
  for (const name of await namesIn(folder)) {
    const [id] = name.split('.', 1);
    const file = join(folder, name);
    const bytes = await stat(file).then(
      ({ size }) => size,
      () => 0,
    );
    const render = renders.get(id) ?? { id, bytes: 0, files: [] };
    renders.set(id, { id, bytes: render.bytes + bytes, files: [...render.files, file] });
  }
  return [...renders.values()];
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** Copied out of the Buffer: VS Code sends a webview plain Uint8Arrays as they are, but Buffers as JSON. */
async function bytesOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(file));
}
