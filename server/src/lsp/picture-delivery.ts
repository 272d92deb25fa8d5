/** How pictures reach the client: as a file in a folder that it has named, or inside the message. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ENDINGS } from '../protocol/mime.ts';
import type { PictureFile, PictureInline } from '../protocol/render.ts';
import type { Picture } from '../render/backend.ts';

export type Deliver = (picture: Picture) => Promise<PictureInline | PictureFile>;

/**
 * Leaves pictures in the client's folder, under names made here, and says the name once the file is complete. Without a
 * folder, or when it can't be written, the picture goes into the message.
 */
export function createDelivery(folder: () => string | null, log: (line: string) => void): Deliver {
  return async (picture) => {
    const root = folder();
    if (root === null) return inline(picture);
    const file = `${randomUUID()}.${ENDINGS[picture.mime]}`;
    try {
      await write(join(root, file), picture.bytes);
      return { file };
    } catch (error) {
      log(`A picture is sent in its message: ${error instanceof Error ? error.message : error}`);
      // A full disk leaves a part of it.
      await rm(join(root, file), { force: true }).catch(() => {});
      return inline(picture);
    }
  };
}

/**
 * Up to this size, bytes, a picture is written at once, in a few milliseconds. On the way to another thread and back garbage
 * collection comes in between, just when there is most of it, and takes several times as long as the write.
 */
const AT_ONCE = 8 * 1024 * 1024;

async function write(path: string, bytes: Uint8Array): Promise<void> {
  if (bytes.length <= AT_ONCE) writeFileSync(path, bytes, { flag: 'wx' });
  else await writeFile(path, bytes, { flag: 'wx' });
}

/** A picture in the message itself. */
export function inline({ bytes }: Picture): PictureInline {
  return { data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') };
}
