/** The folder where the server leaves finished pictures for this client. Several windows may use one at a time. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Uri } from 'vscode';
import type { RenderEventMessage } from '../../../server/src/protocol/render.ts';
import type { PictureData } from './picture.ts';

/** Milliseconds after which no window waits for a file any more: it was left when one ended. */
const LEFT_AFTER = 3_600_000;

/** The names that the server makes: nothing in them leads out of the folder. */
const FILE = /^[0-9a-f-]{36}\.(png|jpg|webp|mp4|webm)$/;

type PictureEvent = Extract<RenderEventMessage, { kind: 'preview' | 'picture' }>;

export class PictureFolder {
  readonly #path: string | null;

  /** `path`: a folder of ours alone, which need not exist yet; `null` where server and client share no disk. */
  constructor(path: string | null) {
    this.#path = path;
  }

  /** Makes the folder, empties it of what was left, and answers its path; `null` when the disk can't be written. */
  open(): string | null {
    if (this.#path === null) return null;
    try {
      mkdirSync(this.#path, { recursive: true });
      for (const name of readdirSync(this.#path)) {
        const file = join(this.#path, name);
        // Another window may have removed it by now.
        const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
        // Neither has a clock that was ahead left a file of tomorrow for ever.
        if (Math.abs(Date.now() - written) > LEFT_AFTER) rmSync(file, { force: true, recursive: true });
      }
      return this.#path;
    } catch {
      return null;
    }
  }

  /**
   * The picture of an event; its file is gone afterwards. At once, so that events keep their order. Throws when the file can't
   * be read or does not lie directly in the folder.
   */
  take(event: PictureEvent): PictureData {
    // Copied out of the Buffer: VS Code sends a webview plain Uint8Arrays as they are, but Buffers as JSON.
    const { mime, motion } = event;
    const kind = { mime, ...(motion && { motion }) };
    if ('data' in event) return { bytes: new Uint8Array(Buffer.from(event.data, 'base64')), ...kind };
    const { file } = event;
    if (this.#path === null || !FILE.test(file)) throw new Error(`${file} is no picture of ours.`);
    const path = join(this.#path, file);
    try {
      return { bytes: new Uint8Array(readFileSync(path)), ...kind };
    } finally {
      rmSync(path, { force: true });
    }
  }
}

/**
 * Where an address of VS Code's own storage lies on this machine's disk; `null` where it may not. A desktop names its storage
 * `vscode-userdata:` with the path of the disk (userDataProfile.ts of VS Code), others `file:`.
 */
export function diskPath({ scheme, authority, fsPath }: Pick<Uri, 'scheme' | 'authority' | 'fsPath'>): string | null {
  return scheme === 'file' || (scheme === 'vscode-userdata' && authority === '') ? fsPath : null;
}
